"""What there is in each language, how far it was reviewed, and what is due to be looked at again. PURE."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from course.content.manuscript import Manuscript
from course.content.material import Material
from course.content.readability import mean_sentence_length
from course.content.translation import is_old
from course.content.validation import Entry
from course.questions.authoring import LANGUAGES
from course.questions.question import Question
from course.questions.types.single import Single

FRESH = timedelta(days=365)
"""A citation older than that is due to be compared with its source again."""


@dataclass(frozen=True)
class Tally:
    """Texts of one kind in one language."""

    of: int
    """How many there are in English."""
    whole: int = 0
    """Translations of the present revision."""
    summaries: int = 0
    """Lessons of which only title, objectives and key points are translated."""
    stale: int = 0
    """Made from an older English revision: readers see the English text instead."""
    draft: int = 0
    """Of those present, not reviewed yet."""


@dataclass(frozen=True)
class LanguageStatus:
    language: str
    lessons: Tally
    guides: Tally
    files: Tally
    """package.yaml, module.yaml and quiz.yaml: titles, objectives, topics."""
    questions: Tally
    terms: Tally
    sentence_length: Fraction | None
    """Mean words a sentence over whole lessons."""


@dataclass(frozen=True)
class Due:
    """A citation that nobody has compared with its source for long."""

    file: Path
    line: int
    source: str
    checked: date


@dataclass(frozen=True)
class Longest:
    """How often the right option of a single choice is the longest, in one language."""

    language: str
    questions: int
    times: int
    by_chance: Fraction


@dataclass(frozen=True)
class Status:
    languages: tuple[LanguageStatus, ...]
    uses: tuple[tuple[str, str, int], ...]
    """Quiz, use, number of questions."""
    lessons: int
    terms: int
    due: tuple[Due, ...]
    longest: tuple[Longest, ...]


def status(material: Material, today: date) -> Status:
    """The state of a content folder in which no problem was found."""
    questions = [asked.entry for asked in material.questions.values()]
    english = [text for text in material.manuscripts() if text.name.language == "en"]
    return Status(
        languages=tuple(_language(material, questions, len(english), code) for code in LANGUAGES),
        uses=tuple(
            (quiz, use, count)
            for (quiz, use), count in sorted(
                Counter((asked.quiz, asked.entry.value.use) for asked in material.questions.values()).items()
            )
        ),
        lessons=len(english),
        terms=len(material.terms),
        due=tuple(_due(material.manuscripts(), today)),
        longest=tuple(
            longest_key([entry.value for entry in questions], language) for language in ("en", "ru")
        ),
    )


def _language(
    material: Material, questions: list[Entry[Question]], lessons: int, language: str
) -> LanguageStatus:
    here = [text for text in material.manuscripts() if text.name.language == language]
    files: list[Entry[Any]] = [*material.modules.values(), *material.quizzes.values()]
    files += [material.package] if material.package else []
    lengths = [
        length
        for text in here
        if text.meta and text.meta.extent == "whole"
        if (length := mean_sentence_length(text.tokens)) is not None
    ]
    return LanguageStatus(
        language=language,
        lessons=_lessons(material, here, lessons),
        guides=_guides(material, language),
        files=_entries(files, language),
        questions=_entries(questions, language),
        terms=_entries(list(material.terms.values()), language),
        sentence_length=sum(lengths, Fraction(0)) / len(lengths) if lengths else None,
    )


def _lessons(material: Material, here: list[Manuscript], lessons: int) -> Tally:
    whole = summaries = stale = draft = 0
    for text in here:
        english = material.manuscript(text.module, text.name.number, text.name.key, "en")
        if text.meta is None or english is None or english.meta is None:
            continue
        if is_old(text.meta.translated_from, english.meta.revision):
            stale += 1
            continue
        whole += text.meta.extent == "whole"
        summaries += text.meta.extent == "summary"
        draft += text.meta.review == "draft"
    return Tally(lessons, whole, summaries, stale, draft)


def _guides(material: Material, language: str) -> Tally:
    english = {module: guide.matter for (module, code), guide in material.guides.items() if code == "en"}
    here = {module: guide.matter for (module, code), guide in material.guides.items() if code == language}
    stale = [
        matter for module, matter in here.items() if is_old(matter.translated_from, english[module].revision)
    ]
    fresh = [matter for matter in here.values() if matter not in stale]
    draft = sum(matter.review == "draft" for matter in fresh)
    return Tally(len(english), len(fresh), stale=len(stale), draft=draft)


def _entries(found: Sequence[Entry[Any]], language: str) -> Tally:
    if language == "en":
        return Tally(len(found), len(found))
    there = [entry for entry in found if language in entry.languages()]
    stale = [entry for entry in there if entry.state.is_stale(language)]
    fresh = [entry for entry in there if entry not in stale]
    draft = sum(entry.state.of(language).review == "draft" for entry in fresh)
    return Tally(len(found), len(fresh), stale=len(stale), draft=draft)


def _due(manuscripts: Iterable[Manuscript], today: date) -> Iterator[Due]:
    """Citations of English lessons that are older than the limit; translations share their sources."""
    for text in manuscripts:
        if text.name.language != "en" or text.meta is None:
            continue
        for place, source in enumerate(text.meta.sources):
            if today - source.checked > FRESH:
                yield Due(text.file, text.line("sources", place, "checked"), source.title, source.checked)


def longest_key(questions: Iterable[Question], language: str) -> Longest:
    """Over the single-choice questions: ties do not count, because they tell nobody anything."""
    asked = [question for question in questions if isinstance(question, Single) and language in question.ask]
    times, chance = 0, Fraction(0)
    for question in asked:
        lengths = {option.key: len(option.text[language]) for option in question.options}
        longest = [key for key, length in lengths.items() if length == max(lengths.values())]
        times += longest == [question.answer]
        chance += Fraction(1, len(lengths))
    return Longest(language, len(asked), times, chance)
