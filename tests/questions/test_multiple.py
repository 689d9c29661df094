"""Multiple choice: right are a, c and d of a to e."""

from fractions import Fraction

import pytest
from pydantic import ValidationError

from tests.questions.samples import option, sample

QUESTION = sample("multiple")


def chosen(letters):
    return {"answer": [f"authored-{letter}" for letter in letters]}


@pytest.mark.parametrize(
    ("letters", "fraction"),
    [
        ("acd", Fraction(1)),
        ("ac", Fraction(2, 3)),
        ("d", Fraction(1, 3)),
        ("abcd", Fraction(2, 3)),
        ("abcde", Fraction(1, 3)),
        ("ab", Fraction(0)),
        ("abe", Fraction(0)),
        ("be", Fraction(0)),
    ],
)
def test_a_right_choice_gives_a_mark_and_a_wrong_one_takes_one_but_never_below_nothing(letters, fraction):
    assert QUESTION.grade(chosen(letters)).fraction == fraction


def test_an_option_is_right_when_it_was_treated_as_the_key_says():
    parts = QUESTION.grade(chosen("ab")).parts
    assert parts == {f"authored-{key}": right for key, right in zip("abcde", (1, 0, 0, 0, 1), strict=True)}


def test_the_order_of_ticking_does_not_matter():
    fields = {"answer": [QUESTION.opaque("authored-d"), QUESTION.opaque("authored-a")]}
    assert QUESTION.parse(fields) == chosen("ad")


def test_one_option_told_twice_is_not_counted_twice():
    assert QUESTION.grade(chosen("aa")).fraction is None
    twice = QUESTION.parse({"answer": [QUESTION.opaque("authored-a")] * 2})
    assert QUESTION.grade(twice).fraction == Fraction(1, 3)


def test_classes_say_of_each_option_whether_it_was_chosen():
    assert QUESTION.classify(chosen("ac"))["authored-a"] == "chosen"
    assert QUESTION.classify(chosen("ac"))["authored-b"] == "not chosen"
    assert set(QUESTION.classify({}).values()) == {"no answer"}


def test_remarks_follow_the_choice():
    assert [remark.right for remark in QUESTION.remarks(chosen("ab"), "en", with_key=False)] == [True, False]
    assert len(QUESTION.remarks(chosen("ab"), "en", with_key=True)) == 4


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"answer": [f"authored-{key}" for key in "abcde"]}, "add an option that is wrong"),
        ({"answer": []}, "at least 1"),
        ({"answer": ["authored-a", "authored-a"]}, "own key"),
        ({"answer": ["authored-x"]}, "not among the keys"),
        ({"options": [option("a", "One")], "answer": ["authored-a"]}, "at least 2 options"),
    ],
)
def test_an_author_is_told(changes, told):
    with pytest.raises(ValidationError, match=told):
        sample("multiple", **changes)
