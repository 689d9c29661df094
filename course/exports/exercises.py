"""Practice questions on paper: what is asked, and the answer with its reasons for the end. PURE."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from course.questions.question import Arrangement, Presentation, Question, Row

_CYRILLIC = "абвгдежзиклмнопрст"
_LATIN = "abcdefghijklmnopqr"
_WRITTEN_IN_CYRILLIC = ("ru", "kk", "ky", "tg")
_WITH_OPTIONS = ("single", "multiple", "true_false", "hotspot")
"""Kinds whose every option has a reason of its own."""


@dataclass(frozen=True)
class Option:
    """Something to choose, with the letter or number it bears on paper ("" for true and false)."""

    mark: str
    row: Row

    @property
    def text(self) -> str:
        return self.row.text


@dataclass(frozen=True)
class Reason:
    """Why `about` is right or wrong; `right` is None for what a person judges by."""

    mark: str
    about: str
    text: str
    right: bool | None


@dataclass(frozen=True)
class Exercise:
    number: str
    anchor: str
    answer_anchor: str
    language: str
    """In which it is asked."""
    shown: Presentation
    picture: str
    """Name of its drawing with the language, "" for a question without."""
    rows: tuple[Option, ...]
    choices: tuple[Option, ...]
    order: tuple[str, ...]
    """The rows in their right order, where the question asks for one."""
    reasons: tuple[Reason, ...]
    """What is right first."""


def exercise(question: Question, number: str, language: str) -> Exercise:
    """`question` in `language`, or in English where it is not asked in it."""
    spoken = language if language in question.ask else "en"
    # The same order for everyone, every time, but not the author's.
    arrangement = question.arrange(random.Random(question.key))  # noqa: S311 - an order, not a secret
    shown = question.present(arrangement, {}, spoken)
    rows, choices = _marked(shown, spoken)
    if shown.kind in _WITH_OPTIONS:
        reasons = _of_options(question, rows, choices, spoken)
    else:
        reasons = _of_whole(question, spoken)
    return Exercise(
        number=number,
        anchor=f"question-{question.key}",
        answer_anchor=f"answer-{question.key}",
        language=spoken,
        shown=shown,
        picture=f"{shown.figure.removesuffix('.svg')}.{spoken}" if shown.figure else "",
        rows=rows,
        choices=choices,
        order=_order(question, arrangement, spoken) if shown.kind == "ordering" else (),
        reasons=tuple(sorted(reasons, key=lambda reason: reason.right is False)),
    )


def _marked(shown: Presentation, language: str) -> tuple[tuple[Option, ...], tuple[Option, ...]]:
    """Rows and choices with what they are called by; the second of the two bears letters where both are there."""
    letters = _CYRILLIC if language in _WRITTEN_IN_CYRILLIC else _LATIN
    lettered = [
        Option(letter, row) for letter, row in zip(letters, shown.choices or shown.rows, strict=False)
    ]
    if shown.choices:
        return tuple(Option("", row) for row in shown.rows), tuple(lettered)
    if shown.kind == "hotspot":
        return tuple(Option(row.value, row) for row in shown.rows), ()
    return tuple(lettered), ()


def _of_options(
    question: Question, rows: tuple[Option, ...], choices: tuple[Option, ...], language: str
) -> Iterator[Reason]:
    """What each option is answered with on the site, asked for as a page would."""
    for name, options in (("answer", rows), ("reason", choices)):
        for option in options:
            response = question.parse({name: [option.row.key]})
            remark = question.remarks(response, language, with_key=False)[0]
            yield Reason(option.mark, option.text, remark.text, remark.right)


def _of_whole(question: Question, language: str) -> Iterator[Reason]:
    """What is right, explained; for an ordering what is told to those who have it right."""
    response = question.samples()[0].response if question.kind == "ordering" else {}
    for remark in question.remarks(response, language, with_key=True):
        if remark.text:
            yield Reason("", remark.about, remark.text, remark.right)


def _order(question: Question, arrangement: Arrangement, language: str) -> tuple[str, ...]:
    response = question.samples()[0].response
    rows = question.present(arrangement, response, language).rows
    return tuple(row.text for row in sorted(rows, key=lambda row: int(row.value)))
