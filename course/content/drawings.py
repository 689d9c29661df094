"""Reads a drawing and its labels from the folder and compares the two."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from course.content.figures import Drawing, Inspection, inspect, read_labels
from course.content.files import Folder
from course.content.problems import Problem, Problems
from course.content.validation import Entry, check_value, read_document

Labels = Mapping[str, Mapping[str, str]]


def read_drawing(
    folder: Folder, file: Path, problems: Problems
) -> tuple[Drawing | None, Entry[Labels] | None]:
    """The drawing, None if anything is wrong with it, and its labels, None if there are none to read."""
    svg = folder.text(file)
    if svg is None:
        return None, None
    found = inspect(svg)
    for line, message in found.faults:
        problems.add(file, line, message)
    labels_file = file.with_suffix(".yaml")
    entry = _labels(folder, labels_file, problems) if found.tokens or folder.has(labels_file) else None
    if entry is None:
        is_whole = not found.faults and not found.tokens and not folder.has(labels_file)
        return (Drawing(file, svg, found.width, found.height, {}) if is_whole else None), None
    drawing = Drawing(file, svg, found.width, found.height, entry.value)
    differences = list(_differences(file, found, entry))
    if not differences and not found.faults:
        differences = list(_spoilt(drawing, entry))
    for problem in differences:
        problems.add(problem.file, problem.line, problem.message)
    return (None if differences or found.faults else drawing), entry


def _labels(folder: Folder, file: Path, problems: Problems) -> Entry[Labels] | None:
    text = folder.text(file)
    document = None if text is None else read_document(file, text, problems)
    if document is None:
        return None
    labels = check_value(file, document, (), read_labels, problems)
    return None if labels is None else Entry(file, labels, document)


def _differences(file: Path, found: Inspection, labels: Entry[Labels]) -> Iterator[Problem]:
    for token, line in found.tokens.items():
        if token not in labels.value:
            message = f"{{{{{token}}}}} has no label: add `{token}:` to {labels.file.name}"
            yield Problem(file, line, message)
    for label in labels.value:
        if label not in found.tokens:
            message = f"the label {label} is not used: write {{{{{label}}}}} in {file.name}, or remove it"
            yield Problem(labels.file, labels.line(label), message)


def _spoilt(drawing: Drawing, labels: Entry[Labels]) -> Iterator[Problem]:
    for language in sorted({language for text in labels.value.values() for language in text}):
        for _, message in inspect(drawing.in_language(language).decode()).faults:
            yield Problem(labels.file, 1, f"with the labels in {language}: {message}")
