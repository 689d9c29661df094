"""Files that are there whole or not at all."""

import os
from contextlib import suppress

import pytest

from course.base.writing import NotWritten, whole_file


def test_a_file_takes_its_place_when_it_is_whole(tmp_path):
    path = tmp_path / "handbook.pdf"
    with whole_file(path) as write:
        write(b"first")
        assert not path.exists()
        write(b" second")
    assert path.read_bytes() == b"first second"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_leaves_what_was_there_and_nothing_beside_it(tmp_path):
    path = tmp_path / "handbook.pdf"
    path.write_bytes(b"old")
    with suppress(ZeroDivisionError), whole_file(path) as write:
        write(b"new")
        raise ZeroDivisionError
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_told_before_the_work_begins(tmp_path):
    path = tmp_path / "none" / "handbook.pdf"
    with (
        pytest.raises(NotWritten, match=r"cannot be written \(no such file or directory\)"),
        whole_file(path),
    ):
        raise AssertionError("the work began")


def test_a_pipe_or_a_device_is_not_replaced(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with pytest.raises(NotWritten, match="is not a file"), whole_file(path):
        raise AssertionError("the work began")
    assert path.is_fifo()


def test_a_new_file_may_be_read_as_the_users_other_files(tmp_path):
    other, path = tmp_path / "other", tmp_path / "handbook.pdf"
    other.touch()
    with whole_file(path) as write:
        write(b"x")
    assert path.stat().st_mode == other.stat().st_mode
