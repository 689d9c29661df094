"""How long the sentences of a text are: the measure of plain language that every language shares.

Mean sentence length in words, the first term of the reading-ease formula (Flesch, A New Readability
Yardstick, Journal of Applied Psychology 32, 1948). The other term, syllables, needs a rule for each language.
"""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from markdown_it.token import Token

from course.content.markdown import plain_text
from course.content.words import count_words

_END = re.compile(r"(?<=[.!?…])[”»’)\]]*\s+(?=[“«(\[]*[A-ZА-ЯЁӘҒҚҢӨҰҮҺІӢҲҶӮÇÄŇÖŞÜÝŽ0-9])")


def mean_sentence_length(tokens: Sequence[Token]) -> Fraction | None:
    """Words a sentence, in paragraphs and list items; headings and tables do not count. None without any."""
    lengths = [count_words(sentence) for text in _paragraphs(tokens) for sentence in _END.split(text)]
    counted = [length for length in lengths if length]
    return Fraction(sum(counted), len(counted)) if counted else None


def _paragraphs(tokens: Sequence[Token]) -> Iterator[str]:
    for before, token in pairwise(tokens):
        if before.type == "paragraph_open" and token.type == "inline":
            yield plain_text(token)
