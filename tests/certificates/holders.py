"""Officials who have met every rule, and certificates without the seconds that printing takes."""

from fractions import Fraction

from course.accounts.actions import PersonDetails, add_person
from course.accounts.models import Person
from course.base import audit
from course.certificates.actions import reserve_certificate, store_document
from course.certificates.models import Certificate
from course.learning.actions import complete_lesson, enrol, record_outcome
from course.learning.models import Enrolment
from tests.house import BASE, House

MACHINE = audit.operator("tests")


def enrolment_of(session, person_id: int, code: str = "") -> Enrolment:
    """The person's enrolment at the event `code`, else their first one."""
    found = [
        one
        for one in session.query(Enrolment).filter_by(person_id=person_id).order_by(Enrolment.id)
        if not code or one.event.code == code
    ]
    return found[0]


def read(house: House, session, person_id: int, count: int | None = None) -> None:
    """The first `count` lessons, or all."""
    for lesson in house.catalogue.published_lessons()[:count]:
        complete_lesson(session, person_id, house.clock(), lesson, "en")


def result(house: House, session, enrolment: Enrolment, score: Fraction) -> None:
    """The same score at every quiz that a certificate asks for."""
    for quiz in house.catalogue.package.required_quizzes:
        record_outcome(
            session,
            house.clock(),
            enrolment.id,
            kind="quiz",
            key=quiz,
            score=score,
            passed=score >= Fraction(7, 10),
            source=f"tests:{enrolment.id}:{quiz}:{score}",
        )


def make_eligible(house: House, *names: str, event: str = "") -> None:
    with house.unit() as session:
        for name in names:
            read(house, session, house.people[name])
            result(house, session, enrolment_of(session, house.people[name], event), Fraction(1))


def newcomer(house: House, event: str = "spring", **details: object) -> int:
    """One more person at an event, with every rule met; their id."""
    known = {"surname": "Нова", "given_name": "Нина", "surname_latin": "Nova", "given_name_latin": "Nina"}
    with house.unit() as session:
        person = add_person(session, MACHINE, house.clock(), PersonDetails(**(known | details)))
        package = house.catalogue.package.key
        enrolment = enrol(session, MACHINE, house.clock(), person, package, house.event(session, event))
        read(house, session, person.id)
        result(house, session, enrolment, Fraction(1))
        return person.id


def reserve(house: House, name: str, event: str = "") -> tuple[int, str]:
    """Id and code of a reservation, as a run leaves it that was killed before it printed."""
    with house.unit() as session:
        enrolment = enrolment_of(session, house.people[name], event)
        found = reserve_certificate(session, MACHINE, house.clock(), house.catalogue, enrolment.id, BASE)
        return found.id, found.code


def issue_unprinted(house: House, name: str) -> str:
    """The code of a certificate whose bytes are no real PDF."""
    make_eligible(house, name)
    number, code = reserve(house, name)
    with house.unit() as session:
        store_document(session, MACHINE, house.clock(), number, b"%PDF-1.7 of " + name.encode())
    return code


def certificates(house: House) -> list[Certificate]:
    with house.look() as session:
        return list(session.query(Certificate).order_by(Certificate.id))


def person(house: House, session, name: str) -> Person:
    return session.get_one(Person, house.people[name])
