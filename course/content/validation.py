"""From plain values to a checked model, with each fault said in words an author can act on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from course.content.document import Document, MalformedError, Place, parse_document
from course.content.problems import Problems
from course.content.translation import RevisionFile, content_part, languages_in, own_part

Value = TypeVar("Value")

_SENTENCES = {
    "missing": "is missing: add it",
    "extra_forbidden": "is not a key of this file: correct its spelling or remove it",
    "string_type": "must be text: put it in quotes",
    "int_type": "must be a whole number without quotes",
    "int_from_float": "must be a whole number",
    "bool_type": "must be true or false",
    "dict_type": "must be a block of `key: value` lines",
    "model_type": "must be a block of `key: value` lines",
    "model_attributes_type": "must be a block of `key: value` lines",
    "list_type": "must be a list: start each of its lines with `- `",
    "tuple_type": "must be a list: start each of its lines with `- `",
    "date_type": "must be a date without quotes, for instance 2026-11-23",
    "union_tag_not_found": "does not say its type: add `type: …`",
    "string_too_short": "is empty: write it",
    "too_short": "is empty: write at least one",
    "string_pattern_mismatch": "must be lower-case letters and digits joined by single hyphens",
}


@dataclass(frozen=True)
class Entry(Generic[Value]):
    """One checked thing with the place it came from."""

    file: Path
    value: Value
    document: Document
    state: RevisionFile = field(default_factory=RevisionFile)
    """Its revision and those of its translations."""
    place: Place = ()
    """Where it stands in the document."""

    def line(self, *place: str | int) -> int:
        return self.document.line(*self.place, *place)

    def languages(self) -> set[str]:
        """Of all its texts, the stale ones included."""
        return languages_in(content_part(self.document.at(self.place)))


def read_document(file: Path, text: str, problems: Problems, first_line: int = 1) -> Document | None:
    """The YAML of `file`; None after telling what is wrong."""
    try:
        return parse_document(text, first_line)
    except MalformedError as error:
        problems.add(file, error.line, error.message)
        return None


def check_translated(
    file: Path,
    document: Document,
    make: Callable[[Any], Value],
    problems: Problems,
    place: Place = (),
) -> Entry[Value] | None:
    """`make` of what holds all its languages, without its stale texts: English stands in for them.

    None after telling each fault at its line.
    """

    def state_of(value: Any) -> RevisionFile:
        return RevisionFile.model_validate(own_part(value))

    state = check_value(file, document, place, state_of, problems)
    if state is None:
        return None
    stale = state.stale(content_part(document.at(place)))
    value = check_value(file, document, place, lambda whole: make(content_part(whole, stale)), problems)
    return None if value is None else Entry(file, value, document, state, place)


def check_value(
    file: Path,
    document: Document,
    place: Place,
    make: Callable[[Any], Value],
    problems: Problems,
) -> Value | None:
    """`make` of the value at `place` of the document; None after telling each fault at its line."""
    value = document.at(place)
    if not isinstance(value, dict):
        problems.add(file, document.line(*place), "write `key: value` lines here")
        return None
    try:
        return make(value)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            location = tuple(fault["loc"])
            problems.add(file, document.line(*place, *location), _sentence(location, dict(fault)))
    except ValueError as error:
        line = document.line(*place, "kind")
        problems.add(file, line, str(error))
    return None


def _sentence(location: tuple[str | int, ...], fault: dict[str, Any]) -> str:
    # The line already says which entry of a list; "[key]" is pydantic's word for a key of a mapping.
    name = ".".join(part for part in location if isinstance(part, str) and part != "[key]")
    said = _SENTENCES.get(fault["type"])
    if fault["type"] == "literal_error":
        said = f"must be {fault['ctx']['expected']}"
    if fault["type"] == "union_tag_invalid":
        said = f"has a type that is unknown: write one of {fault['ctx']['expected_tags']}"
    if fault["type"] == "greater_than_equal":
        said = f"must be {fault['ctx']['ge']} or more"
    if fault["type"] in ("value_error", "assertion_error"):
        said = str(fault["ctx"]["error"])
        return f"{name}: {said}" if name else said
    return f"{name} {said}" if said else f"{name}: {fault['msg']}"
