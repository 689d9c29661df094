"""One lesson in one language as its author wrote it: front matter, tokens, and all it refers to."""

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from markdown_it.token import Token

from course.content import directives
from course.content.document import Document
from course.content.lesson import FrontMatter, LessonName, parse_name
from course.content.markdown import parse

Kind = Literal["figure", "question", "term", "source", "lesson"]
Fault = tuple[int, str]
"""Line of the file, counted from 1, and message."""

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):(.*)", re.DOTALL)
_OUTSIDE = ("http", "https", "mailto")
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]*(?:\s[^<>]*)?/?>|<!--|<!doctype", re.IGNORECASE)


@dataclass(frozen=True)
class Mention:
    """Something the text refers to, with the line where it does."""

    kind: Kind
    target: str
    line: int


@dataclass(frozen=True)
class Manuscript:
    module: str
    name: LessonName
    file: Path
    meta: FrontMatter | None
    """None when it could not be read."""
    front: Document | None
    body: str
    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]

    def of(self, kind: Kind) -> tuple[Mention, ...]:
        return tuple(mention for mention in self.mentions if mention.kind == kind)

    def line(self, *place: str | int) -> int:
        return self.front.line(*place) if self.front else 1


def scan(body: str, first_line: int) -> tuple[tuple[Token, ...], tuple[Mention, ...], list[Fault]]:
    """Tokens, mentions and faults of a body that starts on `first_line` of its file."""
    tokens = parse(body)
    faults = [(line + first_line, message) for line, message in directives.faults(body)]
    mentions: list[Mention] = []
    for found in _walk(tokens, first_line):
        if isinstance(found, Mention):
            mentions.append(found)
        else:
            faults.append(found)
    return tuple(tokens), tuple(mentions), faults


def link_of(target: str) -> tuple[str, str]:
    """("term" or "source", key), ("outside", address), ("lesson", path) or ("", scheme) if not allowed."""
    match = _SCHEME.fullmatch(target)
    if match is None:
        return "lesson", target
    scheme = match[1].lower()
    if scheme in ("term", "source"):
        return scheme, match[2]
    return ("outside", target) if scheme in _OUTSIDE else ("", scheme)


def lesson_at(file: Path, target: str) -> tuple[str, LessonName] | None:
    """Module and lesson file a relative link in `file` points to; None if it is no lesson's place."""
    path = posixpath.normpath(posixpath.join(file.parent.as_posix(), target)).split("/")
    if len(path) != 4 or path[0] != "modules" or path[2] != "lessons":
        return None
    name = parse_name(path[3])
    return (path[1], name) if name else None


def _walk(tokens: Sequence[Token], first_line: int) -> Iterator[Mention | Fault]:
    depth = 0
    for place, token in enumerate(tokens):
        line = (token.map[0] if token.map else 0) + first_line
        if token.type == directives.OPEN:
            yield from _directive(tokens, place, line, depth)
            depth += 1
        elif token.type == directives.CLOSE:
            depth -= 1
        elif token.type == "heading_open" and token.tag == "h1":
            yield line, "the page prints the title itself: start headings at `##`"
        elif token.type == "inline":
            yield from _html(token, line)
            yield from _links(token, line)


def _directive(tokens: Sequence[Token], place: int, line: int, depth: int) -> Iterator[Mention | Fault]:
    token = tokens[place]
    name, argument = directives.parse_info(token.info)
    if token.level != depth:
        yield line, f"`::: {name}` stands in a list or quotation: start it at the beginning of a line"
    elif depth and name == "question":
        yield line, "a practice question may not stand inside another block: close that block first"
    following = tokens[place + 1]
    if name == "question" and argument:
        yield Mention("question", argument, line)
        if following.type != directives.CLOSE:
            yield line, "write nothing between `::: question` and `:::`: the page puts the question there"
    elif name == "figure" and argument:
        yield Mention("figure", argument, line)
        described = place + 4 < len(tokens) and tokens[place + 4].type != directives.CLOSE
        if following.type != "paragraph_open" or not described:
            yield line, "a figure needs a caption, an empty line and a long description before `:::`"


def _html(inline: Token, line: int) -> Iterator[Fault]:
    text = "".join(
        child.content if child.type == "text" else "\n" if child.type.endswith("break") else ""
        for child in inline.children or []
    )
    for match in _TAG.finditer(text):
        shown = match[0].split("\n")[0][:40]
        yield (
            line + text[: match.start()].count("\n"),
            f"HTML may not be used: write Markdown, or `{shown}` as code",
        )


def _links(inline: Token, line: int) -> Iterator[Mention | Fault]:
    for child in inline.children or []:
        if child.type.endswith("break"):
            line += 1
        elif child.type == "image":
            yield line, "a picture needs a description: write `::: figure name.svg` as a block of its own"
        elif child.type == "link_open":
            kind, target = link_of(str(child.attrGet("href") or ""))
            if not kind:
                yield line, f"links to {target}: may not be used: write https://, mailto:, term: or source:"
            elif kind == "term":
                yield Mention("term", target, line)
            elif kind == "source":
                yield Mention("source", target, line)
            elif kind == "lesson":
                yield Mention("lesson", target, line)
