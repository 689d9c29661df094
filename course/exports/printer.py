"""The end of the printing process that everybody uses; `rendering` is the child process behind it."""

import json
import subprocess
import sys
from collections.abc import Callable
from tempfile import TemporaryDirectory
from typing import IO, cast

from course.base.child import end, read_body, read_header
from course.base.errors import N_, CourseError
from course.config import ROOT
from course.exports.document import TEMPLATES, Document

COMMAND = (sys.executable, "-m", "course.exports.rendering")
ENVIRONMENT = {
    "LC_ALL": "C.UTF-8",
    # Fonts of the machine are not looked at: the handbook brings all of its own.
    "FONTCONFIG_FILE": str(TEMPLATES / "pdf" / "fonts" / "fonts.conf"),
}
"""Everything the child is told."""


class NotPrinted(CourseError):
    """There is no PDF; the sentence says why."""


def printed(
    document: Document, laid_out: Callable[[int], object], command: tuple[str, ...] = COMMAND
) -> bytes:
    """The PDF; equal documents give equal bytes. `laid_out` is told the number of each page, some several times.

    Raises NotPrinted: letters that the fonts lack, or a process that ended before it was done.
    """
    request = {
        "html": document.html,
        "pictures": {address: svg.decode() for address, svg in document.pictures.items()},
        "places": document.places,
    }
    # What the child leaves on the disk goes with it, also when it is killed.
    with TemporaryDirectory(prefix="handbook-") as folder:
        child = subprocess.Popen(  # noqa: S603 - a fixed command, nothing in it comes from people
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env=ENVIRONMENT | {"TMPDIR": folder, "XDG_CACHE_HOME": folder},
        )
        try:
            return _ask(child, json.dumps(request).encode(), laid_out)
        except (OSError, EOFError):
            raise NotPrinted(
                N_("The handbook was not printed: the printing process stopped. Try again.")
            ) from None
        finally:
            end(child)


def _ask(child: subprocess.Popen[bytes], request: bytes, laid_out: Callable[[int], object]) -> bytes:
    """Raises OSError or EOFError when the child is no more, NotPrinted when it says why it refuses."""
    requests, answers = cast(IO[bytes], child.stdin), cast(IO[bytes], child.stdout)
    requests.write(request)
    requests.close()
    while True:
        header = read_header(answers)
        if "page" not in header:
            break
        laid_out(header["page"])
    if not header["ok"]:
        raise NotPrinted(header["sentence"], **header["values"])
    return read_body(answers, header["length"])
