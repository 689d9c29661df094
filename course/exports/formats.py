"""Every format that a module can be taken away in. A new one is a line of FORMATS."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count

from course.base.errors import N_, CourseError
from course.content.catalogue import Catalogue, Module
from course.exports.document import handbook_document
from course.exports.printer import printed
from course.questions.authoring import LANGUAGES

Tick = Callable[[int], object]
"""Told how many more of a hundred parts are done."""
Write = Callable[[Catalogue, Module, str, date, Tick], bytes]
"""The file of a published module in a language, made on a day."""

_LETTERS_A_PAGE = 2700
"""Of HTML, about; pages are laid out twice, because the contents name their numbers."""


class WrongUsage(CourseError):
    """What was asked for does not exist anywhere; the sentence names what does."""


class NotThere(CourseError):
    """The course does not hold what was asked for."""


@dataclass(frozen=True)
class Format:
    write: Write
    prints: bool = False
    """Needs the system libraries that print."""


def handbook_pdf(catalogue: Catalogue, module: Module, language: str, made_on: date, tick: Tick) -> bytes:
    """The handbook of `module`. Raises NotPrinted."""
    document = handbook_document(catalogue, module, language, made_on)
    expected, pages = 2 * len(document.html) // _LETTERS_A_PAGE + 1, count(1)

    def laid_out(_page: int) -> None:
        done = next(pages)
        tick(min(100, 100 * done // expected) - min(100, 100 * (done - 1) // expected))

    return printed(document, laid_out)


FORMATS: Mapping[str, Format] = {
    "pdf": Format(handbook_pdf, prints=True),
}


def named_format(name: str) -> Format:
    """Raises WrongUsage."""
    if name not in FORMATS:
        raise WrongUsage(
            N_("There is no export as %(name)s. Write one of: %(names)s."),
            name=name,
            names=", ".join(FORMATS),
        )
    return FORMATS[name]


def named_language(code: str) -> str:
    """Raises WrongUsage."""
    if code not in LANGUAGES:
        raise WrongUsage(
            N_("%(code)s is not a language of the course. Write one of: %(codes)s."),
            code=code,
            codes=", ".join(LANGUAGES),
        )
    return code


def published_module(catalogue: Catalogue, key: str) -> Module:
    """Raises NotThere for a module that is unknown or only announced."""
    module = catalogue.modules.get(key)
    published = [one.key for one in catalogue.modules.values() if one.status == "published"]
    if module is None:
        raise NotThere(
            N_("There is no module %(key)s. Write one of: %(keys)s."), key=key, keys=", ".join(published)
        )
    if module.status != "published":
        raise NotThere(
            N_("The module %(key)s is announced, not published: there is nothing to export yet."), key=key
        )
    return module
