"""How templates write what the catalogue holds."""

from collections.abc import Iterable
from typing import Protocol

from flask import Flask
from markupsafe import Markup

from course.content.catalogue import Prose
from course.content.current import current_catalogue
from course.web.language import language


class LessonNamed(Protocol):
    """Anything that names a lesson by its module's key and its own."""

    @property
    def module(self) -> str: ...

    @property
    def key(self) -> str: ...


def install(app: Flask) -> None:
    app.jinja_env.filters["prose"] = prose
    app.jinja_env.globals.update(lesson_title=lesson_title, lesson_titles=lesson_titles)


def prose(chunk: Prose) -> Markup:
    """The one place that marks HTML safe: a lesson's prose, cleaned when the catalogue was read."""
    return Markup(chunk.html)  # noqa: S704 - cleaned by nh3 in content.cleaning


def lesson_title(path: str) -> str:
    """Title of the lesson `module/lesson`; the path itself when that lesson is gone."""
    module_key, _, lesson_key = path.partition("/")
    module = current_catalogue().modules.get(module_key)
    lesson = module.lesson(lesson_key) if module else None
    return lesson.text(language()).title if lesson else path


def lesson_titles(lessons: Iterable[LessonNamed]) -> str:
    return "; ".join(lesson_title(f"{one.module}/{one.key}") for one in lessons)
