"""Pinning: the questions of a catalogue as rows that never change."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.content.catalogue import Catalogue
from course.content.models import QuestionVersion
from course.questions.kinds import canonical, fingerprint, from_canonical
from course.questions.question import Question

_parsed: dict[str, Question] = {}


def pin_versions(session: Session, catalogue: Catalogue, now: datetime) -> int:
    """Insert the versions not seen before; the number of them. Safe to repeat."""
    known = set(session.scalars(select(QuestionVersion.hash)))
    wanted = {fingerprint(question): question for question in catalogue.questions.values()}
    fresh = [
        QuestionVersion(key=question.key, hash=digest, canonical=canonical(question), first_seen_at=now)
        for digest, question in wanted.items()
        if digest not in known
    ]
    session.add_all(fresh)
    return len(fresh)


def unpinned(session: Session, catalogue: Catalogue) -> bool:
    """Whether the catalogue holds a question whose version is not in the database yet."""
    known = set(session.scalars(select(QuestionVersion.hash)))
    return any(fingerprint(question) not in known for question in catalogue.questions.values())


def version_ids(session: Session, questions: list[Question]) -> dict[str, int]:
    """Question key → id of the row of exactly this version."""
    digests = {fingerprint(question): question.key for question in questions}
    rows = session.execute(
        select(QuestionVersion.hash, QuestionVersion.id).where(QuestionVersion.hash.in_(digests))
    )
    return {digests[digest]: number for digest, number in rows}


def question_of(version: QuestionVersion) -> Question:
    """The question as it was when it was pinned; parsed once per process."""
    if version.hash not in _parsed:
        _parsed[version.hash] = from_canonical(version.canonical)
    return _parsed[version.hash]
