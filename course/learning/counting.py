"""Which of several results at one quiz counts. PURE; exact numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Counted:
    """A result of a quiz: of one attempt, or the one that counts of several."""

    score: Fraction
    passed: bool | None


def counted(rule: str, results: Sequence[Counted], pass_mark: Fraction | None) -> Counted | None:
    """What counts of `results`, oldest first; None of none.

    `rule`: `best` (one that passed before one that did not, then the highest score), `last`, or `average`,
    whose mean is held against `pass_mark`. An attempt that was not submitted is no result.
    """
    if not results:
        return None
    if rule == "average":
        mean = sum((one.score for one in results), Fraction(0)) / len(results)
        return Counted(mean, None if pass_mark is None else mean >= pass_mark)
    if rule == "last":
        return results[-1]
    return max(results, key=lambda one: (one.passed is True, one.score))
