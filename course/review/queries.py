"""Results of an event, person by person."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy.orm import Session

from course.assessment.models import Attempt
from course.assessment.queries import attempts_of_enrolments
from course.base.access import Actor
from course.content.catalogue import Catalogue
from course.events.models import Event
from course.learning.models import Enrolment
from course.learning.progress import Progress
from course.learning.queries import enrolments_of_event, progress_of


@dataclass(frozen=True)
class Result:
    """One official at one event."""

    enrolment: Enrolment
    progress: Progress
    attempts: tuple[Attempt, ...]

    @property
    def best(self) -> Fraction | None:
        """The best submitted score, 0 to 1; None without a submission."""
        scores = [attempt.submission.score for attempt in self.attempts if attempt.submission]
        return max(scores, default=None)

    @property
    def passed(self) -> bool:
        return any(attempt.submission.passed for attempt in self.attempts if attempt.submission)

    @property
    def state(self) -> str:
        """`passed`, `not_passed`, `in_progress` (an attempt is open) or `not_started`."""
        if self.passed:
            return "passed"
        if any(attempt.submission is None for attempt in self.attempts):
            return "in_progress"
        return "not_passed" if self.attempts else "not_started"


def results(
    session: Session, actor: Actor, catalogue: Catalogue, event: Event, country: str = ""
) -> list[Result]:
    """Everyone at the event whom the actor may see, by country and name; of one country when given."""
    enrolments = [
        enrolment
        for enrolment in enrolments_of_event(session, actor, event)
        if not country or enrolment.person.country == country
    ]
    progress = progress_of(session, catalogue, enrolments)
    attempts = _by_enrolment(
        attempts_of_enrolments(session, actor, [enrolment.id for enrolment in enrolments])
    )
    return [
        Result(enrolment, progress[enrolment.id], tuple(attempts[enrolment.id])) for enrolment in enrolments
    ]


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
    """Tried and did not pass, or left an attempt open."""


def figures(rows: Sequence[Result]) -> Figures:
    return Figures(
        people=len(rows),
        finished_reading=sum(
            all(rule.met for rule in row.progress.requirements if rule.kind == "lesson") for row in rows
        ),
        passed=sum(row.passed for row in rows),
        stuck=sum(row.state in {"not_passed", "in_progress"} for row in rows),
    )
