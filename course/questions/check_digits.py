"""Check digits of the machine-readable zone (ICAO Doc 9303, Machine Readable Travel Documents, part 3, 4.9).

Figures count as themselves, A to Z as 10 to 35, the filler < as 0; each is multiplied by the weights 7, 3, 1,
which repeat from the left; the check digit is the remainder of the sum after division by 10.
"""

import string

SIGNS = string.digits + string.ascii_uppercase
FILLER = "<"
_WEIGHTS = (7, 3, 1)


def value(sign: str) -> int:
    """What a sign of the zone counts; ValueError for a sign that cannot stand there."""
    return 0 if sign == FILLER else SIGNS.index(sign)


def check_digit(data: str) -> str:
    """The check digit of `data`, which holds figures, capital letters and fillers."""
    return str(sum(one * weight for one, weight in _weighed(data)) % 10)


def working(data: str) -> str:
    """How the check digit comes about, in figures only: 21×7 + 8×3 + … = 316 → 6. Fillers add nothing."""
    weighed = _weighed(data)
    terms = [f"{one}×{weight}" for (one, weight), sign in zip(weighed, data, strict=True) if sign != FILLER]
    total = sum(one * weight for one, weight in weighed)
    return f"{' + '.join(terms) or 0} = {total} → {total % 10}"


def _weighed(data: str) -> list[tuple[int, int]]:
    return [(value(sign), _WEIGHTS[place % 3]) for place, sign in enumerate(data)]
