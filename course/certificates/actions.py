"""Reserve, store, revoke. Rendering happens between the first two, outside any unit: see `issuing`."""

import hashlib
import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from course.accounts.queries import lock_person
from course.base import audit
from course.base.access import Actor, Role
from course.base.errors import N_, NotFound, Refused
from course.certificates import policy
from course.certificates.codes import code_from
from course.certificates.document import design_of
from course.certificates.models import Certificate, CertificateDocument, Revocation
from course.certificates.snapshot import Names, Signatory, Snapshot, fields_of
from course.content.catalogue import Catalogue
from course.learning.models import Enrolment
from course.learning.queries import progress_of

_CYCLE, _EDITION = 1, 1


def reserve_certificate(
    session: Session, actor: Actor, now: datetime, catalogue: Catalogue, enrolment_id: int, base_url: str
) -> Certificate:
    """Serial, code and snapshot for one official; a reservation that was never issued is taken up again.

    Raises Refused with the reason: rules not met, a certificate exists, or it would be the actor's own.
    """
    enrolment = session.scalar(
        select(Enrolment)
        .where(Enrolment.id == enrolment_id)
        .options(joinedload(Enrolment.person), joinedload(Enrolment.event))
        .with_for_update(of=Enrolment)
    )
    if enrolment is None:
        raise NotFound
    if not policy.may_issue_to(actor, enrolment.person_id):
        raise Refused(N_("Nobody issues a certificate to themself. Ask another issuer."))
    lock_person(session, enrolment.person_id)  # who may be issued to at two events at once
    if not progress_of(session, catalogue, [enrolment])[enrolment.id].is_complete:
        raise Refused(N_("Not every rule is met yet."))
    package = catalogue.package.key
    found = session.scalar(
        select(Certificate).where(
            Certificate.person_id == enrolment.person_id,
            Certificate.package == package,
            Certificate.cycle == _CYCLE,
            Certificate.edition == _EDITION,
        )
    )
    if found is not None:
        if found.issued_at is not None:
            raise Refused(N_("A certificate was issued already."))
        return found
    return _reserve(session, now, catalogue, enrolment, base_url)


def _reserve(
    session: Session, now: datetime, catalogue: Catalogue, enrolment: Enrolment, base_url: str
) -> Certificate:
    code = code_from(secrets.randbits(130))
    certificate = Certificate(
        code=code,
        serial=code,
        person_id=enrolment.person_id,
        enrolment_id=enrolment.id,
        package=catalogue.package.key,
        cycle=_CYCLE,
        edition=_EDITION,
        snapshot={},
        reserved_at=now,
    )
    session.add(certificate)
    session.flush()
    # The row's own number makes the serial: unique without a counter that two issuers could read alike.
    certificate.serial = f"{now.year}-{certificate.id:06d}"
    try:
        snapshot = _snapshot(catalogue, enrolment, code, certificate.serial, now, base_url)
    except ValidationError as error:
        raise Refused(
            N_("The certificate's data are not complete: %(fields)s."), fields=fields_of(error)
        ) from None
    certificate.snapshot = snapshot.model_dump(mode="json")
    session.flush()
    return certificate


def _snapshot(
    catalogue: Catalogue, enrolment: Enrolment, code: str, serial: str, now: datetime, base_url: str
) -> Snapshot:
    person, event, package = enrolment.person, enrolment.event, catalogue.package
    return Snapshot(
        code=code,
        serial=serial,
        languages=_languages(person.language),
        names=Names(native=person.name, latin=person.latin_name),
        title=package.title,
        statement=package.statement,
        hours=package.hours,
        event_title=None if event.is_standing else event.title,
        place=None if event.is_standing else event.place,
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        issued_on=now.astimezone(ZoneInfo(event.time_zone)).date(),
        funder=event.funder,
        organisation=event.organisation,
        signatories=tuple(Signatory.model_validate(one) for one in event.signatories),
        verify_url=f"{base_url}/verify/{code}",
        design=package.design,
        design_version=design_of(package.design).version,
    )


def _languages(language: str) -> tuple[str, ...]:
    """English alone for those who read it; otherwise Russian and English in equal rank."""
    return ("en",) if language == "en" else ("ru", "en")


def store_document(session: Session, actor: Actor, now: datetime, certificate_id: int, pdf: bytes) -> None:
    """Keep the bytes and mark the certificate issued, in one transaction. Again is harmless."""
    certificate = session.scalar(
        select(Certificate).where(Certificate.id == certificate_id).with_for_update()
    )
    if certificate is None:
        raise NotFound
    if certificate.issued_at is not None:
        return
    digest = hashlib.sha256(pdf).hexdigest()
    if session.get(CertificateDocument, digest) is None:
        session.add(CertificateDocument(sha256=digest, content=pdf))
        session.flush()
    certificate.document_sha256 = digest
    certificate.issued_at = now
    certificate.issued_by_id = actor.id or None
    audit.record(
        session,
        actor,
        now,
        "certificate issued",
        f"certificate:{certificate.id}",
        after={"serial": certificate.serial, "person": certificate.person_id, "sha256": digest},
    )


def revoke(session: Session, actor: Actor, now: datetime, certificate: Certificate, reason: str) -> None:
    """Withdraw a certificate in public, with a reason. Raises Refused when it is revoked already."""
    if not actor.is_a(Role.ISSUER, Role.ADMIN):
        raise NotFound
    if certificate.revocation is not None:
        raise Refused(N_("This certificate is revoked already."))
    if certificate.person_id == actor.id:
        raise Refused(N_("Nobody revokes their own certificate. Ask another issuer."))
    session.add(
        Revocation(certificate_id=certificate.id, reason=reason, revoked_at=now, revoked_by_id=actor.id)
    )
    audit.record(
        session,
        actor,
        now,
        "certificate revoked",
        f"certificate:{certificate.id}",
        after={"serial": certificate.serial, "reason": reason},
    )
