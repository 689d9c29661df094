"""How templates write what the catalogue holds."""

import hashlib
from collections.abc import Iterable
from typing import Protocol

from flask import Flask
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

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
    app.jinja_env.globals.update(
        lesson_title=lesson_title, lesson_titles=lesson_titles, figure_url=figure_url
    )


def prose(chunk: Prose) -> Markup:
    """A lesson's prose, cleaned when the catalogue was read. With `with_form_token` the only marker of safe HTML."""
    return Markup(chunk.html)  # noqa: S704 - cleaned by nh3 in content.cleaning


def figure_url(module: str, name: str) -> str:
    """Address of a drawing in the reader's language, English where it is not set in it."""
    figures, stem = current_catalogue().figures, name.removesuffix(".svg")
    shown = language() if (module, stem, language()) in figures else "en"
    version = hashlib.sha256(figures.get((module, stem, shown), b"")).hexdigest()[:12]
    return f"/modules/{module}/figures/{stem}.{shown}.svg?v={version}"


TOKEN_HERE = "\ue000"  # noqa: S105 - a place, not a secret
"""Stands for the form token in a page part that is kept ready for everyone; no text holds this character."""


def with_form_token(part: str) -> Markup:
    """A part rendered by one of our templates, kept ready, with this person's form token put in."""
    return Markup(part.replace(TOKEN_HERE, str(escape(generate_csrf()))))  # noqa: S704 - our own template's output


def lesson_title(path: str) -> str:
    """Title of the lesson `module/lesson`; the path itself when that lesson is gone."""
    module_key, _, lesson_key = path.partition("/")
    module = current_catalogue().modules.get(module_key)
    lesson = module.lesson(lesson_key) if module else None
    return lesson.title(language()) if lesson else path


def lesson_titles(lessons: Iterable[LessonNamed]) -> str:
    return "; ".join(lesson_title(f"{one.module}/{one.key}") for one in lessons)
