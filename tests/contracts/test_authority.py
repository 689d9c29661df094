"""Who gives power to whom (A7): trainers grant nothing, nobody issues to themself, an administrator stays."""

import threading

import pytest

from course.accounts.actions import grant_role, suspend, withdraw_role
from course.accounts.queries import count_administrators
from course.base import audit
from course.base.access import Role
from course.base.errors import Refused
from course.certificates.actions import reserve_certificate, revoke, store_document
from course.certificates.queries import get_certificate
from course.learning.actions import enrol
from course.learning.queries import find_enrolment
from tests.house import BASE


def roles_of(house, name):
    with house.look() as session:
        return house.person(session, name).roles_held


@pytest.mark.parametrize("name", ["tomas", "tanya", "farida", "igor", "august", "olga"])
def test_nobody_but_an_administrator_grants_or_withdraws_a_role(sqlite_house, name):
    house = sqlite_house
    browser, askar = house.browser(name), house.people["askar"]
    for role in Role:
        assert browser.post(f"/manage/people/{askar}/roles", role=role).status_code == 404
    assert browser.post(f"/manage/people/{askar}/roles/official/withdrawal").status_code == 404
    assert roles_of(house, "askar") == {Role.OFFICIAL}


def test_an_administrator_grants_a_role_and_takes_it_away(house):
    ada, askar = house.browser("ada"), house.people["askar"]
    assert ada.post(f"/manage/people/{askar}/roles", role="trainer").status_code == 303
    assert roles_of(house, "askar") == {Role.OFFICIAL, Role.TRAINER}
    assert ada.post(f"/manage/people/{askar}/roles/trainer/withdrawal").status_code == 303
    assert roles_of(house, "askar") == {Role.OFFICIAL}


def test_an_administrator_changes_neither_their_own_roles_nor_their_own_account(house):
    ada, own = house.browser("ada"), house.people["ada"]
    for path, fields in (("roles", {"role": "issuer"}), ("roles/admin/withdrawal", {}), ("suspension", {})):
        answer = ada.post(f"/manage/people/{own}/{path}", **fields)
        assert answer.status_code == 409
        assert "Nobody changes their own roles" in answer.text
    assert roles_of(house, "ada") == {Role.ADMIN}


@pytest.mark.parametrize("act", [suspend, lambda *words: withdraw_role(*words, Role.ADMIN)])
def test_the_last_administrator_stays(house, act):
    """Also for an actor who was an administrator when the act began."""
    with house.unit() as unit:
        former = house.person(unit, "igor")
        grant_role(unit, house.person(unit, "ada").as_actor(), house.clock(), former, Role.ADMIN)
        actor = former.as_actor()
        former.grants = [grant for grant in former.grants if grant.role != Role.ADMIN]
    with house.unit() as unit, pytest.raises(Refused, match="last administrator"):
        act(unit, actor, house.clock(), house.person(unit, "ada"))


def test_two_administrators_who_remove_each_other_at_once_leave_one(house):
    with house.unit() as unit:
        igor = house.person(unit, "igor")
        igor.grants = []
        unit.flush()
        ada = house.person(unit, "ada").as_actor()
        grant_role(unit, ada, house.clock(), igor, Role.ADMIN)
        igor = igor.as_actor()
    refused = []

    def the_other_way():
        try:
            with house.unit() as unit:
                suspend(unit, igor, house.clock(), house.person(unit, "ada"))
        except Refused as refusal:
            refused.append(refusal)

    other = threading.Thread(target=the_other_way)
    with house.unit() as unit:
        suspend(unit, ada, house.clock(), house.person(unit, "igor"))
        unit.flush()
        other.start()
        other.join(0.5)
    other.join()
    assert len(refused) == 1
    with house.look() as session:
        assert count_administrators(session) == 1


def test_a_withdrawn_role_is_gone_on_the_very_next_request(house):
    igor, ada = house.browser("igor"), house.browser("ada")
    assert igor.get("/manage/").status_code == 200
    ada.post(f"/manage/people/{house.people['igor']}/roles/issuer/withdrawal")
    assert igor.get("/manage/").status_code in {303, 404}
    assert igor.post("/events/spring/certificates").status_code in {303, 404}


def test_a_granted_role_counts_after_a_new_sign_in_and_the_old_one_is_dead(house):
    askar, ada = house.browser("askar"), house.browser("ada")
    ada.post(f"/manage/people/{house.people['askar']}/roles", role="auditor")
    assert askar.get("/progress").status_code == 303
    askar.sign_in("askar@test.example")
    assert askar.get("/manage/people").status_code == 200


def test_a_suspended_person_is_out_on_the_very_next_request_and_cannot_come_back(house):
    olga, ada = house.browser("olga"), house.browser("ada")
    ada.post(f"/manage/people/{house.people['olga']}/suspension")
    assert olga.get("/progress").location.startswith("/sign-in")
    assert olga.sign_in("olga@test.example").status_code == 422
    ada.post(f"/manage/people/{house.people['olga']}/readmission")
    assert olga.get("/progress").status_code == 303
    assert olga.sign_in("olga@test.example").status_code == 303


def _ada_has_earned_it(house):
    """Ada is enrolled at the event and has met every rule; her enrolment's id."""
    with house.unit() as unit:
        person = house.person(unit, "ada")
        actor = audit.operator("tests")
        event = house.event(unit)
        made = enrol(unit, actor, house.clock(), person, house.catalogue.package.key, event, seed=7)
        enrolment = made.id
    ada = house.browser("ada")
    house.read_every_lesson(ada)
    house.pass_every_quiz(ada)
    return ada, enrolment


def test_nobody_issues_a_certificate_to_themself(house):
    ada, enrolment = _ada_has_earned_it(house)
    answer = house.issue(ada)
    assert answer.status_code == 303
    assert "0 certificates issued" in ada.get("/events/spring/certificates").text
    with house.unit() as unit:
        actor = house.person(unit, "ada").as_actor()
        with pytest.raises(Refused, match="themself"):
            reserve_certificate(unit, actor, house.clock(), house.catalogue, enrolment, BASE)


def test_nobody_revokes_their_own_certificate(house):
    ada, enrolment = _ada_has_earned_it(house)
    with house.unit() as unit:
        igor = house.person(unit, "igor").as_actor()
        made = reserve_certificate(unit, igor, house.clock(), house.catalogue, enrolment, BASE)
        store_document(unit, igor, house.clock(), made.id, b"%PDF-1.7 stand-in")
        code = made.code
    answer = ada.post(f"/certificates/{code}/revocation", reason="I think better of it.")
    assert answer.status_code == 409
    with house.unit() as unit:
        actor = house.person(unit, "ada").as_actor()
        with pytest.raises(Refused, match="their own"):
            revoke(unit, actor, house.clock(), get_certificate(unit, actor, code), "Again.")


def test_a_trainer_neither_issues_nor_revokes(house):
    olga, tomas = house.browser("olga"), house.browser("tomas")
    house.read_every_lesson(olga)
    house.pass_every_quiz(olga)
    assert house.issue(tomas).status_code == 404
    with house.unit() as unit:
        trainer = house.person(unit, "tomas").as_actor()
        enrolment = find_enrolment(unit, house.person(unit, "olga").as_actor(), house.catalogue.package.key)
        with pytest.raises(Refused):
            reserve_certificate(unit, trainer, house.clock(), house.catalogue, enrolment.id, BASE)
