"""What stands on a certificate, and its page as HTML.

Knows no Flask, no database and no clock; reads nothing but the files of a design, which never change under
a version. The same snapshot gives the same page, for as long as the design's version is kept.
"""

import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import segno
import yaml
from babel import Locale
from babel.dates import format_date
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from course.base.errors import N_, CourseError
from course.certificates.codes import grouped
from course.certificates.snapshot import Frozen, Language, Snapshot

DESIGNS = Path(__file__).resolve().parents[2] / "templates" / "certificates"


class Words(Frozen):
    """The fixed words of a design in one language."""

    locale: str
    """Its dates are written by this Babel locale, which must put the day before the month."""
    certificate: str
    hours: dict[str, str]
    """Plural form of the locale → phrase with `{hours}`."""
    issued: str
    serial: str
    check: str
    qr: str


class Design(Frozen):
    """The file `design.yaml` of a design."""

    version: int
    sizes: tuple[str, ...]
    """Classes of the page from the roomiest to the smallest; the first that fits on one page is taken."""
    words: dict[Language, Words]


class CannotPrint(CourseError):
    """The certificate cannot be printed from this snapshot; the sentence says what to change."""


@cache
def design_of(name: str) -> Design:
    """Raises CannotPrint when there is no such design."""
    path = DESIGNS / name / "design.yaml"
    if not path.is_file():
        raise CannotPrint(N_("There is no certificate design called %(name)s."), name=name)
    return Design.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def html(snapshot: Snapshot, size: str) -> str:
    """The page in one of the design's sizes.

    Raises CannotPrint for letters that the fonts lack, an unknown design or another version of it.
    """
    design = design_of(snapshot.design)
    if design.version != snapshot.design_version:
        raise CannotPrint(
            N_("The certificate design %(name)s is here in version %(here)d, not in version %(asked)d."),
            name=snapshot.design,
            here=design.version,
            asked=snapshot.design_version,
        )
    if missing := missing_letters(snapshot):
        raise CannotPrint(
            N_("The fonts of the certificate have no letter %(letters)s. Write the text without it."),
            letters=", ".join(_called(letter) for letter in sorted(missing)),
        )
    values = _values(snapshot, design)
    return _environment().get_template(f"{snapshot.design}/design.html").render(size=size, **values)


def missing_letters(snapshot: Snapshot) -> set[str]:
    """The letters of any printed text that no bundled font has.

    Invisible ones (direction marks, zero-width and control characters) count as missing: with them a name
    can read otherwise than it is stored.
    """
    letters = _letters_of(snapshot.design)
    return {
        letter
        for text in _printed(snapshot)
        for letter in text
        if letter != "\n" and (ord(letter) not in letters or unicodedata.category(letter) in ("Cc", "Cf"))
    }


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=FileSystemLoader(DESIGNS),
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _letters_of(design: str) -> frozenset[int]:
    """Letters that every font of the design has, so that any text may be set in any of them."""
    cmaps = []
    for path in sorted((DESIGNS / design / "fonts").glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            cmaps.append(frozenset(font.getBestCmap()))
    return frozenset.intersection(*cmaps)


def _called(letter: str) -> str:
    number = f"U+{ord(letter):04X}"
    return f"“{letter}” ({number})" if letter.isprintable() else number


def _printed(snapshot: Snapshot) -> Iterator[str]:
    yield from (snapshot.names.native, snapshot.names.latin, snapshot.serial)
    yield from (signatory.name for signatory in snapshot.signatories)
    texts = [snapshot.title, snapshot.statement, snapshot.organisation]
    texts += [signatory.role for signatory in snapshot.signatories]
    texts += [text for text in (snapshot.event_title, snapshot.place, snapshot.funder) if text]
    yield from (_said(text, language)["text"] for text in texts for language in snapshot.languages)


def _said(text: dict[Language, str], language: Language) -> dict[str, str]:
    """The text in `language`, else in English, with the language it really is in."""
    given: Language = language if language in text else "en"
    return {"lang": given, "text": text[given]}


def _values(snapshot: Snapshot, design: Design) -> dict[str, object]:
    """What the template sees: strings, numbers, lists and maps of them, nothing with methods of ours."""
    sides = [_side(snapshot, design, language) for language in snapshot.languages]
    return {
        "sides": sides,
        "native": snapshot.names.native,
        "latin": snapshot.names.latin if snapshot.names.latin != snapshot.names.native else "",
        "length": max(len(snapshot.names.native), len(snapshot.names.latin)),
        "signatories": [
            {"name": one.name, "roles": [_said(one.role, language) for language in snapshot.languages]}
            for one in snapshot.signatories
        ],
        "serial": snapshot.serial,
        "code": grouped(snapshot.code),
        "address": snapshot.verify_url.removesuffix(snapshot.code).rstrip("/"),
        "verify_url": snapshot.verify_url,
        "issued_on": snapshot.issued_on.isoformat(),
        "author": _said(snapshot.organisation, snapshot.languages[0])["text"],
        "qr": _qr(snapshot.verify_url),
    }


def _side(snapshot: Snapshot, design: Design, language: Language) -> dict[str, object]:
    """What is said in one language."""
    spoken: Language = language if language in design.words else "en"
    words = design.words[spoken]
    locale = Locale.parse(words.locale)
    hours = words.hours[locale.plural_form(snapshot.hours)].format(hours=snapshot.hours)
    return {
        "language": language,
        "organisation": _said(snapshot.organisation, language),
        "certificate": {"lang": spoken, "text": words.certificate},
        "statement": _said(snapshot.statement, language),
        "title": _said(snapshot.title, language),
        "hours": {"lang": spoken, "text": hours},
        "event": _said(snapshot.event_title, language) if snapshot.event_title else None,
        "place": _said(snapshot.place, language) if snapshot.place else None,
        "dates": _dates(snapshot, spoken, locale),
        "issued": {
            "lang": spoken,
            "text": f"{words.issued} {format_date(snapshot.issued_on, 'long', locale)}",
        },
        "serial": {"lang": spoken, "text": words.serial},
        "check": {"lang": spoken, "text": words.check},
        "qr": {"lang": spoken, "text": words.qr},
        "funder": _said(snapshot.funder, language) if snapshot.funder else None,
    }


def _dates(snapshot: Snapshot, spoken: Language, locale: Locale) -> dict[str, str] | None:
    if snapshot.starts_on is None or snapshot.ends_on is None:
        return None
    return {"lang": spoken, "text": _days(snapshot.starts_on, snapshot.ends_on, locale)}


def _days(first: date, last: date, locale: Locale) -> str:
    """From the first day to the last, saying month and year once where they are the same."""
    end = format_date(last, "long", locale)
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    start = format_date(first, "d MMMM" if first.year == last.year else "long", locale)
    return f"{start} – {end}"


def _qr(address: str) -> dict[str, object]:
    """One path of unit squares with the quiet zone of four modules, and the width of the whole."""
    # The mask is fixed: trying all eight costs five times as much and any of them can be read.
    code = segno.make_qr(address, error="m", mask=4)
    border = 4
    runs = []
    for y, row in enumerate(code.matrix, start=border):
        x = border
        while x < border + len(row):
            dark = row[x - border]
            end = x
            while end < border + len(row) and row[end - border] == dark:
                end += 1
            if dark:
                runs.append(f"M{x} {y}h{end - x}v1h-{end - x}z")
            x = end
    return {"path": "".join(runs), "width": len(code.matrix) + 2 * border}
