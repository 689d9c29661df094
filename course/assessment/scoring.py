"""From grades to a score. PURE; exact numbers."""

from collections.abc import Iterable
from fractions import Fraction


def score(fractions: Iterable[Fraction | None]) -> Fraction:
    """Mean of the grades, 0 to 1; a question that waits for a marker counts as 0 until marked.

    Every question weighs one point. An attempt without questions scores 0.
    """
    grades = [grade or Fraction(0) for grade in fractions]
    return sum(grades, Fraction(0)) / len(grades) if grades else Fraction(0)
