"""Results of an event, person by person."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy.orm import Session

from course.assessment.models import Attempt
from course.assessment.queries import attempts_of_enrolments
from course.assessment.settling import as_settled
from course.assessment.sittings import order
from course.base.access import Actor
from course.content.catalogue import Catalogue, Quiz
from course.events.models import Event
from course.learning.counting import Counted, counted
from course.learning.models import Enrolment
from course.learning.progress import Progress
from course.learning.queries import enrolments_of_event, progress_of


@dataclass(frozen=True)
class QuizResult:
    """What one official has done at one quiz or test."""

    quiz: Quiz
    attempts: tuple[Attempt, ...]

    @property
    def counted(self) -> Counted | None:
        """What counts by the quiz's rule (best, last or average); None without a submission."""
        submitted = [attempt.submission for attempt in self.attempts if attempt.submission]
        results = [Counted(submission.score, submission.passed) for submission in submitted]
        return counted(self.quiz.score, results, self.quiz.pass_mark)

    @property
    def score(self) -> Fraction | None:
        """Of what counts, 0 to 1."""
        return self.counted.score if self.counted else None

    @property
    def passed(self) -> bool:
        return self.counted is not None and self.counted.passed is True

    @property
    def state(self) -> str:
        """`passed`, `not_passed`, `in_progress` (an attempt is open), `not_started`; a test is `done`."""
        if any(attempt.is_open for attempt in self.attempts):
            return "in_progress"
        if self.quiz.is_test and self.attempts:
            return "done"
        if self.passed:
            return "passed"
        return "not_passed" if self.attempts else "not_started"


@dataclass(frozen=True)
class Result:
    """One official at one event."""

    enrolment: Enrolment
    progress: Progress
    pre_test: QuizResult | None
    """None when the course has no tests."""
    quizzes: tuple[QuizResult, ...]
    """Those that a certificate asks for."""
    post_test: QuizResult | None

    @property
    def passed(self) -> bool:
        """Every quiz that a certificate asks for."""
        return all(result.passed for result in self.quizzes)

    @property
    def is_stuck(self) -> bool:
        """Tried a quiz and has not passed it, or left an attempt open."""
        return any(result.state in {"not_passed", "in_progress"} for result in self.quizzes)

    def attempts(self) -> tuple[Attempt, ...]:
        """At everything, tests included."""
        tests = tuple(test for test in (self.pre_test, self.post_test) if test)
        return tuple(attempt for result in (*self.quizzes, *tests) for attempt in result.attempts)


def results(
    session: Session, actor: Actor, now: datetime, catalogue: Catalogue, event: Event, country: str = ""
) -> list[Result]:
    """Everyone at the event whom the actor may see, by country and name; of one country when given."""
    enrolments = [
        enrolment
        for enrolment in enrolments_of_event(session, actor, event)
        if not country or enrolment.person.country == country
    ]
    progress = progress_of(session, catalogue, enrolments)
    found = attempts_of_enrolments(session, actor, [enrolment.id for enrolment in enrolments])
    attempts = _by_enrolment(as_settled(session, now, catalogue, found))
    return [
        _result(catalogue, enrolment, progress[enrolment.id], attempts[enrolment.id])
        for enrolment in enrolments
    ]


def _result(
    catalogue: Catalogue, enrolment: Enrolment, progress: Progress, attempts: Sequence[Attempt]
) -> Result:
    def at(key: str) -> QuizResult | None:
        quiz = catalogue.quizzes.get(key)
        return QuizResult(quiz, tuple(one for one in attempts if one.quiz == key)) if quiz else None

    first, second = order(enrolment.seed)
    asked = tuple(result for key in catalogue.package.required_quizzes if (result := at(key)))
    return Result(enrolment, progress, at(first), asked, at(second))


def _by_enrolment(attempts: Sequence[Attempt]) -> dict[int, list[Attempt]]:
    found: dict[int, list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        found[attempt.enrolment_id].append(attempt)
    return found


@dataclass(frozen=True)
class Figures:
    """The four figures of an event."""

    people: int
    finished_reading: int
    passed: int
    stuck: int
    """Tried a quiz and did not pass it, or left an attempt open."""


def figures(rows: Sequence[Result]) -> Figures:
    return Figures(
        people=len(rows),
        finished_reading=sum(
            all(rule.met for rule in row.progress.requirements if rule.kind == "lesson") for row in rows
        ),
        passed=sum(row.passed for row in rows),
        stuck=sum(row.is_stuck for row in rows),
    )
