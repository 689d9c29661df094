"""Drawings: SVG with a token `{{label}}` in place of every text, and the labels in each language.

What a drawing may hold follows from where it is shown: as a picture, under a policy that runs no script and
loads nothing from elsewhere. Anything that could do so is refused, not removed.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat
from xml.sax.saxutils import escape

from pydantic import ConfigDict, RootModel

from course.questions.authoring import AuthoredText

_SVG = "http://www.w3.org/2000/svg"
_ELEMENTS = frozenset(
    {"svg", "g", "defs", "symbol", "use", "marker", "clipPath", "pattern", "title", "desc", "text", "tspan"}
    | {"rect", "circle", "ellipse", "line", "polyline", "polygon", "path"}
    | {"linearGradient", "radialGradient", "stop"}
)
_TOKEN = re.compile(r"\{\{([^{}]*)\}\}")

Fault = tuple[int, str]
"""Line, counted from 1, and message."""


class LabelsFile(RootModel[dict[str, AuthoredText]]):
    """`assets/<name>.yaml`: for each token its text in each language."""

    model_config = ConfigDict(frozen=True, strict=True)


@dataclass(frozen=True)
class Drawing:
    file: Path
    svg: str
    width: int
    height: int
    labels: Mapping[str, Mapping[str, str]]

    def in_language(self, language: str) -> bytes:
        """The SVG with its labels in `language`, English where one is missing."""

        def label(match: re.Match[str]) -> str:
            text = self.labels[match[1].strip()]
            return escape(text.get(language, text["en"]), {'"': "&quot;", "'": "&apos;"})

        return _TOKEN.sub(label, self.svg).encode()


@dataclass
class Inspection:
    """What was found in the text of one SVG."""

    faults: list[Fault] = field(default_factory=list)
    width: int = 0
    height: int = 0
    tokens: dict[str, int] = field(default_factory=dict)
    """Line of the first use of each token."""


class _RefusedError(Exception):
    """Nothing more may be read of this file."""


def inspect(svg: str) -> Inspection:
    """Everything that is wrong with `svg`, its size in user units and its tokens."""
    found = Inspection()
    found.faults.extend(_tokens(svg, found.tokens))
    reader = _Reader(found)
    try:
        reader.parser.Parse(svg, True)
    except expat.ExpatError as error:
        message = f"this is not well-formed SVG: {expat.ErrorString(error.code)}"
        found.faults.append((error.lineno, message))
    except _RefusedError:
        pass
    return found


def _tokens(svg: str, tokens: dict[str, int]) -> Iterator[Fault]:
    for number, line in enumerate(svg.split("\n"), start=1):
        for match in _TOKEN.finditer(line):
            tokens.setdefault(match[1].strip(), number)
        rest = _TOKEN.sub("", line)
        if "{{" in rest or "}}" in rest:
            yield number, "a token is not closed: write it as {{name}} on one line"


class _Reader:
    def __init__(self, found: Inspection) -> None:
        self._found = found
        self._is_root = True
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._element
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.XmlDeclHandler = self._declaration

    def _fault(self, message: str) -> None:
        self._found.faults.append((self.parser.CurrentLineNumber, message))

    def _doctype(self, *_: object) -> None:
        self._fault("a DOCTYPE may not be used: remove it")
        raise _RefusedError

    def _instruction(self, target: str, _: str) -> None:
        self._fault(f"the instruction <?{target}?> may not be used: remove it")

    def _declaration(self, _: str, encoding: str | None, __: int) -> None:
        if encoding and encoding.lower() != "utf-8":
            self._fault("the encoding must be UTF-8: remove the first line")

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        if namespace != _SVG:
            self._fault(f'<{local}> is not SVG: write xmlns="{_SVG}" on <svg> and remove what is not drawing')
        elif local not in _ELEMENTS:
            self._fault(f"<{local}> may not be used in a figure: remove it, or draw it with shapes and text")
        if self._is_root:
            self._root(local, attributes)
        for attribute, value in attributes.items():
            self._attribute(attribute.rpartition(" ")[2], value)

    def _root(self, local: str, attributes: dict[str, str]) -> None:
        self._is_root = False
        size = _size(attributes.get("viewBox", ""))
        if local != "svg" or size is None:
            self._fault('the drawing must start with <svg viewBox="0 0 width height">')
        else:
            self._found.width, self._found.height = size

    def _attribute(self, name: str, value: str) -> None:
        lowered = value.lower()
        if name.lower().startswith("on"):
            self._fault(f"{name}: event handlers may not be used: remove it")
        elif name == "style":
            self._fault("style= may not be used: write fill=, stroke= and the like")
        elif name in ("href", "src", "base") and not value.startswith("#"):
            self._fault(f"{name}: references out of the drawing may not be used: point to an #id inside it")
        elif "\\" in value or "url(" in lowered.replace("url(#", "") or "script:" in lowered:
            self._fault(f"{name}: only url(#id) of this drawing may be used here")


def _size(view_box: str) -> tuple[int, int] | None:
    try:
        numbers = [float(number) for number in view_box.replace(",", " ").split()]
    except ValueError:
        return None
    if len(numbers) != 4 or not all(math.isfinite(number) for number in numbers):
        return None
    width, height = round(numbers[2]), round(numbers[3])
    return (width, height) if width > 0 and height > 0 else None


def read_labels(value: object) -> dict[str, dict[str, str]]:
    """Raises pydantic.ValidationError."""
    return LabelsFile.model_validate(value).root
