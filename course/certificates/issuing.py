"""Issue certificates for many: reserve, render outside any unit, store; one official at a time.

Can be stopped and started again at any point: what is reserved is taken up, what is issued is passed over.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from course.base.access import Actor
from course.base.db import OpenUnit
from course.base.errors import CourseError
from course.certificates import actions
from course.certificates.printer import Printer
from course.certificates.snapshot import Snapshot
from course.content.catalogue import Catalogue


@dataclass(frozen=True)
class Refusal:
    name: str
    error: CourseError


@dataclass
class Report:
    """What happened, person by person."""

    issued: list[str] = field(default_factory=list)
    """Names, in order."""
    refused: list[Refusal] = field(default_factory=list)


def issue_certificates(
    open_unit: OpenUnit,
    actor: Actor,
    clock: Callable[[], datetime],
    catalogue: Catalogue,
    enrolments: Iterable[tuple[int, str]],
    base_url: str,
) -> Report:
    """Issue to each of `enrolments` (id, name for the report). A refusal stops nobody else."""
    report = Report()
    with Printer() as printer:
        for enrolment_id, name in enrolments:
            try:
                _issue_one(open_unit, printer, actor, clock, catalogue, enrolment_id, base_url)
            except CourseError as error:
                report.refused.append(Refusal(name, error))
            else:
                report.issued.append(name)
    return report


def _issue_one(
    open_unit: OpenUnit,
    printer: Printer,
    actor: Actor,
    clock: Callable[[], datetime],
    catalogue: Catalogue,
    enrolment_id: int,
    base_url: str,
) -> None:
    with open_unit() as unit:
        certificate = actions.reserve_certificate(unit, actor, clock(), catalogue, enrolment_id, base_url)
        number, snapshot = certificate.id, Snapshot.model_validate(certificate.snapshot)
    pdf = printer.render(snapshot)
    with open_unit() as unit:
        actions.store_document(unit, actor, clock(), number, pdf)
