"""Single choice."""

import pytest
from pydantic import ValidationError

from course.questions.question import Remark, Unreadable
from tests.questions.samples import data, option, sample

QUESTION = sample("single")


@pytest.mark.parametrize(("chosen", "fraction"), [("a", 0), ("b", 1), ("c", 0), ("d", 0)])
def test_only_the_right_option_counts(chosen, fraction):
    grade = QUESTION.grade({"answer": f"authored-{chosen}"})
    assert (grade.fraction, grade.parts) == (fraction, {"answer": bool(fraction)})


def test_the_browser_sends_the_opaque_name_and_the_response_holds_the_authors_key():
    assert QUESTION.parse({"answer": [QUESTION.opaque("authored-b")]}) == {"answer": "authored-b"}


def test_a_wrong_choice_gets_its_own_feedback_and_the_right_one_only_with_the_key():
    wrong = Remark("Option a in English", "SECRET why Option a in English", right=False)
    right = Remark("Option b in English", "SECRET why Option b in English", right=True)
    assert QUESTION.remarks({"answer": "authored-a"}, "en", with_key=False) == (wrong,)
    assert QUESTION.remarks({"answer": "authored-a"}, "en", with_key=True) == (wrong, right)


def test_a_language_without_a_translation_falls_back_to_english():
    assert QUESTION.right_answer("uz") == "Option b in English"
    assert QUESTION.right_answer("ru") == "Option b по-русски"


def test_a_refusal_is_a_sentence_for_the_reader():
    with pytest.raises(Unreadable) as caught:
        QUESTION.parse({"answer": ["o000000"]})
    assert caught.value.sentence.endswith(".")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"answer": "authored-x"}, "not among the keys authored-a"),
        ({"options": [option("a", "One")], "answer": "authored-a"}, "at least 2 options"),
        ({"options": [option("a", "One"), option("a", "Two")], "answer": "authored-a"}, "own key"),
        ({"options": [option("a", "One"), option("b", "One")], "answer": "authored-a"}, "tell them apart"),
    ],
)
def test_an_author_is_told(changes, told):
    with pytest.raises(ValidationError, match=told):
        sample("single", **changes)


def test_a_missing_translation_is_named_by_its_place():
    raw = data("single")["options"]
    del raw[2]["feedback"]["ru"]
    with pytest.raises(ValidationError, match=r"options\[authored-c\]\.feedback lacks ru"):
        sample("single", options=raw)
