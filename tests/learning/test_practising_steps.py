"""A scenario as a practice question: nothing is kept, the page itself carries the story on."""

import pytest
import yaml

from tests.assessment.marked import house_of
from tests.content.small import PRACTICE, write_small
from tests.house import hashed_password
from tests.questions.forms import controls_of
from tests.questions.samples import data

LESSON = "/modules/borders/lessons/first-words"
BEST = "1. Gate b in English; 2. Talk b in English"


@pytest.fixture
def practice(tmp_path, packed, sqlite_house):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "static").symlink_to(packed)
    small = write_small(tmp_path / "own" / "content")
    question = data("branching", key="p-1", use="practice", topic="words", lesson="borders/first-words")
    small.write(PRACTICE, yaml.safe_dump(question, allow_unicode=True))
    house = house_of(small.catalogue(), tmp_path / "own", hashed_password(sqlite_house.app))
    yield Practice(house)
    house.database.dispose()


class Practice:
    def __init__(self, house) -> None:
        self.olga = house.browser("olga")
        self.question = house.catalogue.questions["p-1"]
        self.html = self.olga.get(LESSON).text

    def press(self, choice: str) -> None:
        step, _, key = choice.partition("/")
        kept = {
            name: values
            for name, values in controls_of(self.html).sent.items()
            if name.startswith("p-1.answer.")
        }
        ticked = self.question.opaque(f"authored-{step}/authored-{key}")
        self.html = self.olga.post(f"{LESSON}/practice/p-1", **kept, **{"p-1.answer": ticked}).text

    def told(self, *texts: str) -> list[bool]:
        return [text in self.html for text in texts]


def test_each_press_answers_the_choice_and_brings_the_next_step(practice):
    practice.press("gate/c")
    assert practice.told("SECRET why Gate c", "Step talk", "Go on</button>") == [True] * 3
    assert practice.told("SECRET why Gate b", BEST, "Not quite.", "Check again") == [False] * 4


def test_at_the_end_the_best_way_is_told(practice):
    practice.press("gate/c")
    practice.press("talk/a")
    assert practice.told("The scenario is at its end", BEST, "Not quite.", "SECRET why Talk b") == [True] * 4


def test_the_best_way_is_right(practice):
    practice.press("gate/b")
    practice.press("talk/b")
    assert practice.told("Right.", "Not quite.") == [True, False]


def test_an_unread_choice_keeps_the_page_at_its_beginning(practice):
    practice.html = practice.olga.post(f"{LESSON}/practice/p-1", **{"p-1.answer": "x"}).text
    assert practice.told("This is not one of the choices", "Step gate", "SECRET") == [True, True, False]
