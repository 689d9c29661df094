"""True or false with a reason: the verdict is false, the reason b."""

from fractions import Fraction

import pytest
from pydantic import ValidationError

from course.questions.authoring import LANGUAGES
from course.questions.question import Unreadable
from course.questions.types.true_false import VERDICTS
from tests.questions.samples import option, sample

QUESTION = sample("true_false")


def said(verdict, reason):
    response = {"answer": verdict, "reason": reason and f"authored-{reason}"}
    return {part: value for part, value in response.items() if value}


@pytest.mark.parametrize(
    ("verdict", "reason", "fraction"),
    [
        ("false", "b", Fraction(1)),
        ("false", "a", Fraction(1, 2)),
        ("false", None, Fraction(1, 2)),
        ("true", "b", Fraction(0)),
        ("true", "c", Fraction(0)),
        ("true", None, Fraction(0)),
        (None, "b", Fraction(0)),
    ],
)
def test_the_verdict_is_half_and_the_reason_counts_only_with_it(verdict, reason, fraction):
    response = said(verdict, reason)
    assert QUESTION.grade(response).fraction == fraction
    assert QUESTION.is_complete(response) == bool(verdict and reason)


def test_a_right_reason_for_the_wrong_verdict_is_no_right_part():
    assert QUESTION.grade(said("true", "b")).parts == {"answer": False, "reason": False}


def test_a_verdict_that_is_neither_cannot_be_read():
    with pytest.raises(Unreadable):
        QUESTION.parse({"answer": ["perhaps"]})


def test_the_summary_speaks_the_readers_language():
    assert QUESTION.summarise(said("false", "a"), "ru") == "Неверно: Reason a по-русски"
    assert QUESTION.summarise(said("true", None), "en") == "True"


def test_the_verdicts_have_words_in_every_language():
    assert all(set(text) == set(LANGUAGES) for text in VERDICTS.values())


def test_remarks_answer_the_verdict_and_the_reason():
    told = [remark.text for remark in QUESTION.remarks(said("true", "a"), "en", with_key=False)]
    assert told == ["SECRET said true in English", "SECRET why Reason a in English"]
    with_key = [remark.about for remark in QUESTION.remarks(said("true", "a"), "en", with_key=True)]
    assert with_key == ["True", "False", "Reason a in English", "Reason b in English"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"answer": False}, 'in quotes: "false"'),
        ({"answer": "no"}, "'true' or 'false'"),
        ({"reason": "authored-x"}, "not among the keys"),
        ({"reasons": [option("b", "One")]}, "at least 2 reasons"),
    ],
)
def test_an_author_is_told(changes, told):
    with pytest.raises(ValidationError, match=told):
        sample("true_false", **changes)
