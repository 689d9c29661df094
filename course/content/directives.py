"""Blocks between `::: name argument` and `:::` in a lesson: which there are and whether they are closed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

OPEN, CLOSE = "container_directive_open", "container_directive_close"
_TITLED = ("note", "case", "activity", "answer")
DIRECTIVES = {
    **dict.fromkeys(_TITLED, "Title"),
    "keypoints": "",
    "figure": "name.svg",
    "question": "key",
}
"""Name of each directive and what stands after it."""

_FENCE = re.compile(r" {0,3}(:{3,})(.*)")
_CODE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")

Fault = tuple[int, str]
"""Line of the body, counted from 0, and message."""


@dataclass(frozen=True)
class Block:
    name: str
    argument: str
    inside: Sequence[Token]


def parse_info(info: str) -> tuple[str, str]:
    """Name and argument of an opening line."""
    name, _, argument = info.strip().partition(" ")
    return name, argument.strip()


def blocks(tokens: Sequence[Token]) -> Iterator[Block | Sequence[Token]]:
    """The outermost directives among `tokens`, and the runs of other tokens between them, in order."""
    start = opened = depth = 0
    for place, token in enumerate(tokens):
        if token.type == OPEN and token.level == tokens[0].level:
            if place > start:
                yield tokens[start:place]
            opened, depth = place, token.level
        elif token.type == CLOSE and token.level == depth == tokens[0].level:
            yield Block(*parse_info(tokens[opened].info), inside=tokens[opened + 1 : place])
            start = place + 1
    if start < len(tokens):
        yield tokens[start:]


def faults(body: str) -> Iterator[Fault]:
    """Directives that are unknown, incomplete, not closed, or closed without being open."""
    stack: list[tuple[int, str, int]] = []
    for number, colons, info in _fences(body):
        if not info:
            if stack and colons >= stack[-1][2]:
                stack.pop()
            else:
                yield number, "`:::` closes nothing here: remove it, or open a block above with `::: name`"
            continue
        while stack and colons >= stack[-1][2]:
            line, name, _ = stack.pop()
            yield line, f"`::: {name}` is not closed: write `:::` on a line of its own before the next block"
        name, argument = parse_info(info)
        yield from _argument_faults(number, name, argument)
        stack.append((number, name, colons))
    for line, name, _ in stack:
        yield line, f"`::: {name}` is not closed: write `:::` on a line of its own at its end"


def _argument_faults(number: int, name: str, argument: str) -> Iterator[Fault]:
    wanted = DIRECTIVES.get(name)
    if wanted is None:
        yield number, f"`::: {name}` is not known: use one of {', '.join(sorted(DIRECTIVES))}"
    elif wanted and not argument:
        yield number, f"`::: {name}` is incomplete: write `::: {name} {wanted}`"
    elif argument and not wanted:
        yield number, f"`::: {name}` takes no title: write `::: {name}` alone"


def _fences(body: str) -> Iterator[tuple[int, int, str]]:
    code = ""
    for number, line in enumerate(body.split("\n")):
        match = _CODE.fullmatch(line)
        if code:
            if match and match[1].startswith(code) and not match[2].strip():
                code = ""
        elif match and not (match[1][0] == "`" and "`" in match[2]):
            code = match[1]
        elif fence := _FENCE.fullmatch(line):
            yield number, len(fence[1]), fence[2].strip()
