"""The end of the certificate printer that everybody uses; `rendering` is the child process behind it."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer
from types import TracebackType
from typing import IO, Self, cast

from course.base.child import end, read_body, read_header
from course.base.errors import N_, CourseError
from course.certificates.document import DESIGNS
from course.certificates.snapshot import Snapshot

SECONDS = 20.0
"""What one document may take; the first of a child includes its start."""
COMMAND = (sys.executable, "-m", "course.certificates.rendering")
ENVIRONMENT = {
    "LC_ALL": "C.UTF-8",
    # Fonts of the machine are not looked at: the designs bring all of theirs.
    "FONTCONFIG_FILE": str(DESIGNS / "classic" / "fonts" / "fonts.conf"),
}
"""Everything the child is told. It needs none of the server's settings, so it gets none of its secrets."""


class RenderFailed(CourseError):
    """This certificate was not printed; others are not concerned."""


class Printer:
    """Prints certificates one after the other in one child process, started when first needed.

    A context manager, for one thread at a time. After a failure that ended the child, the next certificate
    gets a new one.
    """

    def __init__(self, command: tuple[str, ...] = COMMAND, seconds: float = SECONDS) -> None:
        self._command = command
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._folder: TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def render(self, snapshot: Snapshot) -> bytes:
        """The PDF; equal snapshots give equal bytes.

        Raises RenderFailed with a sentence: letters the fonts lack, text too long for one page, an unknown
        design, too much time or memory.
        """
        child = self._living()
        timer = Timer(self._seconds, child.kill)
        timer.start()
        try:
            return _ask(child, snapshot)
        except (OSError, EOFError):
            late = timer.finished.is_set()
            self._stop()
            if late:
                raise RenderFailed(
                    N_(
                        "The certificate %(serial)s was not printed: it took longer than %(seconds)d seconds."
                    ),
                    serial=snapshot.serial,
                    seconds=self._seconds,
                ) from None
            raise RenderFailed(
                N_("The certificate %(serial)s was not printed: the printing process stopped. Try again."),
                serial=snapshot.serial,
            ) from None
        finally:
            timer.cancel()

    def _living(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is not None:
            self._stop()
        if self._child is None:
            # What the child leaves on the disk goes with it, also when it is killed.
            self._folder = TemporaryDirectory(prefix="certificates-")
            self._child = subprocess.Popen(  # noqa: S603 - a fixed command, nothing in it comes from people
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=Path(__file__).resolve().parents[2],
                env=ENVIRONMENT | {"TMPDIR": self._folder.name, "XDG_CACHE_HOME": self._folder.name},
            )
        return self._child

    def _stop(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        end(child)
        if self._folder is not None:
            self._folder.cleanup()


def _ask(child: subprocess.Popen[bytes], snapshot: Snapshot) -> bytes:
    """Raises OSError or EOFError when the child is no more, RenderFailed when it says why it refuses."""
    requests, answers = cast(IO[bytes], child.stdin), cast(IO[bytes], child.stdout)
    requests.write(snapshot.model_dump_json().encode() + b"\n")
    requests.flush()
    header = read_header(answers)
    if not header["ok"]:
        raise RenderFailed(header["sentence"], **header["values"])
    return read_body(answers, header["length"])
