"""Looks at certificates and candidates."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from course.base.access import Actor
from course.base.errors import NotFound
from course.certificates import policy
from course.certificates.codes import is_code, tidy
from course.certificates.models import Certificate, CertificateDocument
from course.content.catalogue import Catalogue
from course.events.models import Event
from course.learning.models import Enrolment
from course.learning.progress import Progress
from course.learning.queries import enrolments_of_event, progress_of


@dataclass(frozen=True)
class Candidate:
    """One official of an event: where they stand, and the certificate they hold, if any."""

    enrolment: Enrolment
    progress: Progress
    certificate: Certificate | None
    is_actor: bool

    @property
    def can_be_issued(self) -> bool:
        """Every rule met, no certificate yet, and not the actor's own."""
        return self.progress.is_complete and self.certificate is None and not self.is_actor


def candidates(
    session: Session,
    actor: Actor,
    catalogue: Catalogue,
    event: Event,
    enrolments: list[Enrolment] | None = None,
) -> list[Candidate]:
    """Everyone at the event whom the actor may see, with the state of every rule."""
    people = enrolments_of_event(session, actor, event) if enrolments is None else enrolments
    progress = progress_of(session, catalogue, people)
    held = _newest_by_person(session, [enrolment.person_id for enrolment in people], catalogue.package.key)
    return [
        Candidate(
            enrolment,
            progress[enrolment.id],
            held.get(enrolment.person_id),
            is_actor=enrolment.person_id == actor.id,
        )
        for enrolment in people
    ]


def _newest_by_person(session: Session, person_ids: Sequence[int], package: str) -> dict[int, Certificate]:
    rows = session.scalars(
        select(Certificate)
        .where(Certificate.person_id.in_(person_ids), Certificate.package == package)
        .where(Certificate.issued_at.is_not(None))
        .options(joinedload(Certificate.revocation))
        .order_by(Certificate.cycle, Certificate.edition)
    )
    return {row.person_id: row for row in rows}


def find_public(session: Session, typed: str) -> Certificate | None:
    """The issued certificate with this code, as a stranger may know it. Unknown and malformed alike: None."""
    code = tidy(typed)
    if not is_code(code):
        return None
    return session.scalar(
        select(Certificate)
        .where(Certificate.code == code, Certificate.issued_at.is_not(None))
        .options(joinedload(Certificate.revocation))
    )


def document_of(session: Session, certificate: Certificate) -> bytes:
    """The stored bytes, exactly as issued. Raises NotFound."""
    document = session.get(CertificateDocument, certificate.document_sha256)
    if document is None:
        raise NotFound
    return document.content


def get_certificate(session: Session, actor: Actor, code: str) -> Certificate:
    """An issued certificate the actor may see inside the site. Raises NotFound."""
    certificate = session.scalar(
        select(Certificate)
        .where(Certificate.code == code, Certificate.issued_at.is_not(None))
        .where(policy.certificates_visible_to(actor))
        .options(joinedload(Certificate.revocation), joinedload(Certificate.person))
    )
    if certificate is None:
        raise NotFound
    return certificate


def certificates_of_person(session: Session, person_id: int) -> list[Certificate]:
    return list(
        session.scalars(
            select(Certificate)
            .where(Certificate.person_id == person_id, Certificate.issued_at.is_not(None))
            .options(joinedload(Certificate.revocation))
            .order_by(Certificate.id)
        )
    )
