"""Reading form fields: one value, one of several choices, typed text."""

import re
import unicodedata
from collections.abc import Mapping

from course.base.errors import N_
from course.questions.question import Fields, Unreadable

# A database refuses NUL, a spreadsheet the other control characters.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def values(fields: Fields, name: str) -> list[str]:
    """What was sent under `name`, blank values left out, each once."""
    return list(dict.fromkeys(value for value in fields.get(name, ()) if value.strip()))


def one(fields: Fields, name: str) -> str:
    """The single value of `name`, "" when there is none; Unreadable when there are several."""
    return _single(values(fields, name))


def _single(sent: list[str]) -> str:
    if len(sent) > 1:
        raise Unreadable(N_("Give one answer here, not several."))
    return sent[0] if sent else ""


def picked(by_opaque: Mapping[str, str], value: str) -> str:
    """The author's key behind the opaque `value`; Unreadable when nothing of that name was offered."""
    if value not in by_opaque:
        raise Unreadable(N_("This is not one of the choices. Load the page again and choose once more."))
    return by_opaque[value]


def listed(fields: Fields, by_opaque: Mapping[str, str]) -> dict[str, list[str]]:
    """Author's key -> values of the fields `answer.<opaque key>`, those without a value left out."""
    prefix = "answer."
    sent = {name.removeprefix(prefix): values(fields, name) for name in fields if name.startswith(prefix)}
    return {picked(by_opaque, name): found for name, found in sent.items() if found}


def placed(fields: Fields, by_opaque: Mapping[str, str]) -> dict[str, str]:
    """As `listed`, with one value each; Unreadable when there are several."""
    return {key: _single(found) for key, found in listed(fields, by_opaque).items()}


def typed(fields: Fields, name: str, limit: int) -> str:
    """Text of at most `limit` characters, in Unicode NFC, with plain line ends and no control characters."""
    text = one(fields, name).replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub("", text).encode(errors="replace").decode()
    text = unicodedata.normalize("NFC", text).strip()
    if len(text) > limit:
        raise Unreadable(N_("Write at most %(limit)s characters."), limit=limit)
    return text
