"""The one clear next step of an official. PURE."""

from collections.abc import Collection
from dataclasses import dataclass

from course.content.catalogue import Catalogue, Lesson, Quiz
from course.learning.progress import LessonKey, Progress


@dataclass(frozen=True)
class NextStep:
    """Exactly one of the three is set; none when everything is done."""

    lesson: Lesson | None = None
    quiz: Quiz | None = None
    done: bool = False


def next_step(catalogue: Catalogue, progress: Progress, completed: Collection[LessonKey]) -> NextStep:
    """The first rule that is not met, in the order of the package."""
    for lesson in catalogue.published_lessons():
        if (lesson.module, lesson.key) not in completed:
            return NextStep(lesson=lesson)
    for rule in progress.missing:
        if rule.kind == "quiz":
            return NextStep(quiz=catalogue.quizzes[rule.key])
    return NextStep(done=True)
