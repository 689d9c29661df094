"""Talking with a child process: a line of JSON, then the bytes that it announces."""

import json
import subprocess
from typing import IO, Any, cast


def read_header(answers: IO[bytes]) -> dict[str, Any]:
    """The next line. Raises EOFError when the child ended within it or before it."""
    line = answers.readline()
    if not line.endswith(b"\n"):
        raise EOFError
    header: dict[str, Any] = json.loads(line)
    return header


def read_body(answers: IO[bytes], length: int) -> bytes:
    """The next `length` bytes. Raises EOFError when there are fewer."""
    body = answers.read(length)
    if len(body) != length:
        raise EOFError
    return body


def end(child: subprocess.Popen[bytes]) -> None:
    """Kill it, wait for it, close both pipes; what it has not read is lost."""
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        try:
            cast(IO[bytes], pipe).close()
        except BrokenPipeError:
            continue
