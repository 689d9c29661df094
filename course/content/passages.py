"""What of a lesson or a term can be found: its names, titles, headings, key points and sentences. PURE.

Answers that are folded away, practice questions and whatever a page adds of its own are left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from html.parser import HTMLParser

from course.content.catalogue import LessonText, Prose, Term


class Place(IntEnum):
    """Where a passage stands, the weightiest first."""

    NAME = 0
    TITLE = 1
    HEADING = 2
    KEY_POINT = 3
    TEXT = 4


@dataclass(frozen=True)
class Passage:
    place: Place
    text: str


def of_lesson(text: LessonText) -> Iterator[Passage]:
    yield Passage(Place.TITLE, text.title)
    for objective in text.objectives:
        yield Passage(Place.KEY_POINT, objective)
    for chunk in text.chunks:
        if isinstance(chunk, Prose):
            yield from _of_html(chunk.html)
    for source in text.sources:
        yield Passage(Place.TEXT, ", ".join(filter(None, (source.title, source.article))))


def of_term(term: Term, language: str) -> Iterator[Passage]:
    """Name and definition in this language, as far as they are given."""
    if language in term.term:
        yield Passage(Place.NAME, term.term[language])
    for sentence in sentences(term.definition.get(language, "")):
        yield Passage(Place.TEXT, sentence)


_END = re.compile(r"[.!?…]+[\"'»”’)\]]*\s+")
_SHORTENED = re.compile(r"(?<!\w)(?:[^\W\d_]|art|arts|no|vs|ст|гг|пп|см|др|тыс|млн|млрд)$", re.IGNORECASE)


def sentences(text: str) -> Iterator[str]:
    """The sentences of one paragraph. A shortened word ends none: “art. 33”, «ст. 33», «1951 г. Женева»."""
    start = 0
    for end in _END.finditer(text):
        follows = text[end.end() :].lstrip("«“\"'(")[:1]
        if follows.isupper() and not _SHORTENED.search(text[start : end.start()]):
            yield text[start : end.end()].strip()
            start = end.end()
    if text[start:].strip():
        yield text[start:].strip()


_INLINE = {"a", "code", "em", "span", "strong"}
_HEADINGS = {"h2", "h3", "h4", "h5", "h6"}
_VOID = {"br", "hr", "img"}


def _of_html(html: str) -> Iterator[Passage]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    yield from reader.found


class _Reader(HTMLParser):
    """Collects the passages of cleaned HTML. The cells of a table's row are one passage."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Passage] = []
        self._open: list[tuple[str, str]] = []
        """Tag and class of the elements around, inline ones left out."""
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self._text += " "
        elif tag in {"td", "th"}:
            self._text += " · " if self._text.strip() else ""
        elif tag not in _INLINE:
            self._end()
            self._open.append((tag, dict(attrs).get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        if self._open and tag == self._open[-1][0]:
            self._end()
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._text += data

    def _end(self) -> None:
        text, self._text = " ".join(self._text.split()), ""
        place = self._place()
        if text and place is not None:
            parts = sentences(text) if place is not Place.HEADING else (text,)
            self.found += [Passage(place, part) for part in parts]

    def _place(self) -> Place | None:
        tags = {tag for tag, _ in self._open}
        own_word = "summary" in tags or (("section", "keypoints") in self._open and tags & _HEADINGS)
        if own_word or ("details", "answer") in self._open:
            return None
        if tags & _HEADINGS or ("p", "block-title") in self._open:
            return Place.HEADING
        return Place.KEY_POINT if ("section", "keypoints") in self._open else Place.TEXT
