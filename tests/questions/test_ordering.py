"""Ordering: the right order is z, y, x, w."""

from fractions import Fraction

import pytest
from pydantic import ValidationError

from course.questions.question import Unreadable
from tests.questions.samples import both, sample

QUESTION = sample("ordering")


def placed(order):
    return {"answer": {f"authored-{key}": place for key, place in order.items()}}


def fields(order):
    return {f"answer.{QUESTION.opaque(f'authored-{key}', 'i')}": [place] for key, place in order.items()}


@pytest.mark.parametrize(
    ("order", "fraction"),
    [
        ({"z": 1, "y": 2, "x": 3, "w": 4}, Fraction(1)),
        ({"z": 1, "y": 2, "x": 4, "w": 3}, Fraction(1, 2)),
        ({"z": 1, "y": 3, "x": 4, "w": 2}, Fraction(1, 4)),
        ({"z": 2, "y": 3, "x": 4, "w": 1}, Fraction(0)),
        ({"y": 2, "w": 4}, Fraction(1, 2)),
        ({"z": 4}, Fraction(0)),
    ],
)
def test_the_mark_is_the_share_of_items_in_their_right_place(order, fraction):
    assert QUESTION.grade(placed(order)).fraction == fraction
    assert QUESTION.is_complete(placed(order)) == (len(order) == 4)


def test_an_incomplete_order_is_kept():
    assert QUESTION.parse(fields({"z": "1", "y": "", "x": "2"})) == placed({"z": 1, "x": 2})


def test_a_position_given_twice_is_told():
    with pytest.raises(Unreadable, match="Give each position once"):
        QUESTION.parse(fields({"z": "1", "y": "1"}))


@pytest.mark.parametrize("position", ["0", "5", "-1", "one", "1.0", "٢"])
def test_a_position_that_does_not_exist_is_told(position):
    with pytest.raises(Unreadable, match="from 1 to 4"):
        QUESTION.parse(fields({"z": position}))


@pytest.mark.parametrize("places", [{"z": 1, "y": 1}, {"z": 5}, {"z": True}, {"z": "1"}])
def test_a_stored_order_that_cannot_be_is_never_marked(places):
    assert QUESTION.grade(placed(places)).fraction is None


def test_the_explanation_of_the_right_order_waits_for_the_key():
    wrong = placed({"z": 2, "y": 1, "x": 3, "w": 4})
    without = QUESTION.remarks(wrong, "en", with_key=False)
    assert all("SECRET" not in remark.text for remark in without)
    assert {remark.about[5]: remark.right for remark in without} == {"z": 0, "y": 0, "x": 1, "w": 1}
    assert QUESTION.right_answer("en") in [
        remark.about for remark in QUESTION.remarks(wrong, "en", with_key=True)
    ]


def test_remarks_do_not_come_in_the_right_order():
    wrong = placed({"z": 4, "y": 3, "x": 2, "w": 1})
    about = [remark.about for remark in QUESTION.remarks(wrong, "en", with_key=False)]
    assert about == sorted(about)


def test_the_summary_counts_from_one():
    assert QUESTION.summarise(placed({"x": 3, "z": 1}), "ru") == "1. Item z по-русски; 3. Item x по-русски"


def test_an_author_is_told():
    items = [{"key": key, "text": both(key)} for key in "ab"]
    with pytest.raises(ValidationError, match="at least 3 items; there are 2"):
        sample("ordering", items=items)
    with pytest.raises(ValidationError, match="own key"):
        sample("ordering", items=[*items, {"key": "a", "text": both("c")}])
