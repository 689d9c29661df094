"""Quizzes of any size, for sentences about rules that need no database."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from course.content.catalogue import Quiz, Topic
from course.content.current import EXTENSION
from course.questions.question import Question
from tests.house import House
from tests.questions.samples import SAMPLES, sample

KINDS = [kind for kind in SAMPLES if kind != "essay"]


def pool(topic: str, count: int) -> list[Question]:
    return [
        sample(KINDS[place % len(KINDS)], key=f"{topic}-{place:02d}", topic=topic) for place in range(count)
    ]


def quiz(blueprint: dict[str, int], pools: dict[str, int], **changes: object) -> Quiz:
    """`blueprint`: topic → how many are drawn; `pools`: topic → how many there are."""
    given = {
        "key": "borders",
        "title": {"en": "Borders"},
        "use": "graded",
        "module": "borders",
        "questions": sum(blueprint.values()),
        "pass_mark": Fraction(7, 10),
        "attempts": 3,
        "wait": timedelta(minutes=30),
        "score": "best",
        "time_limit": None,
        "topics": tuple(Topic(topic, {"en": topic}) for topic in pools),
        "blueprint": tuple(blueprint.items()),
        "disclosure": {},
        "pool": tuple(question for topic, count in pools.items() for question in pool(topic, count)),
        "hash": "",
    }
    return Quiz(**(given | changes))


def rewrite(house: House, key: str, **changes: object) -> Quiz:
    """Give the house another rule for one of its quizzes."""
    changed = replace(house.catalogue.quizzes[key], **changes)
    house.catalogue = replace(house.catalogue, quizzes={**house.catalogue.quizzes, key: changed})
    house.app.extensions[EXTENSION] = house.catalogue
    return changed
