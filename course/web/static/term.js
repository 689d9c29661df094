// A term of the glossary opens where it is read. Without this script, and whenever anything fails,
// its link leads to its page.
(() => {
  const box = document.getElementById("term");
  if (!box?.showPopover) return;
  const [name, text, more] = box.querySelectorAll("p:not(:last-child), a");
  const waiting = { lang: document.documentElement.lang, text: text.textContent };
  const known = {};

  const show = (node, told) => {
    node.lang = told.lang;
    node.textContent = told.text;
  };

  const ask = async (address) => {
    const answer = await fetch(`${address}.json`, { redirect: "manual", signal: AbortSignal.timeout?.(6000) });
    return answer.ok ? answer.json() : Promise.reject();
  };

  const open = async (link) => {
    const address = (more.href = link.href);
    show(name, { lang: link.closest("[lang]").lang, text: link.textContent });
    show(text, waiting);
    box.showPopover();
    const { left, bottom } = link.getBoundingClientRect();
    box.style.top = `${scrollY + bottom + 8}px`;
    box.style.left = `clamp(.75rem, ${left}px, 100% - min(26rem, 100% - 1.5rem) - .75rem)`;
    box.focus();
    const here = () => more.href === address && box.matches(":popover-open");
    try {
      const told = (known[address] ||= await ask(address));
      if (!here()) return;
      show(name, told.name);
      show(text, told.definition);
      box.scrollIntoView({ block: "nearest" });
    } catch {
      if (here()) location = address;
    }
  };

  box.hidden = false;
  for (const link of document.querySelectorAll("a.term")) {
    link.setAttribute("aria-haspopup", "dialog");
    link.onclick = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open(link);
    };
  }
})();
