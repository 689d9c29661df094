// Saves each answer as it changes. Without this script the same form saves by "Save and go on".
// Nothing here judges an answer or keeps the time; both are the server's.
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form || !window.fetch) return;
  const status = document.getElementById("save-status");
  const words = form.dataset;
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  let dirty = false;
  let sending = false;
  let blocked = false;
  let timer = 0;

  const say = (text, state) => {
    status.textContent = text;
    status.dataset.state = state;
  };

  const fields = () => {
    const found = {};
    for (const [name, value] of new FormData(form)) {
      if (name === "csrf_token" || name === "sequence" || name === "go") continue;
      (found[name] ||= []).push(value);
    }
    return found;
  };

  const deliver = () =>
    fetch(words.autosave, {
      method: "PUT",
      headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrf_token.value },
      body: JSON.stringify({ sequence: Number(form.elements.sequence.value), fields: fields() }),
      redirect: "manual",
    });

  const received = async (answer) => {
    if (answer.type === "opaqueredirect") {
      say(words.signedOut, "waiting");
      blocked = true;
      return;
    }
    const body = await answer.json().catch(() => ({}));
    if (answer.ok) {
      form.elements.sequence.value = body.sequence;
      say(words.saved.replace("{time}", body.saved), "saved");
      document.querySelector("[data-place-now]")?.classList.toggle("is-answered", body.answered);
    } else {
      blocked = Boolean(body.reload);
      say(body.message || words.offline, "waiting");
    }
  };

  const send = async () => {
    if (sending || blocked) return;
    sending = true;
    let pause = 1000;
    while (dirty && !blocked) {
      dirty = false;
      say(words.saving, "saving");
      try {
        const answer = await deliver();
        if (answer.status >= 500) throw new Error("busy");
        await received(answer);
        pause = 1000;
      } catch {
        dirty = true;
        say(words.offline, "waiting");
        await wait(pause);
        pause = Math.min(pause * 2, 30000);
      }
    }
    sending = false;
  };

  const changed = (delay) => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(send, delay);
  };

  form.addEventListener("change", () => changed(0));
  form.addEventListener("input", (event) => {
    if (event.target.matches("input[type=text], textarea")) changed(700);
  });
  window.addEventListener("online", send);
  window.addEventListener("beforeunload", (event) => {
    if (dirty && !form.dataset.leaving) event.preventDefault();
  });
  form.addEventListener("submit", () => {
    form.dataset.leaving = "yes";
  });
})();
