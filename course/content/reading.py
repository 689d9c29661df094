"""From a content folder to the catalogue, or to every problem in it."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from course.content.assembling import assemble
from course.content.catalogue import Catalogue
from course.content.checks import check
from course.content.gathering import gather
from course.content.material import Material
from course.content.problems import Problem, Problems


@dataclass(frozen=True)
class Reading:
    catalogue: Catalogue | None
    """None if there is any problem."""
    problems: tuple[Problem, ...]
    """By file and line."""
    material: Material
    """What the files hold, with the state of every translation."""


def read(folder: Path) -> Reading:
    """Reads `modules/` and `quizzes/` in `folder`; never raises on what stands in them."""
    problems = Problems()
    material = gather(folder, problems)
    for problem in check(material):
        problems.add(problem.file, problem.line, problem.message)
    found = problems.sorted()
    return Reading(None if found else assemble(material), found, material)


def summary(catalogue: Catalogue) -> str:
    """One line for the command: what there is of everything."""
    lessons = [lesson for module in catalogue.modules.values() for lesson in module.lessons]
    languages = Counter(language for lesson in lessons for language in lesson.texts)
    texts = ", ".join(f"{language} {count}" for language, count in sorted(languages.items()))
    figures = {(module, name) for module, name, _ in catalogue.figures}
    return (
        f"{len(catalogue.modules)} modules, {len(lessons)} lessons ({texts}), "
        f"{len(catalogue.quizzes)} quizzes, {len(catalogue.questions)} questions, "
        f"{len(catalogue.glossary)} terms, {len(figures)} figures"
    )
