"""What stands on a certificate, frozen at reservation. PURE."""

import unicodedata
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

Language = Literal["en", "ru", "kk", "ky", "tg", "tk", "uz"]


def _one_form(text: str) -> str:
    """Composed letters (NFC): what fonts have, and what two equal names agree on."""
    return unicodedata.normalize("NFC", text)


def _in_english(text: dict[Language, str]) -> dict[Language, str]:
    if "en" not in text:
        raise ValueError("the English text is missing")
    return text


Name = Annotated[
    str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True), AfterValidator(_one_form)
]
Sentence = Annotated[
    str, StringConstraints(min_length=1, max_length=600, strip_whitespace=True), AfterValidator(_one_form)
]
Text = Annotated[dict[Language, Sentence], AfterValidator(_in_english)]


def fields_of(error: ValidationError) -> str:
    """The names of the fields that do not fit, for the sentence of a refusal."""
    return ", ".join(sorted({".".join(map(str, each["loc"])) or "snapshot" for each in error.errors()}))


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Names(Frozen):
    native: Name
    """In the person's own script."""
    latin: Name
    """As in the passport."""


class Signatory(Frozen):
    name: Name
    role: Text


class Snapshot(Frozen):
    """Everything a certificate says, fixed when it is reserved. Texts are maps of languages with English."""

    code: Annotated[str, StringConstraints(pattern=r"^[0-9A-HJKMNP-TV-Z]{26}$")]
    """130 bits in Crockford's base 32."""
    serial: Annotated[str, StringConstraints(min_length=1, max_length=40), AfterValidator(_one_form)]
    languages: Annotated[tuple[Language, ...], Field(min_length=1, max_length=2)]
    names: Names
    title: Text
    statement: Text
    """What was completed; stands under the name."""
    hours: Annotated[int, Field(ge=1, le=9999)]
    event_title: Text | None = None
    place: Text | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    """None for self-study, which has neither place nor dates."""
    issued_on: date
    funder: Text | None = None
    organisation: Text
    signatories: Annotated[tuple[Signatory, ...], Field(max_length=2)] = ()
    verify_url: Annotated[str, StringConstraints(pattern=r"^https?://[!-~]+$", max_length=200)]
    design: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
    design_version: int

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if len(set(self.languages)) != len(self.languages):
            raise ValueError("the two languages of a certificate are the same")
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValueError("the event ends before it starts")
        return self
