"""What can be wrong with any page, whatever it says: each function returns the faults, as sentences."""

import re
from functools import cache

from axe_playwright_python.base import AXE_SCRIPT
from babel.messages.pofile import read_po
from playwright.sync_api import Page

from course.config import ROOT
from tests.journeys.site import refusals

WIDTHS = (640, 360, 320)
"""CSS pixels: 1280 at 200 % zoom, a phone, the narrowest that WCAG 1.4.10 names."""
COLOURS = ("color-contrast", "link-in-text-block")
STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")

_SMALL = """() => {
  const shown = (node) => node.checkVisibility({ checkVisibilityCSS: true }) && !node.closest(".visually-hidden, .skip");
  const name = (node) => (node.innerText || node.name || node.value || node.localName).trim().slice(0, 40);
  const block = (node) => (/^inline/.test(getComputedStyle(node).display) ? block(node.parentElement) : node);
  const faults = [];
  const need = (node, size) => {
    const box = node.getBoundingClientRect();
    if (box.width < size - 0.01 || box.height < size - 0.01)
      faults.push(`${name(node)}: ${box.width.toFixed(1)}×${box.height.toFixed(1)} px instead of ${size}`);
  };
  for (const node of document.querySelectorAll("button, .btn, .option, select, textarea, summary, input:not([type=hidden])"))
    if (shown(node) && !(node.matches("input") && node.closest(".option"))) need(node, 44);
  for (const link of document.querySelectorAll("a[href]:not(.btn)")) {
    if (!shown(link)) continue;
    const around = [...link.parentElement.childNodes].some((node) => node.nodeType === 3 && /[\\p{L}\\p{N}]/u.test(node.data));
    const inline = getComputedStyle(link).display === "inline";
    if (!(around && inline)) need(link, 24);
    else if (parseFloat(getComputedStyle(block(link)).lineHeight) < 24) faults.push(`${name(link)}: lines closer than 24 px`);
  }
  return faults;
}"""

_FAINT = """() => {
  const paint = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((one) => one / 255)
    .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4))
    .reduce((sum, one, place) => sum + one * [0.2126, 0.7152, 0.0722][place], 0);
  const ground = (node) => {
    if (!node) return [255, 255, 255];
    const colour = paint(getComputedStyle(node).backgroundColor);
    return colour[3] === 0 ? ground(node.parentElement) : colour;
  };
  const ratio = (one, other) => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  const faults = [];
  for (const node of document.querySelectorAll("input:not([type=hidden]), select, textarea, .option, .btn, .places button")) {
    const look = getComputedStyle(node), behind = light(ground(node.parentElement));
    const edge = ratio(light(paint(look.borderTopColor)), behind), fill = ratio(light(ground(node)), behind);
    if (Math.max(edge, fill) < 3) faults.push(`${node.name || node.className}: its edge is ${edge.toFixed(1)}:1, not 3:1`);
  }
  return [...new Set(faults)];
}"""

_WIDE = """() => {
  const root = document.scrollingElement;
  if (root.scrollWidth <= root.clientWidth) return "";
  const scrolls = (node) => node && (/auto|scroll|hidden/.test(getComputedStyle(node).overflowX) || scrolls(node.parentElement));
  const out = [...document.body.querySelectorAll("*")].filter((node) =>
    node.getBoundingClientRect().right > root.clientWidth + 1 && !scrolls(node.parentElement));
  return `${root.scrollWidth} px wide, because of ` + out.slice(0, 3).map((node) => node.outerHTML.slice(0, 90)).join(" | ");
}"""

_TEXTS = """() => {
  const found = [document.title];
  const foreign = (node) => node.closest("[lang]").lang !== document.documentElement.lang;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === 3) {
      if (!foreign(node.parentElement) && !node.parentElement.closest("script")) found.push(node.data);
    } else if (!foreign(node)) {
      for (const { name, value } of node.attributes)
        if (/^(aria-label|title|placeholder|alt|data-)/.test(name)) found.push(value);
      if (node.matches("input[type=submit], input[type=text]")) found.push(node.value);
    }
  }
  return found.map((text) => text.replace(/\\s+/g, " ").trim()).filter(Boolean);
}"""


