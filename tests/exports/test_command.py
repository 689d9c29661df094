"""`course export` as a person types it."""

import os
import subprocess
import sys

import pytest

from course.config import ROOT
from course.exports.formats import NotThere, published_module
from tests.content.small import write_small


def export(*given: object, prefix: tuple[str, ...] = ()):
    command = [*prefix, sys.executable, "-m", "course", "export", *(str(word) for word in given)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def test_a_handbook_is_written_whole_and_quietly(tmp_path):
    file = tmp_path / "orientation.pdf"
    file.write_bytes(b"an older one")
    done = export("pdf", "orientation", "--lang", "ru", "-o", file)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{file} written.\n", "")
    assert file.read_bytes().startswith(b"%PDF-1.7")
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("given", "status", "sentence"),
    [
        (("scorm12", "orientation"), 2, "There is no export as scorm12. Write one of: pdf."),
        (
            ("pdf", "orientation", "--lang", "de"),
            2,
            "de is not a language of the course. Write one of: en, ru, kk",
        ),
        (("pdf", "nowhere"), 1, "There is no module nowhere. Write one of: orientation, migration-policy"),
    ],
)
def test_what_does_not_exist_is_refused_in_a_sentence(tmp_path, given, status, sentence):
    done = export(*given, "-o", tmp_path / "x.pdf")
    assert (done.returncode, done.stdout) == (status, "")
    assert sentence in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_announced_module_is_refused(tmp_path):
    with pytest.raises(
        NotThere, match="The module later is announced, not published: there is nothing to export"
    ):
        published_module(write_small(tmp_path).catalogue(), "later")


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(tmp_path):
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o555)
    # A root without the right to pass over modes is refused as anyone else would be.
    ordinary = ("setpriv", "--bounding-set=-dac_override", "--") if os.getuid() == 0 else ()
    done = export("pdf", "orientation", "-o", folder / "x.pdf", prefix=ordinary)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{folder / 'x.pdf'} cannot be written (permission denied)." in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_must_be_named(tmp_path):
    assert export("pdf", "orientation").returncode == 2
    assert export("pdf", "orientation", "-o", tmp_path).returncode == 2


def test_the_help_names_the_formats():
    assert "Formats: pdf." in export("--help").stdout
