"""Who sees what when. PURE. Starts from nothing shown; each part needs a rule that opens it."""

from collections.abc import Mapping
from dataclasses import dataclass

PARTS = ("response", "correctness", "score", "feedback", "key")


@dataclass(frozen=True)
class Disclosure:
    """What may be shown of an attempt. Everything is False until a rule says otherwise."""

    response: bool = False
    correctness: bool = False
    score: bool = False
    feedback: bool = False
    key: bool = False


NOTHING = Disclosure()
EVERYTHING = Disclosure(**dict.fromkeys(PARTS, True))
"""For those who review; never for the official while the attempt runs."""


def disclose(rules: Mapping[str, frozenset[str]], *, submitted: bool, closed: bool) -> Disclosure:
    """What the official may see.

    `rules`: `after_submission` and `after_close` → parts, from quiz.yaml. `closed`: no further attempt can
    be made, because the quiz is passed or no attempt is left.
    """
    if not submitted:
        return Disclosure(response=True)
    parts = set(rules.get("after_submission", ()))
    if closed:
        parts |= rules.get("after_close", frozenset())
    return Disclosure(**{part: part in parts for part in PARTS})
