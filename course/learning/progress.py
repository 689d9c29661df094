"""What is done, what is missing, and why: rule by rule. PURE.

The share never exceeds one and never falls when something more is done.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from course.learning.counting import Counted

LessonKey = tuple[str, str]
"""Module key, lesson key."""


@dataclass(frozen=True)
class Requirement:
    """One rule of the package and its state."""

    kind: str
    """`lesson` or `quiz`."""
    module: str
    key: str
    met: bool
    score: Fraction | None = None
    """What counts so far, for a quiz that was attempted."""


@dataclass(frozen=True)
class Progress:
    requirements: tuple[Requirement, ...]

    @property
    def missing(self) -> tuple[Requirement, ...]:
        return tuple(requirement for requirement in self.requirements if not requirement.met)

    @property
    def is_complete(self) -> bool:
        """Whether every rule is met; an empty list of rules is never complete."""
        return bool(self.requirements) and not self.missing

    @property
    def share(self) -> Fraction:
        """0 to 1, by number of rules met."""
        if not self.requirements:
            return Fraction(0)
        return Fraction(len(self.requirements) - len(self.missing), len(self.requirements))

    def lessons_done(self, module: str) -> int:
        return sum(rule.met for rule in self.requirements if rule.kind == "lesson" and rule.module == module)


def progress(
    lessons: Collection[LessonKey],
    quizzes: Mapping[str, str],
    completed: Collection[LessonKey],
    results: Mapping[str, Counted],
) -> Progress:
    """The state of every rule, in the order given.

    `lessons`: those that must be read. `quizzes`: quiz key → module key, those that must be passed.
    `completed`: lessons read. `results`: quiz key → the result that counts.
    """
    read = tuple(
        Requirement("lesson", module, lesson, met=(module, lesson) in completed) for module, lesson in lessons
    )
    passed = tuple(
        Requirement(
            "quiz",
            module,
            quiz,
            met=quiz in results and results[quiz].passed is True,
            score=results[quiz].score if quiz in results else None,
        )
        for quiz, module in quizzes.items()
    )
    return Progress(read + passed)
