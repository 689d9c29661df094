"""The one clear next step of an official. PURE."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from course.assessment.rules import Standing
from course.content.catalogue import Catalogue, Lesson, Quiz
from course.learning.progress import LessonKey, Progress


@dataclass(frozen=True)
class NextStep:
    """Exactly one is set, or a test and beside it the lesson that comes next."""

    test: Standing | None = None
    lesson: Lesson | None = None
    quiz: Quiz | None = None
    done: bool = False


def next_step(
    catalogue: Catalogue,
    progress: Progress,
    completed: Collection[LessonKey],
    tests: Sequence[Standing] = (),
) -> NextStep:
    """A test that is open now, then the first rule that is not met, in the order of the package.

    The pre-test is proposed only to those who have not begun to read: afterwards it no longer measures
    where they started.
    """
    lessons = catalogue.published_lessons()
    unread = next((one for one in lessons if (one.module, one.key) not in completed), None)
    for test in tests:
        if test.open_number is not None or (test.can_start and not (_is_first(test) and completed)):
            return NextStep(test=test, lesson=unread)
    if unread is not None:
        return NextStep(lesson=unread)
    for rule in progress.missing:
        if rule.kind == "quiz":
            return NextStep(quiz=catalogue.quizzes[rule.key])
    return NextStep(done=True)


def _is_first(test: Standing) -> bool:
    return test.sitting is not None and test.sitting.is_first
