// Saves each answer as it changes. Without this script the same form saves by "Save and go on".
// Nothing here judges an answer or keeps the time; both are the server's.
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form || !window.fetch || !form.requestSubmit) return;
  const status = document.getElementById("save-status");
  const words = form.dataset;
  let changes = false; // made on the page, not sent yet
  let body = null; // sent, without an answer so far: repeated as it is, so that a lost receipt is no conflict
  let sending = false;
  let waiting = false; // the last try did not get through
  let blocked = false; // nothing more can be saved from this page as it stands
  let button = null; // pressed to leave; goes through once the answer is out
  let leaving = false;
  let timer = 0;
  let wake = () => {};

  const pause = (ms) =>
    new Promise((resolve) => {
      wake = resolve;
      setTimeout(resolve, ms);
    });

  const say = (text, state) => {
    if (status.textContent !== text) status.textContent = text;
    status.dataset.state = state;
  };

  const snapshot = () => {
    const fields = {};
    for (const [name, value] of new FormData(form)) {
      if (name === "csrf_token" || name === "sequence" || name === "go") continue;
      (fields[name] ||= []).push(value);
    }
    return JSON.stringify({ sequence: Number(form.elements.sequence.value), fields });
  };

  const deliver = () =>
    fetch(words.autosave, {
      method: "PUT",
      headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrf_token.value },
      body,
      redirect: "manual",
      keepalive: true,
      signal: AbortSignal.timeout?.(20000),
    });

  const saved = (told) => {
    form.elements.sequence.value = told.sequence;
    if ("left" in told) document.dispatchEvent(new CustomEvent("time-left", { detail: told }));
    document.querySelector("[data-place-now]")?.classList.toggle("is-answered", told.answered);
    if (!changes) say(words.saved.replace("{time}", told.saved), "saved");
  };

  const refused = (told) => {
    blocked = !told || Boolean(told.reload);
    say(told?.message || words.again, "waiting");
  };

  const received = async (answer) => {
    if (answer.type === "opaqueredirect") {
      blocked = true;
      say(words.signedOut, "waiting");
    } else if (answer.ok) {
      saved(await answer.json());
    } else if (answer.status >= 500) {
      throw new Error("busy");
    } else {
      refused(await answer.json().catch(() => null));
    }
  };

  const send = async () => {
    if (sending) return;
    sending = true;
    let wait = 1000;
    while ((body || changes) && !blocked) {
      if (!body) {
        body = snapshot();
        changes = false;
      }
      try {
        await received(await deliver());
        body = null;
        waiting = false;
        wait = 1000;
      } catch {
        waiting = true;
        say(words.offline, "waiting");
        await pause(wait);
        wait = Math.min(wait * 2, 30000);
      }
    }
    sending = false;
    if (button) form.requestSubmit(button);
  };

  const changed = (delay) => {
    changes = true;
    if (!waiting && !blocked) say(words.saving, "saving");
    clearTimeout(timer);
    timer = setTimeout(send, delay);
  };

  const typed = (event) => event.target.matches("input[type=text], textarea");

  form.addEventListener("input", (event) => typed(event) && changed(700));
  form.addEventListener("change", (event) => {
    if (changes || !typed(event)) changed(0); // leaving a field whose words are out already changes nothing
  });
  window.addEventListener("online", () => wake());
  window.addEventListener("beforeunload", (event) => {
    if ((changes || waiting) && !leaving) event.preventDefault();
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter && !blocked && (changes || sending)) {
      event.preventDefault();
      button = event.submitter;
      clearTimeout(timer);
      send();
    } else {
      leaving = true;
    }
  });
})();
