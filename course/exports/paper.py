"""A lesson's prose set for paper. PURE.

What a page of the site unfolds, follows or scrolls stands open here: the description of a figure below it,
the answer to an activity taken out, to be printed at the end; links lead to places of the same document.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, SubElement, TreeBuilder, tostring

_EMPTY = ("br", "hr", "img")
_SHORT = 9
"""Rows of a table, its head included, that are kept on one page."""
_INLINE = ("a", "em", "strong", "span", "code")
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True)
class Words:
    """What paper adds to a lesson, in the language of the lesson."""

    description: str
    """Stands before the description of a figure."""
    page: str
    """Stands before the number of a page that is referred to."""


@dataclass(frozen=True)
class Section:
    anchor: str
    title: str


@dataclass(frozen=True)
class Solution:
    """The answer to an activity, for the end of the handbook."""

    answer_anchor: str
    activity: str
    """Title of the activity as its lesson shows it, "" when there is none before it."""
    title: str
    html: str


def lesson_anchor(lesson: str) -> str:
    return f"lesson-{lesson}"


def source_anchor(lesson: str, source: str) -> str:
    return f"source-{lesson}-{source}"


def term_anchor(term: str) -> str:
    return f"term-{term}"


def figure_address(name: str) -> str:
    """Of a drawing, named with its language, among the pictures that go with the document."""
    return f"bundled:figures/{name}.svg"


class Paper:
    """Sets the prose of one lesson piece by piece, in its order."""

    def __init__(self, module: str, lesson: str, printed: Collection[str], words: Words) -> None:
        """`printed` are the keys of the module's lessons, the places that a link can lead to."""
        self.sections: list[Section] = []
        self.solutions: list[Solution] = []
        self.figures: list[str] = []
        """Drawings in the order of their first use, named with their language: `policy-cycle.en`."""
        self._module = module
        self._lesson = lesson
        self._printed = printed
        self._words = words
        self._activity = ""

    def set(self, html: str) -> str:
        """`html`, which `content.cleaning` let through, for print."""
        body = _tree(html)
        for heading in (one for one in body.iter() if one.tag in _HEADINGS):
            self._set_heading(heading)
        for link in list(body.iter("a")):
            self._set_link(link)
        for figure in body.iter("figure"):
            self._set_figure(figure)
        for wrap in body.iter("div"):
            wrap.attrib = {"class": wrap.get("class", "")}
        for table in body.iter("table"):
            if sum(1 for _ in table.iter("tr")) <= _SHORT:
                table.set("class", "short")
        _loosen(body)
        self._take_solutions(body)
        return _written(body)

    def _set_heading(self, heading: Element) -> None:
        number = heading.attrib.pop("id", "")
        if number and heading.tag == "h2":
            anchor = f"{lesson_anchor(self._lesson)}-{number}"
            heading.set("id", anchor)
            self.sections.append(Section(anchor, _words_of(heading)))

    def _set_link(self, link: Element) -> None:
        kind, target = link.get("class"), link.get("href", "")
        key = target.rpartition("/")[2]
        if kind == "term":
            link.set("href", f"#{term_anchor(key)}")
        elif kind == "cite":
            link.set("href", f"#{source_anchor(self._lesson, target.removeprefix('#source-'))}")
        elif target == f"/modules/{self._module}/lessons/{key}" and key in self._printed:
            link.attrib = {
                "class": "elsewhere",
                "href": f"#{lesson_anchor(key)}",
                "data-page": self._words.page,
            }
        elif target.startswith("/") or not target:
            link.tag, link.attrib = "span", {}
        else:
            link.attrib = {"href": target}

    def _set_figure(self, figure: Element) -> None:
        for image in figure.iter("img"):
            name = image.get("src", "").rpartition("/")[2].partition(".svg")[0]
            self.figures.append(name)
            image.attrib = {"src": figure_address(name), "alt": image.get("alt", "")}
        for description in figure.findall("details"):
            description.tag, description.attrib = "div", {"class": "description"}
            for label in description.findall("summary"):
                label.tag, label.attrib, label.text = "p", {"class": "label"}, self._words.description

    def _take_solutions(self, body: Element) -> None:
        for block in list(body):
            if block.get("class") == "activity":
                self._activity = next((_words_of(line) for line in block.iter("p")), "")
            elif block.get("class") == "answer":
                self._take(block)

    def _take(self, block: Element) -> None:
        summary = block.find("summary")
        title = "" if summary is None else _words_of(summary)
        if summary is not None:
            block.remove(summary)
        anchor = f"solution-{self._lesson}-{len(self.solutions) + 1}"
        self.solutions.append(Solution(anchor, self._activity, title, _written(block)))
        tail = block.tail
        block.clear()
        block.tag, block.tail = "p", tail
        block.set("class", "see")
        link = SubElement(
            block, "a", {"class": "elsewhere", "href": f"#{anchor}", "data-page": self._words.page}
        )
        link.text = title


def _loosen(body: Element) -> None:
    """Ordinary spaces for the no-break spaces before a link or an emphasis.

    WeasyPrint 70 ends lines after every word when it has to go back from such a place for a break.
    """
    for parent in body.iter():
        before: Element | None = None
        for child in parent:
            if child.tag in _INLINE and before is None:
                parent.text = _loose(parent.text)
            elif child.tag in _INLINE and before is not None:
                before.tail = _loose(before.tail)
            before = child


def _loose(text: str | None) -> str | None:
    return text[:-1] + " " if text and text.endswith("\xa0") else text


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.builder = TreeBuilder()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in _EMPTY:
            self.builder.end(tag)

    def handle_endtag(self, tag: str) -> None:
        self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        self.builder.data(data)


def _tree(html: str) -> Element:
    reader = _Reader()
    reader.feed(f"<body>{html}</body>")
    reader.close()
    return reader.builder.close()


def _written(element: Element) -> str:
    """What is inside `element`."""
    return "".join(_pieces(element))


def _pieces(element: Element) -> Iterator[str]:
    # A text node of its own, so that it is escaped as everywhere else.
    text = Element("text")
    text.text = element.text
    yield tostring(text, encoding="unicode", method="html")[len("<text>") : -len("</text>")]
    for child in element:
        yield tostring(child, encoding="unicode", method="html")


def _words_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
