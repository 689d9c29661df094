"""Who sees whom because of an event: a trainer their own one, the administration all, nobody another's."""

import pytest

from course.base.access import Actor, Role
from course.base.errors import NotFound, Refused
from course.certificates.queries import candidates
from course.events.actions import assign_trainer
from course.events.queries import events, get_event
from course.learning.queries import enrolments_of_event
from course.review.queries import results
from tests.certificates.holders import MACHINE

SEEN = {
    "tomas": ["spring"],
    "tanya": ["autumn"],
    "ada": ["autumn", "self-study", "spring"],
    "igor": ["autumn", "self-study", "spring"],
    "august": ["autumn", "self-study", "spring"],
    "olga": [],
    "farida": [],
}


@pytest.mark.parametrize(("name", "codes"), SEEN.items())
def test_each_sees_the_events_they_run_or_watch(house, name, codes):
    with house.look() as session:
        actor = house.person(session, name).as_actor()
        assert sorted(event.code for event in events(session, actor)) == codes
        for code in ("spring", "autumn", "self-study"):
            if code in codes:
                assert get_event(session, actor, code).code == code
            else:
                with pytest.raises(NotFound):
                    get_event(session, actor, code)


@pytest.mark.parametrize(
    ("name", "own", "other"), [("tomas", "spring", "autumn"), ("tanya", "autumn", "spring")]
)
def test_a_trainer_sees_the_own_event_and_the_other_one_is_as_if_absent(house, name, own, other):
    trainer = house.browser(name)
    assert trainer.get(f"/events/{own}/results").status_code == 200
    absent = trainer.get("/events/no-such-event/results")
    for form in ("csv", "xlsx"):
        assert trainer.post(f"/events/{own}/results/table.{form}").status_code == 200
        assert trainer.post(f"/events/{other}/results/table.{form}").status_code == 404
    refused = trainer.get(f"/events/{other}/results")
    assert (refused.status_code, absent.status_code) == (404, 404)
    front = trainer.get("/review/").text
    assert f"The {own} training" in front
    assert f"The {other} training" not in front


def test_no_row_of_another_event_is_in_a_trainers_results(house):
    olga, bahor = house.browser("olga"), house.browser("bahor")
    own, other = house.pass_quiz(olga), house.pass_quiz(bahor)
    tomas = house.browser("tomas")
    page = tomas.get("/events/spring/results").text
    assert "Орлова" in page
    assert "Баҳорӣ" not in page
    assert tomas.get(f"/review/attempts/{own}").status_code == 200
    assert tomas.get(f"/review/attempts/{other}").status_code == 404
    table = tomas.post("/events/spring/results/table.csv").data.decode("utf-8-sig")
    assert "Орлова" in table
    assert "Баҳорӣ" not in table


def test_the_same_filter_stands_in_the_queries_themselves(house):
    with house.look() as session:
        tomas = house.person(session, "tomas").as_actor()
        autumn = house.event(session, "autumn")
        found = enrolments_of_event(session, tomas, autumn)
        assert {one.person_id for one in found} <= {house.people["tomas"]}
        assert results(session, tomas, house.clock(), house.catalogue, autumn) == []
        assert candidates(session, tomas, house.catalogue, autumn) == []


def test_without_an_assignment_a_trainer_sees_nobody(house):
    nobody = Actor(id=0, name="New", roles=frozenset({Role.TRAINER}))
    with house.look() as session:
        assert events(session, nobody) == []
        assert enrolments_of_event(session, nobody, house.event(session)) == []


def test_assigning_gives_sight_at_once_and_twice_is_harmless(house):
    ada, tomas = house.browser("ada"), house.browser("tomas")
    assert tomas.get("/events/autumn/results").status_code == 404
    for _ in range(2):
        place = f"/manage/people/{house.people['tomas']}/assignments"
        assert ada.post(place, event="autumn").status_code == 303
    assert tomas.get("/events/autumn/results").status_code == 200
    assert tomas.get("/events/spring/results").status_code == 200


def test_only_a_trainer_is_assigned(house):
    with house.unit() as session:
        olga, event = house.person(session, "olga"), house.event(session)
        with pytest.raises(Refused, match="is not a trainer"):
            assign_trainer(session, MACHINE, house.clock(), event, olga)
    ada = house.browser("ada")
    place = f"/manage/people/{house.people['olga']}/assignments"
    assert ada.post(place, event="spring").status_code == 409
    assert ada.post(place, event="no-such-event").status_code == 404


@pytest.mark.parametrize("name", ["tomas", "igor", "august", "farida", "olga"])
def test_nobody_but_an_administrator_assigns(sqlite_house, name):
    person = sqlite_house.people["tanya"]
    answer = sqlite_house.browser(name).post(f"/manage/people/{person}/assignments", event="spring")
    assert answer.status_code == 404
    with sqlite_house.look() as session:
        tanya = sqlite_house.person(session, "tanya").as_actor()
        assert [event.code for event in events(session, tanya)] == ["autumn"]


def test_a_withdrawn_trainer_sees_nothing_though_the_assignment_stays(house):
    house.browser("ada").post(f"/manage/people/{house.people['tomas']}/roles/trainer/withdrawal")
    with house.look() as session:
        tomas = house.person(session, "tomas").as_actor()
        assert events(session, tomas) == []
