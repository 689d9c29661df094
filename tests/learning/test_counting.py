"""Which of several results counts: the best, the last, or their average."""

from fractions import Fraction

import pytest

from course.learning.counting import Counted, counted

MARK = Fraction(7, 10)


def result(percent: int, passed: bool | None = None) -> Counted:
    return Counted(Fraction(percent, 100), percent >= 70 if passed is None else passed)


TABLE = [
    ("best", [], None),
    ("last", [], None),
    ("average", [], None),
    ("best", [result(50), result(90), result(60)], result(90)),
    ("last", [result(50), result(90), result(60)], result(60)),
    ("average", [result(50), result(90), result(60)], Counted(Fraction(2, 3), passed=False)),
    ("average", [result(50), result(90)], Counted(MARK, passed=True)),
    ("best", [result(80, passed=False), result(75)], result(75)),
    ("best", [result(40), result(60)], result(60)),
    ("last", [result(90), result(10)], result(10)),
]


@pytest.mark.parametrize(("rule", "results", "counts"), TABLE)
def test_what_counts(rule, results, counts):
    assert counted(rule, results, MARK) == counts


def test_an_average_without_a_mark_passes_and_fails_nobody():
    assert counted("average", [result(50), result(100)], None) == Counted(Fraction(3, 4), None)
