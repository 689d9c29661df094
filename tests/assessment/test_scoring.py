"""From grades to a score: exact, and a mark that waits counts as nothing until it is given."""

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.assessment.scoring import score

HALF, ONE, NONE = Fraction(1, 2), Fraction(1), Fraction(0)


@pytest.mark.parametrize(
    ("grades", "total"),
    [
        ([], NONE),
        ([ONE], ONE),
        ([NONE], NONE),
        ([None], NONE),
        ([ONE, None], HALF),
        ([ONE, ONE, NONE], Fraction(2, 3)),
        ([Fraction(1, 3)] * 3, Fraction(1, 3)),
        ([ONE] * 7 + [NONE] * 3, Fraction(7, 10)),
        ([HALF, Fraction(1, 3), Fraction(1, 6)], Fraction(1, 3)),
    ],
)
def test_the_score_is_the_exact_mean(grades, total):
    assert score(grades) == total
    assert isinstance(score(grades), Fraction)


fractions = st.lists(st.none() | st.fractions(0, 1), max_size=12)


@settings(max_examples=100)
@given(fractions)
def test_the_score_lies_between_nothing_and_everything(grades):
    assert 0 <= score(grades) <= 1


@settings(max_examples=50)
@given(st.lists(st.fractions(0, 1), min_size=1, max_size=4))
def test_the_order_of_the_questions_does_not_matter(grades):
    assert len({score(order) for order in permutations(grades)}) == 1


@settings(max_examples=50)
@given(fractions.filter(bool), st.data())
def test_a_better_grade_never_makes_a_worse_score(grades, data):
    place = data.draw(st.integers(0, len(grades) - 1))
    better = [*grades[:place], ONE, *grades[place + 1 :]]
    assert score(better) >= score(grades)
