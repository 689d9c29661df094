"""A scenario in an attempt: one step at a time, by plain form and by script; what was decided stays."""

import secrets

import pytest
from sqlalchemy import select

from course.assessment.models import Answer, Grade
from tests.assessment.marked import marked_house, questions
from tests.house import hashed_password
from tests.questions.forms import controls_of

GATE, TALK, DESK = "Step gate in English", "Step talk in English", "Step desk in English"


@pytest.fixture(params=("sqlite", "postgresql"))
def scenario(request, tmp_path, packed, sqlite_house):
    folder = tmp_path / "marked"
    folder.mkdir()
    (folder / "static").symlink_to(packed)
    url = ""
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql").create(f"steps_{secrets.token_hex(4)}")
    house = marked_house(folder, hashed_password(sqlite_house.app), url)
    yield Scenario(house)
    house.database.dispose()


class Scenario:
    """Olga before the scenario of her attempt."""

    def __init__(self, house) -> None:
        self.house, self.olga = house, house.browser("olga")
        self.attempt = int(self.olga.post("/quizzes/borders/attempts").location.split("/")[2])
        self.position, self.question = next(
            pair for pair in questions(house, self.attempt) if pair[1].kind == "branching"
        )
        self.page = f"/attempts/{self.attempt}/questions/{self.position}"
        self.place = f"/attempts/{self.attempt}/answers/{self.position}"

    def fields(self, choice: str = "") -> dict[str, list[str]]:
        """What the form sends as it stands, with this choice ticked: "gate/b"."""
        html = self.olga.get(self.page).text
        sent = dict(controls_of(html).sent)
        kept = {name: values for name, values in sent.items() if name.startswith("answer")}
        step, _, key = choice.partition("/")
        ticked = {"answer": [self.question.opaque(f"authored-{step}/authored-{key}")]} if choice else {}
        return kept | ticked | {"sequence": sent["sequence"]}

    def press(self, fields, go: str = "next"):
        return self.olga.post(self.page, **fields, go=go)

    def tick(self, fields):
        kept = {name: values for name, values in fields.items() if name != "sequence"}
        return self.olga.put(self.place, {"sequence": int(fields["sequence"][0]), "fields": kept})

    def shown(self) -> list[str]:
        html = self.olga.get(self.page).text
        return [step for step in (GATE, TALK, DESK) if step in html]

    def saved(self) -> list[dict]:
        with self.house.look() as session:
            return [answer.response for answer in session.scalars(select(Answer).order_by(Answer.id))]


def test_without_script_each_press_saves_a_choice_and_brings_the_next_step(scenario):
    assert scenario.shown() == [GATE]
    assert scenario.press(scenario.fields("gate/b")).location == scenario.page
    assert scenario.shown() == [GATE, TALK]
    assert scenario.press(scenario.fields("talk/c")).location == scenario.page
    assert scenario.shown() == [GATE, TALK, DESK]
    assert scenario.press(scenario.fields("desk/a")).location != scenario.page
    assert [response["answer"] for response in scenario.saved()] == [
        ["authored-b"],
        ["authored-b", "authored-c"],
        ["authored-b", "authored-c", "authored-a"],
    ]


def test_going_on_without_a_choice_leads_to_the_next_question(scenario):
    assert scenario.press(scenario.fields()).location != scenario.page
    scenario.press(scenario.fields("gate/b"))
    assert scenario.press(scenario.fields()).location != scenario.page
    assert scenario.press(scenario.fields("talk/a"), go="check").location.endswith("/submission")


def test_a_tick_saved_by_script_may_change_and_shows_nothing_new(scenario):
    for choice in ("gate/a", "gate/b", "gate/c", "gate/b"):
        answer = scenario.tick(scenario.fields(choice))
        assert (answer.status_code, answer.json["answered"]) == (200, True)
        assert scenario.shown() == [GATE]
    assert scenario.saved()[-1] == {"answer": [], "leaning": "authored-b"}
    assert scenario.fields()["answer"] == scenario.fields("gate/b")["answer"]
    assert scenario.press(scenario.fields()).location == scenario.page
    assert scenario.shown() == [GATE, TALK]


def test_a_choice_that_was_made_cannot_be_taken_back(scenario):
    early = scenario.fields("gate/a")
    scenario.press(scenario.fields("gate/b"))
    for stale in (early, early | {"sequence": ["1"]}, {"sequence": ["1"]}):
        refused = scenario.press(stale)
        assert refused.status_code == 409
        assert "A step you have left cannot be changed." in refused.text
    assert scenario.tick(early).status_code == 422
    assert scenario.tick(early | {"sequence": ["1"]}).status_code == 422
    assert [response["answer"] for response in scenario.saved()] == [["authored-b"]]


def test_the_same_press_twice_is_one_step(scenario):
    fields = scenario.fields("gate/b")
    for _ in range(2):
        assert scenario.press(fields).location == scenario.page
    assert len(scenario.saved()) == 1


def test_a_story_pieced_together_by_hand_opens_no_step(scenario):
    ahead = {
        f"answer.{scenario.question.opaque('authored-gate', 's')}": scenario.fields("gate/b")["answer"],
        "sequence": ["77"],
    }
    for fields in (ahead, ahead | {"answer": ["x"]}):
        page = scenario.press(fields)
        assert page.status_code in (409, 422)
        assert TALK not in page.text


def test_what_was_ticked_when_the_attempt_ends_counts(scenario):
    scenario.press(scenario.fields("gate/b"))
    scenario.tick(scenario.fields("talk/b"))
    assert scenario.olga.post(f"/attempts/{scenario.attempt}/submission").status_code == 303
    with scenario.house.look() as session:
        fractions = [grade.fraction for grade in session.scalars(select(Grade))]
    assert fractions.count(1) == 1
    result = scenario.olga.get(f"/attempts/{scenario.attempt}/result").text
    assert "1. Gate b in English; 2. Talk b in English" in result


def test_the_check_page_says_that_the_scenario_is_not_at_its_end(scenario):
    scenario.press(scenario.fields("gate/b"))
    page = scenario.olga.get(f"/attempts/{scenario.attempt}/submission").text
    assert page.count("Partly answered") == 1
    scenario.press(scenario.fields("talk/b"))
    assert "Partly answered" not in scenario.olga.get(f"/attempts/{scenario.attempt}/submission").text


@pytest.mark.parametrize("kind", ["cloze", "mrz"])
def test_what_was_typed_beside_an_unreadable_answer_stays_on_the_page(scenario, kind):
    position, question = next(
        pair for pair in questions(scenario.house, scenario.attempt) if pair[1].kind == kind
    )
    names = {"cloze": ("authored-days", "authored-rule", "g"), "mrz": ("number", "birth", "f")}[kind]
    wrong, other = (f"answer.{question.opaque(name, names[2])}" for name in names[:2])
    page = scenario.olga.post(
        f"/attempts/{scenario.attempt}/questions/{position}", **{wrong: "many words", other: "5"}, sequence=0
    )
    assert page.status_code == 422
    sent = controls_of(page.text).sent
    assert (sent[wrong], sent[other]) == (["many words"], ["5"])
