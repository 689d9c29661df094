"""What a browser would send for a question's form as the page shows it."""

import random
from collections import defaultdict
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from course.questions.question import Presentation, Question, Response

TEMPLATES = Path(__file__).parents[2] / "templates"


class Controls(HTMLParser):
    """What a browser would send for the page as it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: defaultdict[str, list[str]] = defaultdict(list)
        self.names: set[str] = set()
        self.ids: list[str] = []
        self.pointed: set[str] = set()
        self.select = self.textarea = ""
        self.disabled = 0

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if "id" in found:
            self.ids.append(found["id"])
        for pointer in ("aria-labelledby", "aria-describedby"):
            self.pointed.update((found.get(pointer) or "").split())
        self.names |= {found["name"]} if "name" in found else set()
        self.disabled += "disabled" in found
        if tag == "input" and (found["type"] in ("text", "hidden") or "checked" in found):
            self.sent[found["name"]].append(found["value"])
        elif tag == "select":
            self.select = found["name"]
        elif tag == "option" and "selected" in found:
            self.sent[self.select].append(found["value"])
        elif tag == "textarea":
            self.textarea = found["name"]

    def handle_data(self, text):
        if self.textarea:
            self.sent[self.textarea].append(text)

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.textarea = ""


def figure_url(module: str, name: str) -> str:
    """Stands for the global of that name that the site gives to templates."""
    return f"/modules/{module}/figures/{name}"


def html_of(
    shown: Presentation, *, name: str = "", disabled: bool = False, error_id: str | None = None
) -> str:
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    environment.globals["figure_url"] = figure_url
    template = environment.get_template(f"questions/{shown.kind}/ask.html")
    return template.render(shown=shown, name=name, disabled=disabled, error_id=error_id, _=_untranslated)


def _untranslated(text: str, **values: object) -> str:
    return text % values if values else text


def controls_of(html: str) -> Controls:
    controls = Controls()
    controls.feed(html)
    return controls


def form_of(question: Question, response: Response, seed: int = 0) -> dict[str, list[str]]:
    shown = question.present(question.arrange(random.Random(seed)), response, "ru")
    return dict(controls_of(html_of(shown)).sent)
