"""Which passwords are refused, and why. PURE.

Rule: OWASP ASVS 5.0.0, 6.2.1–6.2.12: length counts, composition does not; a blocklist of common ones, and
of words that anyone who knows the person or the course would try first. Nothing is trimmed or cut.
"""

import unicodedata
from collections.abc import Iterable

from course.base.errors import N_, Refused

SHORTEST = 12
LONGEST = 256

_COMMON = (
    "password", "passw0rd", "parol", "пароль", "qwerty", "йцукен", "letmein", "welcome", "admin", "123456",
    "abcdef", "iloveyou", "training-demo", "training", "monkey", "dragon", "football", "migration", "migratsiya", "миграция", "border", "граница", "almaty", "алматы", "course",
    "changeme", "secret",
)  # fmt: skip
_KEYBOARD = (
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "йцукенгшщзхъ",
    "фывапролджэ",
    "1234567890",
    "abcdefghijklmnopqrstuvwxyz",
)


def normalised(password: str) -> str:
    """The form that is hashed: NFKC, so that the same keys give the same password on every device."""
    return unicodedata.normalize("NFKC", password)


def refuse_weak(password: str, known_words: Iterable[str] = ()) -> None:
    """Raise Refused with a sentence that says what to choose instead.

    `known_words`: the person's names, agency, event codes, and the like.
    """
    if len(password) < SHORTEST:
        raise Refused(
            N_(
                "Choose a password of at least %(count)d characters. Three or four unrelated words work well."
            ),
            count=SHORTEST,
        )
    if len(password) > LONGEST:
        raise Refused(N_("Choose a password of at most %(count)d characters."), count=LONGEST)
    if is_guessable(password, known_words):
        raise Refused(
            N_(
                "This password is among the first that anyone would try. Choose three or four unrelated words."
            )
        )


def is_guessable(password: str, known_words: Iterable[str]) -> bool:
    """Whether little is left of `password` once common and known words, runs and repeats are taken out."""
    rest = password.casefold()
    known = [word.casefold() for word in known_words if len(word) >= 4]
    for word in sorted({*_COMMON, *known}, key=len, reverse=True):
        rest = rest.replace(word, "")
    rest = _without_runs(rest)
    return len(set(rest)) < 5


def _without_runs(text: str) -> str:
    """`text` without keyboard runs of four letters or more, forward or backward."""
    for row in _KEYBOARD:
        for line in (row, row[::-1]):
            for size in range(len(line), 3, -1):
                for start in range(len(line) - size + 1):
                    text = text.replace(line[start : start + size], "")
    return text
