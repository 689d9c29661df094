"""From grades to a score. PURE; exact numbers."""

from collections.abc import Iterable, Mapping
from fractions import Fraction


def score(fractions: Iterable[Fraction | None]) -> Fraction:
    """Mean of the grades, 0 to 1; a question that waits for a marker counts as 0 until marked.

    Every question weighs one point. An attempt without questions scores 0.
    """
    grades = [grade or Fraction(0) for grade in fractions]
    return sum(grades, Fraction(0)) / len(grades) if grades else Fraction(0)


def passes(
    total: Fraction,
    topics: Mapping[str, Fraction],
    pass_mark: Fraction | None,
    pass_marks: Mapping[str, Fraction],
) -> bool | None:
    """Whether `total`, and the score in each topic that has a mark of its own, are enough; None without marks."""
    if pass_mark is None:
        return None
    return total >= pass_mark and all(
        topics.get(topic, Fraction(0)) >= mark for topic, mark in pass_marks.items()
    )
