"""All that was read from a content folder, before its parts are checked against each other.

What exists but could not be read is kept by name, so that one mistake is not told twice: a text that
mentions a broken question is not to blame.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from course.content.figures import Drawing
from course.content.glossary import TermFile
from course.content.lesson import GuideMatter, LessonName
from course.content.manuscript import Manuscript
from course.content.package import ModuleFile, PackageFile
from course.content.quiz import QuizFile
from course.content.validation import Entry
from course.questions.question import Question
from course.questions.types.hotspot import Hotspot

MODULES, QUIZZES = Path("modules"), Path("quizzes")
PACKAGE = MODULES / "package.yaml"
GLOSSARY = "glossary"


@dataclass(frozen=True)
class Asked:
    """A question and the quiz in whose folder it stands."""

    quiz: str
    entry: Entry[Question]


@dataclass(frozen=True)
class Guidance:
    """A trainers' guide as it was read: its front matter and its body."""

    matter: GuideMatter
    manuscript: Manuscript


@dataclass
class Material:
    package: Entry[PackageFile] | None = None
    modules: dict[str, Entry[ModuleFile]] = field(default_factory=dict)
    module_names: set[str] = field(default_factory=set)
    lessons: dict[tuple[str, LessonName], Manuscript | None] = field(default_factory=dict)
    guides: dict[tuple[str, str], Guidance] = field(default_factory=dict)
    """By module and language."""
    drawings: dict[tuple[str, str], Drawing | None] = field(default_factory=dict)
    """By module and file name."""
    labels: dict[tuple[str, str], Entry[Mapping[str, Mapping[str, str]]]] = field(default_factory=dict)
    quizzes: dict[str, Entry[QuizFile]] = field(default_factory=dict)
    quiz_names: set[str] = field(default_factory=set)
    questions: dict[str, Asked] = field(default_factory=dict)
    broken_questions: set[str] = field(default_factory=set)
    terms: dict[str, Entry[TermFile]] = field(default_factory=dict)
    broken_terms: set[str] = field(default_factory=set)
    glossary_is_whole: bool = True
    """False when a file of the glossary could not be read at all."""

    def manuscripts(self) -> list[Manuscript]:
        """The readable ones, by module, number and language, English first."""
        return [manuscript for manuscript in self.lessons.values() if manuscript]

    def manuscript(self, module: str, number: int, key: str, language: str) -> Manuscript | None:
        return self.lessons.get((module, LessonName(number, key, language)))

    def hotspots(self) -> list[Hotspot]:
        """The questions about a drawing."""
        questions = [asked.entry.value for asked in self.questions.values()]
        return [question for question in questions if isinstance(question, Hotspot)]

    def has_lesson(self, module: str, key: str) -> bool:
        """In any language."""
        return any(name.key == key for home, name in self.lessons if home == module)
