"""A mistake of an author, told with its place and with what to write instead."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Problem:
    file: Path
    """Relative to the folder that was read."""
    line: int
    """Counted from 1."""
    message: str

    def __str__(self) -> str:
        name = self.file.as_posix().encode("utf-8", "backslashreplace").decode()
        return f"{name}:{self.line}: {self.message}"


class Problems:
    """Collects what is found; the same problem is told once."""

    def __init__(self) -> None:
        self._found: set[Problem] = set()

    def add(self, file: Path, line: int, message: str) -> None:
        self._found.add(Problem(file, max(line, 1), message))

    def sorted(self) -> tuple[Problem, ...]:
        """By file, then line, then message."""
        return tuple(sorted(self._found))
