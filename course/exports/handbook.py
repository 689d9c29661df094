"""A module gathered from the catalogue for reading outside the site. PURE."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from course.content.catalogue import Catalogue, Lesson, LessonText, Module, Practice, Prose, Source, Term
from course.exports.alphabet import alphabetical
from course.exports.exercises import Exercise, exercise
from course.exports.paper import Paper, Section, Solution, Words, figure_address, lesson_anchor, term_anchor

Text = Mapping[str, str]


@dataclass(frozen=True)
class Said:
    """Words and the language they really are in."""

    text: str
    language: str


@dataclass(frozen=True)
class Summary:
    """Objectives and key points of a lesson that is not translated as a whole."""

    language: str
    objectives: tuple[str, ...]
    parts: tuple[Prose, ...]


@dataclass(frozen=True)
class Chapter:
    """One lesson."""

    key: str
    anchor: str
    number: int
    language: str
    """Of the text: English where there is no translation of this revision."""
    title: Said
    summary: Summary | None
    """What there is in the language of the handbook where the text is in English."""
    minutes: int
    objectives: tuple[str, ...]
    parts: tuple[Prose | Exercise, ...]
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    answers: tuple[Solution | Exercise, ...]
    """In the order of what they answer."""


@dataclass(frozen=True)
class Entry:
    """A term of the glossary."""

    anchor: str
    term: Said
    definition: Said
    equivalent: Said | None
    """In English; in a handbook in English, in Russian."""
    is_unconfirmed: bool
    """A native speaker has still to confirm the form of the term."""
    source: str


@dataclass(frozen=True)
class Edition:
    made_on: date
    content: str
    """The first twelve digits of the catalogue's hash."""


@dataclass(frozen=True)
class Handbook:
    language: str
    """The one asked for."""
    module: str
    title: Said
    package: Said
    summary: Said
    outcomes: tuple[Said, ...]
    has_quiz: bool
    chapters: tuple[Chapter, ...]
    glossary: tuple[Entry, ...]
    """In the alphabetical order of the language."""
    edition: Edition
    pictures: Mapping[str, bytes]
    """SVG by the address under which the chapters show it."""


def gather(
    catalogue: Catalogue, module: Module, language: str, made_on: date, words_in: Callable[[str], Words]
) -> Handbook:
    """`module`, which is published, in `language`, and in English where it is not said in it.

    `words_in` gives the few words that paper adds, in the language of each lesson's text.
    """
    gathered = [_chapter(catalogue, module, lesson, language, words_in) for lesson in module.lessons]
    figures = dict.fromkeys(name for _, names in gathered for name in names)
    spoken = language if language in module.outcomes else "en"
    return Handbook(
        language=language,
        module=module.key,
        title=said(module.title, language),
        package=said(catalogue.package.title, language),
        summary=said(module.summary, language),
        outcomes=tuple(Said(line, spoken) for line in module.outcomes[spoken]),
        has_quiz=module.quiz is not None,
        chapters=tuple(chapter for chapter, _ in gathered),
        glossary=_glossary(catalogue, module, language),
        edition=Edition(made_on, catalogue.hash[:12]),
        pictures={figure_address(name): _drawing(catalogue, module, name) for name in figures},
    )


def said(text: Text, language: str) -> Said:
    """`text` in `language`, or in English where it is not translated."""
    spoken = language if language in text else "en"
    return Said(text[spoken], spoken)


def _chapter(
    catalogue: Catalogue, module: Module, lesson: Lesson, language: str, words_in: Callable[[str], Words]
) -> tuple[Chapter, tuple[str, ...]]:
    """The chapter and the names of its figures."""
    text, summary = lesson.text(language), lesson.summary(language)
    paper = _paper(module, lesson, words_in(text.language))
    parts: list[Prose | Exercise] = []
    answers: list[Solution | Exercise] = []
    asked = 0
    for chunk in text.chunks:
        if isinstance(chunk, Practice):
            asked += 1
            one = exercise(catalogue.questions[chunk.question], f"{lesson.number}.{asked}", text.language)
            parts.append(one)
            answers.append(one)
            if one.picture:
                paper.figures.append(one.picture)
        else:
            solved = len(paper.solutions)
            parts.append(Prose(paper.set(chunk.html)))
            answers += paper.solutions[solved:]
    chapter = Chapter(
        key=lesson.key,
        anchor=lesson_anchor(lesson.key),
        number=lesson.number,
        language=text.language,
        title=Said(summary.title, summary.language) if summary else Said(text.title, text.language),
        summary=_summary(module, lesson, summary, words_in) if summary else None,
        minutes=lesson.minutes,
        objectives=text.objectives,
        parts=tuple(parts),
        sections=tuple(paper.sections),
        sources=text.sources,
        answers=tuple(answers),
    )
    return chapter, tuple(paper.figures)


def _summary(module: Module, lesson: Lesson, text: LessonText, words_in: Callable[[str], Words]) -> Summary:
    paper = _paper(module, lesson, words_in(text.language))
    prose = tuple(Prose(paper.set(chunk.html)) for chunk in text.chunks if isinstance(chunk, Prose))
    return Summary(text.language, text.objectives, prose)


def _paper(module: Module, lesson: Lesson, words: Words) -> Paper:
    return Paper(module.key, lesson.key, [one.key for one in module.lessons], words)


def _drawing(catalogue: Catalogue, module: Module, name: str) -> bytes:
    stem, _, language = name.rpartition(".")
    return catalogue.figures[module.key, stem, language]


def _glossary(catalogue: Catalogue, module: Module, language: str) -> tuple[Entry, ...]:
    keys = {key for lesson in module.lessons for key in lesson.text(language).terms}
    entries = [_entry(catalogue.glossary[key], language) for key in keys]
    order = alphabetical(language)
    return tuple(sorted(entries, key=lambda entry: order(entry.term.text)))


def _entry(term: Term, language: str) -> Entry:
    own, other = said(term.term, language), "ru" if language == "en" else "en"
    has_equivalent = other in term.term and own.language != other
    return Entry(
        anchor=term_anchor(term.key),
        term=own,
        definition=said(term.definition, language),
        equivalent=Said(term.term[other], other) if has_equivalent else None,
        is_unconfirmed=own.language in term.unconfirmed,
        source=term.source,
    )
