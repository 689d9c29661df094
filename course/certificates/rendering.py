"""The child process that turns snapshots into PDF files.

    python -m course.certificates.rendering

reads one snapshot as JSON per line and answers each with one line of JSON: `{"ok": true, "length": n}`
followed by n bytes of PDF, or `{"ok": false, "sentence": …, "values": {…}}` (a CourseError's parts). It
lives on its own so that a page which eats memory or time takes nothing else with it; `printer` is its
other end.
"""

import json
import resource
import sys
import zlib
from functools import cache
from pathlib import Path
from typing import BinaryIO

from pydantic import ValidationError
from pydyf import PDF, Array, Stream  # type: ignore[import-untyped]
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from course.base.errors import N_, CourseError
from course.certificates.document import DESIGNS, CannotPrint, design_of, html
from course.certificates.snapshot import Snapshot, fields_of

MEMORY = 512 * 1024**2
"""Bytes of address space this process may take; an ordinary run takes three fifths of it."""
SCHEME = "bundled:"
FRAME = """<html lang="en"><title>Frame</title><style>
@page { size: A4 landscape; margin: 0; background: url("bundled:frame.svg") }</style>"""
KINDS = {".svg": "image/svg+xml", ".ttf": "font/ttf"}


class BundledOnly(URLFetcher):  # type: ignore[misc]
    """Gives the drawings and fonts of one design by their names, and ends the rendering at anything else.

    The names are read once; an address is looked up among them and is never made into a path.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(fail_on_errors=True)
        self._files = {
            SCHEME + path.relative_to(folder).as_posix(): (path.read_bytes(), KINDS[path.suffix])
            for path in sorted(folder.rglob("*"))
            if path.suffix in KINDS
        }

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url not in self._files:
            raise ValueError(f"not a bundled file: {url[:200]}")
        body, kind = self._files[url]
        return URLFetcherResponse(url, body, {"Content-Type": kind})


class Press:
    """One design, with what WeasyPrint may keep from one document to the next."""

    def __init__(self, design: str) -> None:
        self._fetcher = BundledOnly(DESIGNS / design)
        self._fonts = FontConfiguration()
        style = (DESIGNS / design / "design.css").read_text(encoding="utf-8")
        self._style = CSS(string=style, font_config=self._fonts, url_fetcher=self._fetcher)
        self._frame = self._drawn_frame()
        self._sizes = design_of(design).sizes

    def pdf(self, snapshot: Snapshot) -> bytes:
        """One page, tagged, PDF/UA-1. Nothing in it depends on when, where or after what it is made.

        Raises CannotPrint when the text does not fit in the smallest size.
        """
        for size in self._sizes:
            document = self._laid_out(html(snapshot, size))
            if len(document.pages) == 1:
                pdf: bytes = document.write_pdf(
                    pdf_variant="pdf/ua-1",
                    pdf_tags=True,
                    pdf_identifier=snapshot.code.encode(),
                    finisher=self._lay_frame,
                )
                return pdf
        raise CannotPrint(N_("The certificate does not fit on one page. Shorten its longest texts."))

    def _laid_out(self, page: str) -> Document:
        source = HTML(string=page, url_fetcher=self._fetcher)
        return source.render(font_config=self._fonts, stylesheets=[self._style])

    def _drawn_frame(self) -> bytes:
        """The design's frame.svg as compressed drawing operators in CSS pixels from the upper left corner.

        WeasyPrint would draw it anew for each document, which takes longer than all the rest.
        """
        drawn: list[bytes] = []

        def keep(_document: Document, pdf: PDF) -> None:
            forms = [each for each in pdf.objects if getattr(each, "extra", {}).get("Subtype") == "/Form"]
            (form,) = forms
            # Opacity is 1 throughout; without its operators the drawing needs no resources.
            drawn.extend(line for line in map(_bytes, form.stream) if not line.endswith(b" gs"))

        HTML(string=FRAME, url_fetcher=self._fetcher).render().write_pdf(finisher=keep)
        return zlib.compress(
            b"\n".join([b"/Artifact BMC q 0.75 0 0 -0.75 0 595.275591 cm", *drawn, b"Q EMC"])
        )

    def _lay_frame(self, _document: Document, pdf: PDF) -> None:
        """Under the page's own drawing, as an artifact: nothing that is read aloud."""
        frame = Stream([self._frame], {"Filter": "/FlateDecode"})
        pdf.add_object(frame)
        (page,) = (each for each in pdf.objects if isinstance(each, dict) and each.get("Type") == "/Page")
        page["Contents"] = Array([frame.reference, page["Contents"]])


@cache
def press(design: str) -> Press:
    """Raises CannotPrint when there is no such design."""
    design_of(design)
    return Press(design)


def answer(line: bytes) -> bytes:
    """The header line, and the PDF behind it where there is one."""
    try:
        snapshot = Snapshot.model_validate_json(line)
        pdf = press(snapshot.design).pdf(snapshot)
    except CourseError as error:
        return _header(ok=False, sentence=error.sentence, values=error.values)
    except ValidationError as error:
        return _header(
            ok=False,
            sentence=N_("The certificate's data are not complete: %(fields)s."),
            values={"fields": fields_of(error)},
        )
    except FatalURLFetchingError:
        return _header(
            ok=False,
            sentence=N_("The certificate's design asks for a file that it does not hold."),
            values={},
        )
    return _header(ok=True, length=len(pdf)) + pdf


def _header(**values: object) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode() + b"\n"


def _bytes(operator: bytes | str) -> bytes:
    return operator if isinstance(operator, bytes) else operator.encode()


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answers until the requests end. A failure that is not in the answers above ends the process."""
    for line in requests:
        answers.write(answer(line))
        answers.flush()


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    serve(sys.stdin.buffer, sys.stdout.buffer)
