"""The child process that prints a document.

    python -m course.exports.rendering

reads one request as JSON from standard input: `html`, `pictures` (SVG by address) and `places` (what stands
at each anchor). It answers with lines of JSON: `{"page": n}` for each page laid out, any number of times,
then `{"ok": true, "length": n}` followed by n bytes of PDF, or `{"ok": false, "sentence": …, "values": {…}}`
(a CourseError's parts). `printer` is its other end.
"""

import hashlib
import json
import logging
import re
import resource
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from html import unescape
from typing import Any, BinaryIO

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from pydyf import PDF, String  # type: ignore[import-untyped]
from weasyprint import CSS, HTML, Document
from weasyprint.layout import inline
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from course.base.errors import N_, CourseError
from course.config import ROOT

MEMORY = 1024**3
"""Bytes of address space this process may take; one of eighty pages takes two fifths of it."""
DESIGN = ROOT / "templates" / "exports" / "pdf"
FONTS = (DESIGN / "fonts", ROOT / "templates" / "certificates" / "classic" / "fonts")
SCHEME = "bundled:"
_LAID_OUT = "Step 5 - Creating layout - Page %d"


_split_first_line = inline.split_first_line


def _split_line(text: str, style: Any, context: Any, width: Any, *more: Any, **named: Any) -> Any:
    """What fits on a line, as WeasyPrint 70 finds it, which ends the line after its first word when the text
    before a link or an emphasis fits but for its last space. That space may hang over the edge.
    """
    found = _split_first_line(text, style, context, width, *more, **named)
    rest, bare = found[2], text.rstrip(" ")
    if rest is None or width is None or bare == text:
        return found
    fits = _split_first_line(bare, style, context, width, *more, **named)[2] is None
    return _split_first_line(text, style, context, None, *more, **named) if fits else found


inline.split_first_line = _split_line


class CannotPrint(CourseError):
    """The document cannot be printed; the sentence says what to change."""


class BundledOnly(URLFetcher):  # type: ignore[misc]
    """Gives the pictures that came with the document and the drawings of the design; ends at anything else."""

    def __init__(self, pictures: Mapping[str, str]) -> None:
        super().__init__(fail_on_errors=True)
        drawings = {SCHEME + path.name: path.read_text(encoding="utf-8") for path in DESIGN.glob("*.svg")}
        self._pictures = {**drawings, **pictures}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url not in self._pictures:
            raise ValueError(f"not a bundled file: {url[:200]}")
        return URLFetcherResponse(url, self._pictures[url].encode(), {"Content-Type": "image/svg+xml"})


def print_pdf(html: str, pictures: Mapping[str, str], places: Mapping[str, str]) -> bytes:
    """Tagged, PDF/UA-1. Equal arguments give equal bytes.

    Raises CannotPrint for letters that the fonts lack and for pictures that did not come with it.
    """
    if missing := sorted(missing_letters([html, *pictures.values()])):
        letters = ", ".join(f"“{letter}” (U+{ord(letter):04X})" for letter in missing)
        raise CannotPrint(
            N_("The fonts of the handbook have no letter %(letters)s. Write the text without it."),
            letters=letters,
        )
    fetcher, fonts = BundledOnly(pictures), FontConfiguration()
    style = CSS(filename=DESIGN / "handbook.css", font_config=fonts, url_fetcher=fetcher)
    try:
        document = HTML(string=html, url_fetcher=fetcher).render(font_config=fonts, stylesheets=[style])
        pdf: bytes = document.write_pdf(
            pdf_variant="pdf/ua-1",
            pdf_tags=True,
            pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
            finisher=partial(_finish, places),
        )
    except FatalURLFetchingError:
        raise CannotPrint(N_("The handbook asks for a picture that is not in the course.")) from None
    return pdf


def missing_letters(texts: list[str]) -> set[str]:
    """Letters of HTML or SVG that none of the fonts has."""
    shown = "".join(unescape(re.sub(r"<[^>]*>", "", text)) for text in texts)
    known = {"\n", "\t"} | {chr(code) for code in _letters()}
    return set(shown) - known


def _letters() -> Iterator[int]:
    for folder in FONTS:
        for path in folder.glob("*.ttf"):
            with TTFont(path, lazy=True) as font:
                yield from font.getBestCmap()


def _finish(places: Mapping[str, str], document: Document, pdf: PDF) -> None:
    _name_links(pdf, places)
    _speak_languages(pdf, document)


def _name_links(pdf: PDF, places: Mapping[str, str]) -> None:
    """What is read aloud for a link: where it leads. WeasyPrint writes the bare name of the anchor."""
    for each in pdf.objects:
        if isinstance(each, dict) and each.get("Subtype") == "/Link" and "Dest" in each:
            anchor = each["Dest"].string
            each["Contents"] = String(places.get(anchor, anchor))


def _speak_languages(pdf: PDF, document: Document) -> None:
    """The language of each lesson on its structure element, which WeasyPrint leaves out."""
    articles = [each for each in pdf.objects if isinstance(each, dict) and each.get("S") == "/Art"]
    boxes = [
        box for page in document.pages for box in page._page_box.descendants() if box.element_tag == "article"
    ]
    for element, box in zip(articles, boxes, strict=True):
        element["Lang"] = String(box.element.get("lang"))


class _Telling(logging.Handler):
    """Tells which page is being laid out."""

    def __init__(self, tell: Callable[[int], object]) -> None:
        super().__init__(logging.INFO)
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        if record.msg == _LAID_OUT and isinstance(record.args, tuple) and isinstance(record.args[0], int):
            self._tell(record.args[0])


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    def say(**values: Any) -> None:
        answers.write(json.dumps(values, ensure_ascii=False).encode() + b"\n")
        answers.flush()

    progress = logging.getLogger("weasyprint.progress")
    progress.setLevel(logging.INFO)
    progress.addHandler(_Telling(lambda page: say(page=page)))
    asked = json.load(requests)
    try:
        pdf = print_pdf(asked["html"], asked["pictures"], asked["places"])
    except CourseError as error:
        say(ok=False, sentence=error.sentence, values=error.values)
        return
    say(ok=True, length=len(pdf))
    answers.write(pdf)
    answers.flush()


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    serve(sys.stdin.buffer, sys.stdout.buffer)
