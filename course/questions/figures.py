"""Numbers as people of the region write them, and as we write them back."""

import re
from collections.abc import Iterable
from decimal import Decimal

_MARK = "[ \u00a0\u2007\u2008\u2009\u202f'\u2018\u2019\u02bb\u02bc`]"
# Each form has two groups: the whole number with its separators, and the decimals.
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"([0-9]{{1,3}}(?:{_MARK}[0-9]{{3}})+)(?:[.,]([0-9]*))?",
        r"([0-9]{1,3}(?:,[0-9]{3})+)\.([0-9]+)",
        r"([0-9]{1,3}(?:\.[0-9]{3})+),([0-9]+)",
        r"([0-9]{1,3}(?:,[0-9]{3}){2,})()",
        r"([0-9]{1,3}(?:\.[0-9]{3}){2,})()",
        r"([0-9]+)(?:[.,]([0-9]*))?",
        r"()[.,]([0-9]+)",
    )
)
_COMMA_GROUP = re.compile(r"([1-9][0-9]{0,2},[0-9]{3})()")
_MINUS = ("-", "\u2212", "\u2013")


def read_number(typed: str, *, units: Iterable[str] = (), comma_groups: bool = False) -> Decimal | None:
    """The number in `typed`, None when it is not one.

    Decimal comma or point; spaces of any width and apostrophes between groups of three digits; a minus sign,
    also U+2212; one of `units` after it. One comma with exactly three digits after it could mean both: it is
    a decimal comma, unless `comma_groups` says that thousands are expected. One point is always decimal.
    """
    body = _without_unit(typed.strip(), units)
    negative = body.startswith(_MINUS)
    if negative or body.startswith("+"):
        body = body[1:].lstrip()
    for form in (_COMMA_GROUP, *_FORMS) if comma_groups else _FORMS:
        if match := form.fullmatch(body):
            whole = re.sub("[^0-9]", "", match[1])
            number = Decimal(f"{whole or 0}.{match[2] or 0}")
            return number.copy_negate() if negative else number
    return None


def _without_unit(body: str, units: Iterable[str]) -> str:
    longest_first = sorted(set(units), key=lambda unit: (-len(unit), unit))
    for unit in longest_first:
        pattern = r"\s+".join(re.escape(word) for word in unit.split())
        if match := re.fullmatch(rf"(.*[0-9.,])\s*{pattern}", body, flags=re.IGNORECASE | re.DOTALL):
            return match[1]
    return body


def in_figures(number: Decimal, language: str) -> str:
    """`number` exactly, grouped as in Unicode CLDR: 1,234.5 in English, 1 234,5 in our other languages."""
    text = f"{number:,f}"
    return text if language == "en" else text.replace(",", "\u00a0").replace(".", ",")
