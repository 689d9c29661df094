"""When two typed answers are the same, and when one is nearly the other."""

import re
import unicodedata
from collections.abc import Iterable

_APOSTROPHES = dict.fromkeys(map(ord, "\u2018\u2019\u02bb\u02bc`"), "'")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_LETTERS = _APOSTROPHES | _DASHES | {ord("ё"): "е", 0xAD: None, 0x200B: None, 0x2060: None, 0xFEFF: None}
_NEAR_FROM = 5


def normalised(text: str) -> str:
    """`text` for comparison: NFKC, case folded, ё as е, one sort of apostrophe and of hyphen, single spaces,
    no punctuation at its ends.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    words = re.sub(r"\s+", " ", folded.translate(_LETTERS))
    start, end = 0, len(words)
    while start < end and _is_outer(words[start]):
        start += 1
    while end > start and _is_outer(words[end - 1]):
        end -= 1
    return words[start:end]


def _is_outer(character: str) -> bool:
    return character.isspace() or unicodedata.category(character).startswith("P")


def is_near_miss(typed: str, accepted: Iterable[str]) -> bool:
    """`typed` differs from one of `accepted` by one edit in one word of five letters or more.

    An edit is one letter too many, missing, wrong, or two neighbours swapped. All texts are normalised ones.
    """
    return any(_one_word_off(typed.split(), right.split()) for right in accepted)


def _one_word_off(typed: list[str], right: list[str]) -> bool:
    if len(typed) != len(right):
        return False
    different = [(ours, theirs) for ours, theirs in zip(typed, right, strict=True) if ours != theirs]
    return len(different) == 1 and len(different[0][1]) >= _NEAR_FROM and one_edit_apart(*different[0])


def one_edit_apart(one: str, other: str) -> bool:
    """Optimal string alignment distance (Damerau 1964) of exactly one."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    left, right = one[start:], other[start:]
    if len(left) != len(right):
        longer, shorter = (left, right) if len(left) > len(right) else (right, left)
        return longer[1:] == shorter
    return left[1:] == right[1:] or (left[:2] == right[1::-1] and left[2:] == right[2:])
