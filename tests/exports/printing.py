"""Handbooks printed once for all tests, and other people's tools to read them with."""

import json
import subprocess
import unicodedata
from pathlib import Path


def told_by(*command) -> str:
    done = subprocess.run([str(part) for part in command], check=True, capture_output=True)
    return unicodedata.normalize("NFC", done.stdout.decode(errors="replace"))


def words(text: str) -> str:
    """In one line, without the difference between spaces."""
    return " ".join(text.split())


def pages_of(path: Path) -> list[str]:
    return [words(page) for page in told_by("pdftotext", "-raw", path, "-").split("\f")[:-1]]


def facts_of(path: Path) -> dict[str, str]:
    lines = (line.partition(":") for line in told_by("pdfinfo", path).splitlines())
    return {name: value.strip() for name, _, value in lines}


def objects_of(path: Path) -> list[dict]:
    """Every dictionary of the file."""
    parts = json.loads(told_by("qpdf", "--json", "--json-stream-data=none", path))["qpdf"][1]
    return [part["value"] for part in parts.values() if isinstance(part.get("value"), dict)]


def text_of(value: str) -> str:
    return value.removeprefix("u:")


def bookmarks_of(path: Path) -> list[tuple[str, int]]:
    """Level, title and page of each, in their order."""
    found = json.loads(told_by("qpdf", "--json", "--json-key=outlines", "--json-stream-data=none", path))

    def flat(branch, depth):
        for one in branch:
            yield depth, words(one["title"]), one["destpageposfrom1"]
            yield from flat(one["kids"], depth + 1)

    return list(flat(found["outlines"], 1))
