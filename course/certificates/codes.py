"""The public code of a certificate: 26 letters and digits, 130 random bits, hard to misread. PURE."""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U."""
LENGTH = 26
GROUPS = (4, 4, 5, 4, 4, 5)
"""Two equal lines of three groups when a line is too short."""

_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0"})


def code_from(number: int) -> str:
    """The code of a random number below 2**130."""
    letters = []
    for _ in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)


def tidy(typed: str) -> str:
    """What a person meant: capitals, no spaces or hyphens, I and L as 1, O as 0."""
    return "".join(letter for letter in typed.upper() if letter.isalnum()).translate(_MISREAD)


def grouped(code: str) -> str:
    """The code for the eye, its groups joined by hyphens."""
    ends = [sum(GROUPS[: place + 1]) for place in range(len(GROUPS))]
    return "-".join(code[end - length : end] for end, length in zip(ends, GROUPS, strict=True))


def is_code(text: str) -> bool:
    return len(text) == LENGTH and set(text) <= set(ALPHABET)
