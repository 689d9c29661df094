"""Words as search compares them: the same however they were typed. PURE."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_APOSTROPHES = "'`\u00b4\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u2018\u2019\u201b\u2032\uff07"
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_INSIDE = _APOSTROPHES + _UNSEEN
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[\u0300-\u036f]|[{_INSIDE}]+(?=[^\W_]))*")

_DROPPED = dict.fromkeys(map(ord, _INSIDE))
_MARKS = re.compile(r"(?<!и)\u0306|[\u0300-\u0305\u0307-\u036f]")
"""Every accent but the breve of й, which is a letter of its own to everyone who types it."""
_LETTERS = str.maketrans("әғқңөұүһіҳҷı", "агкноуухихчi")


@dataclass(frozen=True)
class Word:
    folded: str
    start: int
    end: int
    """Where it stands in the text it was read from."""


def fold(word: str) -> str:
    """`word` without case, accents, apostrophes, soft hyphens, and with the letters of a Russian keyboard.

    Latin letters lose their marks (ý ž ş ň ö ü ç ä), ё becomes е, and Kazakh, Kyrgyz and Tajik letters the
    Russian ones that are typed for them: қ→к, ҳ→х, ң→н, ө→о, ү→у, ӣ→и and so on.
    """
    plain = unicodedata.normalize("NFKC", word.translate(_DROPPED)).casefold()
    if not plain.isascii():
        unmarked = _MARKS.sub("", unicodedata.normalize("NFD", plain))
        plain = unicodedata.normalize("NFC", unmarked).translate(_LETTERS)
    return "".join(filter(str.isalnum, plain))


def words(text: str) -> Iterator[Word]:
    """The words of `text` in order. Hyphens, dashes and spaces of every kind separate them."""
    for match in _WORD.finditer(text):
        folded = fold(match.group())
        if folded:
            yield Word(folded, match.start(), match.end())


@lru_cache(maxsize=2048)
def folded_text(text: str) -> str:
    """The folded words of `text`, one space between them: for looking whether one text stands in another."""
    return " ".join(word.folded for word in words(text))
