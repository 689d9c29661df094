// Says how many minutes an attempt still runs. It counts from the server's own remaining seconds on a clock that
// nobody can set; the device's date is never looked at, and nothing here decides anything.
(() => {
  const line = document.getElementById("time-left");
  if (!line) return;
  const said = document.getElementById("time-said");
  const words = line.dataset;
  const plural = new Intl.PluralRules(document.documentElement.lang);
  const opened = performance.getEntriesByType("navigation")[0]?.responseStart ?? 0;
  let end = opened + Number(words.seconds) * 1000;
  let last = Infinity; // minutes that the line showed before

  const sentence = (minutes, seconds) => {
    if (seconds <= 0) return words.over;
    if (seconds < 60) return words.last.replace("{time}", words.time);
    const kind = { one: words.one, few: words.few }[plural.select(minutes)] ?? words.many;
    return kind.replace("{minutes}", minutes).replace("{time}", words.time);
  };

  const show = () => {
    const seconds = Math.ceil((end - performance.now()) / 1000);
    const minutes = Math.ceil(seconds / 60);
    const text = sentence(minutes, seconds);
    if (line.textContent !== text) line.textContent = text;
    line.classList.toggle("is-short", minutes <= 5);
    for (const mark of [5, 1]) if (minutes <= mark && last > mark && last !== Infinity) said.textContent = text;
    if (seconds <= 0 && last > 0) said.textContent = text;
    last = Math.max(minutes, 0);
  };

  // The deadline may have moved since the page was loaded.
  document.addEventListener("time-left", (event) => {
    words.time = event.detail.until;
    end = performance.now() + event.detail.left * 1000;
    show();
  });
  document.addEventListener("visibilitychange", show);
  show();
  setInterval(show, 1000);
})();
