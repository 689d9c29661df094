"""What the checker says of questions with parts of several sorts: each fault at its line, in words."""

import pytest
import yaml

from tests.content.small import Small
from tests.questions.samples import data

PLACE = "quizzes/borders/questions/n-1.yaml"


def told(small: Small, kind: str, change) -> list[str]:
    question = data(kind, key="n-1", use="practice", topic="words", lesson="borders/first-words")
    change(question)
    small.write(PLACE, yaml.safe_dump(question, allow_unicode=True, sort_keys=False))
    return small.problems()


@pytest.mark.parametrize("kind", ["cloze", "branching", "risk_matrix", "mrz"])
def test_a_question_without_a_fault_is_taken(small: Small, kind: str):
    assert told(small, kind, lambda question: None) == []


@pytest.mark.parametrize(
    ("kind", "change", "at", "said"),
    [
        ("cloze", lambda one: one["gaps"][0].pop("options"), "- key: authored-who", "options is missing"),
        ("cloze", lambda one: one["gaps"][0].pop("type"), "- key: authored-who", "does not say its type"),
        (
            "cloze",
            lambda one: one["gaps"][0].update(type="select"),
            "- key: authored-who",
            "write one of 'choice', 'word', 'number'",
        ),
        (
            "branching",
            lambda one: one["steps"][0]["choices"][0].update(points=-1),
            "points: -1",
            "must be 0 or more",
        ),
        ("branching", lambda one: one["steps"].pop(), "", "which is no step"),
        (
            "mrz",
            lambda one: one.update(first_line=one["first_line"].replace("UTO", "UZB")),
            "",
            "names the State UZB: write UTO",
        ),
    ],
)
def test_a_fault_is_told_at_its_line(small: Small, kind: str, change, at: str, said: str):
    (problem,) = told(small, kind, change)
    line = small.line(PLACE, at) if at else 1
    assert problem.startswith(f"{PLACE}:{line}: ")
    assert said in problem
