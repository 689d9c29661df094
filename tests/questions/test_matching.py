"""Matching: a-A, b-B, c-C, and D left over."""

from fractions import Fraction

import pytest
from pydantic import ValidationError

from course.questions.question import Unreadable
from tests.questions.samples import both, data, sample

QUESTION = sample("matching")


def matched(pairs):
    return {"answer": {f"authored-{left}": f"authored-{right}" for left, right in pairs.items()}}


@pytest.mark.parametrize(
    ("pairs", "fraction"),
    [
        ({"a": "a", "b": "b", "c": "c"}, Fraction(1)),
        ({"a": "a", "b": "b", "c": "d"}, Fraction(2, 3)),
        ({"a": "a", "b": "c", "c": "b"}, Fraction(1, 3)),
        ({"a": "b", "b": "c", "c": "a"}, Fraction(0)),
        ({"a": "a", "b": "a", "c": "a"}, Fraction(1, 3)),
        ({"b": "b"}, Fraction(1, 3)),
    ],
)
def test_the_mark_is_the_share_of_right_pairs(pairs, fraction):
    assert QUESTION.grade(matched(pairs)).fraction == fraction
    assert QUESTION.is_complete(matched(pairs)) == (len(pairs) == 3)


def test_the_right_side_is_read_by_its_own_opaque_name():
    left, right = QUESTION.opaque("authored-a", "l"), QUESTION.opaque("authored-d", "r")
    assert QUESTION.parse({f"answer.{left}": [right]}) == matched({"a": "d"})


@pytest.mark.parametrize(("left", "right"), [("r", "r"), ("l", "l"), ("r", "l")])
def test_the_name_of_one_side_does_not_serve_for_the_other(left, right):
    with pytest.raises(Unreadable):
        QUESTION.parse(
            {f"answer.{QUESTION.opaque('authored-a', left)}": [QUESTION.opaque("authored-a", right)]}
        )


def test_a_wrong_match_is_told_without_the_explanation_of_the_right_one():
    (remark,) = QUESTION.remarks(matched({"a": "b"}), "en", with_key=False)
    assert (remark.about, remark.text, remark.right) == ("Left a in English → Right B in English", "", False)
    with_key = QUESTION.remarks(matched({"a": "b"}), "en", with_key=True)
    assert "SECRET pair a in English" in [remark.text for remark in with_key if remark.right]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"pairs": data("matching")["pairs"][:1]}, "at least 2 pairs"),
        ({"distractors": [{"key": "authored-a", "text": both("Other")}]}, "own key"),
        ({"distractors": [{"key": "authored-d", "text": both("Right A")}]}, "tell them apart"),
    ],
)
def test_an_author_is_told(changes, told):
    with pytest.raises(ValidationError, match=told):
        sample("matching", **changes)


def test_distractors_are_optional():
    raw = data("matching")
    del raw["distractors"]
    assert "Right D" not in repr(sample("matching", distractors=[]).present({}, {}, "en"))
