"""Alphabetical order in the languages of the course. PURE.

Letters as Unicode CLDR orders them. Russian ё counts as е; Uzbek oʻ, gʻ, sh and ch are letters of their own.
"""

import unicodedata
from collections.abc import Callable

_CYRILLIC = "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я"
_LATIN = "a b c d e f g h i j k l m n o p q r s t u v w x y z"
_ALPHABETS = {
    "en": _LATIN,
    "ru": _CYRILLIC,
    "kk": "а ә б в г ғ д е ё ж з и й к қ л м н ң о ө п р с т у ұ ү ф х һ ц ч ш щ ъ ы і ь э ю я",
    "ky": "а б в г д е ё ж з и й к л м н ң о ө п р с т у ү ф х ц ч ш щ ъ ы ь э ю я",
    "tg": "а б в г ғ д е ё ж з и ӣ й к қ л м н о п р с т у ӯ ф х ҳ ц ч ҷ ш щ ъ ы ь э ю я",
    "tk": "a b c ç d e ä f g h i j ž k l m n ň o ö p q r s ş t u ü v w x y ý z",
    "uz": f"{_LATIN} oʻ gʻ sh ch",
}
_SAME = {"ru": {"ё": "е"}}
_APOSTROPHES = dict.fromkeys(map(ord, "\u2018\u2019\u02bc'`"), "\u02bb")
_STRANGE = 1000
"""Added to the code of a letter that the alphabet does not have: it comes after those that it has."""


def alphabetical(language: str) -> Callable[[str], tuple[list[int], str]]:
    """The sort key of `language`: word by word, small and capital letters alike, marks that are no letters left out."""
    letters = _ALPHABETS[language].split()
    place = {letter: number for number, letter in enumerate(letters, start=1)}
    place |= {letter: place[other] for letter, other in _SAME.get(language, {}).items()}

    def key(text: str) -> tuple[list[int], str]:
        return list(_places(_plain(text, place), place)), text

    return key


def _plain(text: str, place: dict[str, int]) -> str:
    """Lower case, one kind of apostrophe, and letters of other alphabets without their accents."""
    folded = unicodedata.normalize("NFC", text.casefold()).translate(_APOSTROPHES)
    return "".join(
        letter if letter in place else unicodedata.normalize("NFD", letter)[0] for letter in folded
    )


def _places(text: str, place: dict[str, int]) -> list[int]:
    found, at = [], 0
    while at < len(text):
        width = 2 if text[at : at + 2] in place else 1
        letter = text[at : at + width]
        if letter in place:
            found.append(place[letter])
        elif letter.isspace() or letter == "-":
            found.append(0)
        elif letter.isalnum():
            found.append(_STRANGE + ord(letter))
        at += width
    return found
