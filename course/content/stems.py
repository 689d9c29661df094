"""What the forms of a Russian or English word have in common. PURE."""

import re
from collections.abc import Iterable, Iterator

from snowballstemmer.english_stemmer import EnglishStemmer
from snowballstemmer.russian_stemmer import RussianStemmer

_FLEETING = re.compile(r"(?<=[^аеиоуыэюя])[ео](?=[кц]$)")
_CYRILLIC = re.compile(r"[а-я]")


def stems(folded: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each folded word and its Snowball stem: the Russian one in Cyrillic, the English one in Latin letters.

    Beside the algorithm, a vowel that comes and goes before the last consonant is dropped: беженец, беженцев.
    Words of the other languages pass through the same rules; what these cut off is not missed there, because
    only whole stems are compared.
    """
    # Made anew for each call: an instance keeps the word it works on, and two threads must not share it.
    russian, english = RussianStemmer(), EnglishStemmer()
    for word in folded:
        if _CYRILLIC.search(word):
            yield word, _FLEETING.sub("", russian.stemWord(word))
        else:
            yield word, english.stemWord(word)