def frame_faults(page: Page, language: str) -> list[str]:
    """Language, heading, title and the number of filled buttons."""
    faults = []
    lang = page.locator("html").get_attribute("lang")
    if lang != language:
        faults.append(f"the page says lang={lang}")
    headings = [text.strip() for text in page.locator("h1").all_inner_texts()]
    if len(headings) != 1 or not headings[0]:
        faults.append(f"it has {len(headings)} first-level headings: {headings}")
    thing, _, software = page.title().rpartition(" · ")
    if not thing or not software:
        faults.append(f"its title “{page.title()}” does not name the thing and then the course")
    filled = page.locator(".btn-primary").count()
    if filled > 1:
        faults.append(f"it has {filled} filled buttons")
    return faults


def width_faults(page: Page) -> list[str]:
    """Sideways scrolling on small screens and under zoom. Leaves the page at the narrowest width."""
    faults = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        told = page.evaluate(_WIDE)
        if told:
            faults.append(f"at {width} px it is {told}")
    return faults


def target_faults(page: Page) -> list[str]:
    """Buttons, fields and options under 44 px; links under 24 px, or in lines closer than that."""
    return page.evaluate(_SMALL)


def policy_faults(page: Page) -> list[str]:
    return [f"the content policy refused {refusal}" for refusal in refusals(page)]


def access_faults(page: Page, scheme: str) -> list[str]:
    """What axe finds under the standards in the `light` colour scheme; in the `dark` one, what colours decide."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    only = {"type": "tag", "values": STANDARDS} if scheme == "light" else {"type": "rule", "values": COLOURS}
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {"runOnly": only, "resultTypes": ["violations"], "iframes": False}
    violations = page.evaluate("(options) => axe.run(options).then((told) => told.violations)", options)
    return [
        f"{scheme}: {violation['id']}: {violation['help']}: {node['target']} {node.get('failureSummary', '')[:300]}"
        for violation in violations
        for node in violation["nodes"][:4]
    ]


def edge_faults(page: Page, scheme: str) -> list[str]:
    """Fields, options and buttons that do not stand out from what is behind them (WCAG 1.4.11), which axe leaves out."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    return [f"{scheme}: {fault}" for fault in page.evaluate(_FAINT)]


@cache
def english_sentences() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Every interface sentence of more than twelve letters, with what would be its rendering in English."""
    path = ROOT / "course/translations/ru/LC_MESSAGES/messages.po"
    with path.open("rb") as file:
        catalogue = read_po(file)
    found = []
    for message in catalogue:
        for text in [message.id] if isinstance(message.id, str) else message.id:
            plain = re.sub(r"%\(\w+\)[sd]|\{\w+\}", " ", text)
            if sum(letter.isalpha() for letter in plain) > 12:
                parts = [
                    re.escape(part) for part in re.split(r"%\(\w+\)[sd]|\{\w+\}", " ".join(text.split()))
                ]
                found.append((text, re.compile(r"(?<!\w)" + ".+?".join(parts).strip() + r"(?!\w)")))
    return tuple(found)


def english_faults(page: Page) -> list[str]:
    """Interface sentences that stand on the page in English, outside of what is marked as another language."""
    texts = page.evaluate(_TEXTS)
    return [
        f"English: “{sentence}”"
        for sentence, pattern in english_sentences()
        if any(pattern.search(text) for text in texts)
    ]


def faults(page: Page, language: str) -> list[str]:
    """All of them, looked for in one pass: light and dark, wide and narrow."""
    found = policy_faults(page) + frame_faults(page, language)
    if language != "en":
        found += english_faults(page)
    for scheme in ("light", "dark"):
        found += access_faults(page, scheme) + edge_faults(page, scheme)
    found += width_faults(page) + target_faults(page)
    return found
