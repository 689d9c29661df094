"""The course as it is taught: one immutable value that holds every text, question, term and figure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from course.content.translation import is_old
from course.questions.question import Question

Text = Mapping[str, str]
"""Language -> words; English is always there. Read it with `questions.question.in_language`."""


@dataclass(frozen=True)
class Source:
    key: str
    title: str
    article: str
    checked: date


@dataclass(frozen=True)
class Prose:
    html: str
    """Cleaned by `markdown.clean`: safe to show as it is."""


@dataclass(frozen=True)
class Practice:
    question: str
    """Key of the question the page puts here."""


@dataclass(frozen=True)
class LessonText:
    language: str
    title: str
    objectives: tuple[str, ...]
    sources: tuple[Source, ...]
    chunks: tuple[Prose | Practice, ...]
    revision: int
    translated_from: int | None
    """Revision of the English text this one was made from; None for English."""
    review: str
    """`draft` or `reviewed`."""
    words: int
    hash: str
    terms: tuple[str, ...]
    """Keys of the glossary, in the order of their first mention."""


@dataclass(frozen=True)
class Lesson:
    module: str
    key: str
    number: int
    minutes: int
    figures: int
    practice: tuple[str, ...]
    texts: Mapping[str, LessonText]
    """The whole lesson, by language."""
    summaries: Mapping[str, LessonText]
    """Title, objectives and key points, where there is no whole translation."""

    @property
    def revision(self) -> int:
        """Revision of the English text."""
        return self.texts["en"].revision

    def text(self, language: str) -> LessonText:
        """In `language`, or in English where there is no translation of this revision."""
        found = self.texts.get(language)
        return self.texts["en"] if found is None or self._is_old(found) else found

    def summary(self, language: str) -> LessonText | None:
        """Title, objectives and key points in a language that has no more of this revision."""
        found = self.summaries.get(language)
        return None if found is None or self._is_old(found) else found

    def title(self, language: str) -> str:
        return (self.summary(language) or self.text(language)).title

    def is_stale(self, language: str) -> bool:
        """Whether the translation was made from an older English text; False where there is none."""
        found = self.texts.get(language) or self.summaries.get(language)
        return found is not None and self._is_old(found)

    def _is_old(self, text: LessonText) -> bool:
        return is_old(text.translated_from, self.revision)


@dataclass(frozen=True)
class Guide:
    """What a trainer needs to teach a module in a room, in one language."""

    language: str
    title: str
    chunks: tuple[Prose | Practice, ...]
    revision: int
    translated_from: int | None
    review: str
    hash: str


@dataclass(frozen=True)
class Announced:
    title: Text
    minutes: int


@dataclass(frozen=True)
class Module:
    key: str
    title: Text
    summary: Text
    outcomes: Mapping[str, tuple[str, ...]]
    status: str
    """`published` or `announced`."""
    quiz: str | None
    lessons: tuple[Lesson, ...]
    outline: tuple[Announced, ...]
    guides: Mapping[str, Guide]
    """For trainers only, by language."""

    def guide(self, language: str) -> Guide | None:
        """In `language`, or in English where there is no translation of this revision."""
        found, english = self.guides.get(language), self.guides.get("en")
        if found and english and is_old(found.translated_from, english.revision):
            return english
        return found or english

    @property
    def minutes(self) -> int:
        """Of its lessons; of the outline while there are none."""
        return sum(part.minutes for part in self.lessons or self.outline)

    def lesson(self, key: str) -> Lesson | None:
        return next((lesson for lesson in self.lessons if lesson.key == key), None)

    def neighbours(self, lesson_key: str) -> tuple[Lesson | None, Lesson | None]:
        """The lessons before and after; (None, None) for a lesson that is not here."""
        keys = [lesson.key for lesson in self.lessons]
        if lesson_key not in keys:
            return None, None
        place = keys.index(lesson_key)
        before = self.lessons[place - 1] if place else None
        after = self.lessons[place + 1] if place + 1 < len(keys) else None
        return before, after


@dataclass(frozen=True)
class Topic:
    key: str
    title: Text


@dataclass(frozen=True)
class Quiz:
    key: str
    title: Text
    use: str
    """`graded`, `test-a` or `test-b`."""
    module: str | None
    """None for a test."""
    questions: int
    pass_mark: Fraction | None
    """From 0 to 1; None for a test."""
    attempts: int
    wait: timedelta
    """Between the end of one attempt and the start of the next."""
    score: str
    """`best`, `last` or `average`."""
    time_limit: timedelta | None
    topics: tuple[Topic, ...]
    blueprint: tuple[tuple[str, int], ...]
    """How many questions of which topic make one draw."""
    disclosure: Mapping[str, frozenset[str]]
    pool: tuple[Question, ...]
    """The questions it draws from, by key."""
    hash: str
    pass_marks: Mapping[str, Fraction] = field(default_factory=dict)
    """Topic to what an attempt needs there as well, from 0 to 1."""
    overdue: str = "submit"
    """`submit`, `grace` or `abandon`: what becomes of an attempt that nobody has submitted in time."""
    grace: timedelta = timedelta()
    """How long after its end an attempt may still be submitted; zero without `grace`."""

    @property
    def is_test(self) -> bool:
        """One of the two forms sat before and after the course."""
        return self.use != "graded"


@dataclass(frozen=True)
class Term:
    key: str
    term: Mapping[str, str]
    definition: Mapping[str, str]
    unconfirmed: frozenset[str]
    source: str


@dataclass(frozen=True)
class Package:
    key: str
    title: Text
    modules: tuple[str, ...]
    hours: int
    lessons_rule: str
    required_quizzes: tuple[str, ...]
    design: str
    statement: Text


@dataclass(frozen=True)
class Catalogue:
    package: Package
    modules: Mapping[str, Module]
    """In the order of the package."""
    quizzes: Mapping[str, Quiz]
    questions: Mapping[str, Question]
    """Of every use, practice included."""
    glossary: Mapping[str, Term]
    figures: Mapping[tuple[str, str, str], bytes]
    """SVG by module, name and language."""
    hash: str

    def published_lessons(self) -> tuple[Lesson, ...]:
        """Of the published modules, in the order they are taught."""
        published = (module for module in self.modules.values() if module.status == "published")
        return tuple(lesson for module in published for lesson in module.lessons)
