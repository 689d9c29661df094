"""Looks at one folder on the disk and lets nothing in that is too large, a link out of it or not text."""

from collections.abc import Iterator
from pathlib import Path

from course.content.problems import Problems

LARGEST = 1024 * 1024
"""Bytes one content file may have."""


class Folder:
    """Reads files below `root`; every path it takes and gives is relative to it."""

    def __init__(self, root: Path, problems: Problems) -> None:
        self.root = root
        self._home = root.resolve()
        self._problems = problems

    def names(self, path: Path) -> list[str]:
        """Names in a folder in alphabetical order, without hidden ones; empty if it is not there."""
        if not self._is_inside(path):
            return []
        try:
            found = [entry.name for entry in (self.root / path).iterdir()]
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            self._problems.add(path, 1, f"the folder cannot be read: {error.strerror}")
            return []
        return sorted(name for name in found if not name.startswith("."))

    def folders(self, path: Path) -> list[str]:
        """Names of the folders directly inside `path`, without links out of the content folder."""
        found = [name for name in self.names(path) if self._is_folder(path / name)]
        return [name for name in found if self._is_inside(path / name)]

    def files(self, path: Path) -> Iterator[Path]:
        """The files directly inside `path`."""
        for name in self.names(path):
            if not self._is_folder(path / name):
                yield path / name

    def has(self, path: Path) -> bool:
        """Whether something stands there."""
        return path.name in self.names(path.parent)

    def text(self, path: Path) -> str | None:
        """A file's text with `\\n` line ends and without byte order mark; None after telling why not."""
        data = self._bytes(path) if self._is_inside(path) else None
        if data is None:
            return None
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            self._problems.add(path, line, "this is not UTF-8 text: save the file with the encoding UTF-8")
            return None
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def _is_folder(self, path: Path) -> bool:
        try:
            return (self.root / path).is_dir()
        except OSError:
            return False

    def _bytes(self, path: Path) -> bytes | None:
        try:
            # Asked before opening: to open a pipe would wait for ever.
            if not (self.root / path).is_file():
                self._problems.add(path, 1, f"there is no such file: write {path.as_posix()}")
                return None
            with (self.root / path).open("rb") as stream:
                data = stream.read(LARGEST + 1)
        except OSError as error:
            self._problems.add(path, 1, f"the file cannot be read: {error.strerror}")
            return None
        if len(data) > LARGEST:
            self._problems.add(path, 1, "the file is larger than 1 MiB: split it or make it smaller")
            return None
        return data

    def _is_inside(self, path: Path) -> bool:
        try:
            inside = (self.root / path).resolve().is_relative_to(self._home)
        except (OSError, RuntimeError):
            inside = False
        if not inside:
            message = "this link leads out of the content folder: put the file itself here"
            self._problems.add(path, 1, message)
        return inside
