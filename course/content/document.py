"""YAML as plain values that remember their lines.

Stricter than YAML: no anchors, aliases, tags or merge keys, keys are text and stand once. The tree is built
from the parser's events, without recursion, because a deeply nested file would exhaust the stack.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

Place = tuple[str | int, ...]
DEEPEST = 20
_PLAIN = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("null", "bool", "int", "float", "timestamp", "str")
)


class MalformedError(Exception):
    """What is wrong with the YAML, and its line counted from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


@dataclass(frozen=True)
class Document:
    value: Any
    lines: Mapping[Place, int]

    def at(self, place: Place) -> Any:
        """The value at `place`; the whole for ()."""
        value = self.value
        for part in place:
            value = value[part]
        return value

    def line(self, *place: str | int) -> int:
        """The line of the deepest known part of `place`; parts that name nothing here are passed over."""
        known: Place = ()
        for part in place:
            if (*known, part) in self.lines:
                known = (*known, part)
        return self.lines.get(known, 1)


def parse_document(text: str, first_line: int = 1) -> Document:
    """`text` as a document whose first line has the number `first_line`. Raises MalformedError."""
    builder = _Builder(first_line)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + first_line if mark else first_line
        raise MalformedError(line, f"this is not YAML: {error.problem or error.context}") from error
    except yaml.YAMLError as error:
        raise MalformedError(
            first_line, "this is not YAML: it holds a character that may not be used"
        ) from error
    return Document(builder.root, builder.lines)


class _Scalars(SafeConstructor, Resolver):
    def value(self, event: yaml.ScalarEvent) -> object:
        tag = self.resolve(  # type: ignore[no-untyped-call]
            yaml.ScalarNode, event.value, event.implicit
        )
        if tag not in _PLAIN:
            raise ValueError(event.value)
        return self.construct_object(yaml.ScalarNode(tag, event.value))


@dataclass
class _Open:
    """A mapping or list that is being filled."""

    into: dict[str, Any] | list[Any]
    place: Place
    key: str | None = None


@dataclass
class _Builder:
    first_line: int
    root: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    _stack: list[_Open] = field(default_factory=list)
    _scalars: _Scalars = field(default_factory=_Scalars)
    _documents: int = 0

    def take(self, event: yaml.Event) -> None:
        line = (event.start_mark.line if event.start_mark else 0) + self.first_line
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise MalformedError(line, "a second document starts here: remove the line `---`")
        elif isinstance(event, yaml.CollectionEndEvent):
            self._stack.pop()
        elif isinstance(event, yaml.NodeEvent):
            self._refuse_sharing(event, line)
            self._node(event, line)

    def _refuse_sharing(self, event: yaml.NodeEvent, line: int) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise MalformedError(
                line, "anchors (&) and aliases (*) may not be used: write the text out, or quote it"
            )
        if not isinstance(event, yaml.ScalarEvent) and getattr(event, "tag", None):
            raise MalformedError(line, "tags (!) may not be used: remove it, or quote the text")

    def _node(self, event: yaml.NodeEvent, line: int) -> None:
        if isinstance(event, yaml.ScalarEvent):
            if self._is_key():
                self._open_key(event, line)
            else:
                self._put(self._scalar(event, line), line)
            return
        if self._is_key():
            raise MalformedError(line, "a key must be a word: quote text that starts with [ or {")
        if len(self._stack) >= DEEPEST:
            raise MalformedError(line, f"this is nested more than {DEEPEST} levels deep")
        into: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._stack.append(_Open(into, self._put(into, line)))

    def _is_key(self) -> bool:
        return bool(self._stack) and isinstance(self._stack[-1].into, dict) and self._stack[-1].key is None

    def _open_key(self, event: yaml.ScalarEvent, line: int) -> None:
        top = self._stack[-1]
        if not isinstance(self._scalar(event, line), str):
            raise MalformedError(line, f"the key {event.value} is not text: put it in quotes")
        if event.value in top.into:
            raise MalformedError(line, f"the key {event.value} stands here twice: keep one")
        top.key = event.value
        self.lines[(*top.place, event.value)] = line

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> object:
        if event.tag:
            raise MalformedError(line, "tags (!) may not be used: remove it, or quote the text")
        try:
            return self._scalars.value(event)
        except (ValueError, OverflowError, yaml.YAMLError) as error:
            shown = event.value[:40]
            raise MalformedError(
                line, f"{shown} cannot be read as a number or date: correct or quote it"
            ) from error

    def _put(self, value: object, line: int) -> Place:
        """Puts `value` where it belongs and returns that place."""
        if not self._stack:
            self.root = value
            self.lines[()] = line
            return ()
        top = self._stack[-1]
        if isinstance(top.into, list):
            place: Place = (*top.place, len(top.into))
            top.into.append(value)
            self.lines[place] = line
            return place
        assert top.key is not None
        place = (*top.place, top.key)
        top.into[top.key] = value
        top.key = None
        return place
