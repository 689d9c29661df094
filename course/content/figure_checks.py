"""A drawing that a lesson or a question shows must be there, labelled in every language in which it is shown."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from course.content.material import Material
from course.content.problems import Problem
from course.content.validation import Entry
from course.questions.question import Question
from course.questions.types.hotspot import Hotspot


def check_figure(
    material: Material, place: tuple[str, str], languages: Iterable[str], file: Path, line: int
) -> Iterator[Problem]:
    """Problems of the drawing at `place` (module and file name), which is named on `line` of `file`."""
    module, figure = place
    if place not in material.drawings:
        yield Problem(file, line, f"there is no such figure: draw modules/{module}/assets/{figure}")
    elif labels := material.labels.get(place):
        for label, text in labels.value.items():
            for language in languages:
                if language not in text:
                    message = f"{label} has no text in {language}, which {file.name} needs: add it"
                    yield Problem(labels.file, labels.line(label), message)


def check_hotspot(material: Material, entry: Entry[Question], question: Hotspot) -> Iterator[Problem]:
    """Problems of the drawing of `question`, which stands in `entry`, and of the regions in it."""
    place = question.module, question.figure
    yield from check_figure(material, place, question.ask, entry.file, entry.line("figure"))
    drawing = material.drawings.get(place)
    for number, region in enumerate(question.regions):
        left, top, width, height = region.at
        if drawing and (left + width > drawing.width or top + height > drawing.height):
            size = f"{drawing.width} wide and {drawing.height} high"
            message = f"the region {region.key} leads out of the drawing, which is {size}: correct `at`"
            yield Problem(entry.file, entry.line("regions", number, "at"), message)
