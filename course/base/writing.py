"""Files that are there whole or not at all."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from course.base.errors import N_, CourseError


class NotWritten(CourseError):
    """The file was not written; what stood there before still does."""


@contextmanager
def whole_file(path: Path) -> Iterator[Callable[[bytes], object]]:
    """Gives a function that writes beside `path`; at the end of the block that takes the place of `path`.

    Whatever ends the block early leaves `path` as it was. Raises NotWritten, before the block when the folder
    cannot be written.
    """
    if path.exists() and not path.is_file():
        raise NotWritten(N_("%(path)s is not a file. Name another one."), path=path)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        beside = aside.open("xb")
    except OSError as error:
        raise _not_written(path, error) from None
    try:
        with beside:
            yield beside.write
        aside.replace(path)
    except OSError as error:
        raise _not_written(path, error) from None
    finally:
        aside.unlink(missing_ok=True)


def _not_written(path: Path, error: OSError) -> NotWritten:
    return NotWritten(
        N_(
            "%(path)s cannot be written (%(reason)s). Name a file in a folder that exists and that you may write to."
        ),
        path=path,
        reason=(error.strerror or "").lower(),
    )
