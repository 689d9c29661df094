"""A handbook as one HTML document, for the press.

Knows no request and no clock; the same handbook gives the same document.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, partial

from babel import Locale
from babel.dates import format_date
from babel.support import NullTranslations, Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from course.base.errors import N_
from course.config import ROOT
from course.content.catalogue import Catalogue, Module
from course.content.showing import prose
from course.exports.exercises import Exercise
from course.exports.handbook import Handbook, gather
from course.exports.paper import Words, figure_address, source_anchor
from course.web.language import DRAFTS, NAMES

TEMPLATES = ROOT / "templates" / "exports"
TRANSLATIONS = ROOT / "course" / "translations"


@dataclass(frozen=True)
class Document:
    html: str
    pictures: dict[str, bytes]
    """SVG by the address under which `html` shows it."""
    places: dict[str, str]
    """What a link to an anchor of `html` leads to, in words: for those who do not see the page."""


def handbook_document(catalogue: Catalogue, module: Module, language: str, made_on: date) -> Document:
    handbook = gather(catalogue, module, language, made_on, _words_in)
    spoken = _spoken(language)
    html = _environment(spoken).get_template("pdf/handbook.html").render(handbook=handbook, spoken=spoken)
    return Document(html, dict(handbook.pictures), dict(_places(handbook, spoken)))


def _spoken(language: str) -> str:
    """`language`, or English while its messages are not translated."""
    return language if _translations(language).ugettext("Handbook") != "Handbook" else "en"


def _words_in(language: str) -> Words:
    said = _translations(language).ugettext
    return Words(description=said(N_("Description of the figure")), page=said(N_("p.")))


def _places(handbook: Handbook, language: str) -> Iterator[tuple[str, str]]:
    """Each anchor with what stands there."""
    said = _translations(language).ugettext
    for chapter in handbook.chapters:
        yield (
            chapter.anchor,
            f"{said(N_('Lesson %(number)d')) % {'number': chapter.number}}. {chapter.title.text}",
        )
        yield from ((section.anchor, section.title) for section in chapter.sections)
        for source in chapter.sources:
            yield source_anchor(chapter.key, source.key), f"{said(N_('Sources'))}: {source.title}"
        for answer in chapter.answers:
            yield answer.answer_anchor, said(N_("Answers"))
            if isinstance(answer, Exercise):
                yield answer.anchor, said(N_("Practice question %(number)s")) % {"number": answer.number}
    for entry in handbook.glossary:
        yield entry.anchor, f"{said(N_('Glossary'))}: {entry.term.text}"
    for anchor, title in (("about", "About this handbook"), ("answers", "Answers"), ("glossary", "Glossary")):
        yield anchor, said(title)


@cache
def _translations(language: str) -> NullTranslations:
    """The interface's messages in `language`; English where there are none."""
    return Translations.load(TRANSLATIONS, [language])


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=FileSystemLoader(TEMPLATES),
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(_translations(language), newstyle=True)  # type: ignore[attr-defined]
    environment.filters.update(
        prose=prose,
        day=partial(_day, Locale.parse("en_GB" if language == "en" else language)),
    )
    environment.globals.update(
        figure_address=figure_address, source_anchor=source_anchor, drafts=DRAFTS, language_names=NAMES
    )
    return environment


def _day(locale: Locale, value: date) -> str:
    return format_date(value, "long", locale)
