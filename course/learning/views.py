"""The lesson page, its completion, and practice questions."""

import random
from dataclasses import dataclass

from flask import Blueprint, current_app, redirect, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from course.accounts.queries import get_person
from course.base.access import Permission, requires
from course.base.errors import NotFound
from course.content.catalogue import Catalogue, Lesson, Module
from course.content.current import current_catalogue
from course.content.showing import TOKEN_HERE, with_form_token
from course.events.queries import get_event
from course.learning import actions, queries
from course.questions.question import Presentation, Question, Remark, Unreadable
from course.web import context
from course.web.language import language, told

learning = Blueprint("learning", __name__)

View = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Exercise:
    """One practice question on a lesson page, before or after it was answered."""

    key: str
    shown: Presentation
    error: str = ""
    remarks: tuple[Remark, ...] = ()
    right: bool | None = None
    right_answer: str = ""
    answered: bool = False
    under_way: bool = False
    """The next step is shown; what is right comes at the end."""


def _lesson(module_key: str, lesson_key: str) -> tuple[Module, Lesson]:
    module = current_catalogue().modules.get(module_key)
    lesson = module.lesson(lesson_key) if module else None
    if module is None or lesson is None:
        raise NotFound
    return module, lesson


@learning.get("/modules/<module_key>/lessons/<lesson_key>")
@requires(Permission.LEARN)
def lesson_page(module_key: str, lesson_key: str) -> str:
    module, lesson = _lesson(module_key, lesson_key)
    return _page(module, lesson, {})


def _page(module: Module, lesson: Lesson, answered: dict[str, Exercise]) -> str:
    actor = context.actor()
    completed = queries.completed_lessons(context.session(), [actor.id])[actor.id]
    previous, following = module.neighbours(lesson.key)
    return render_template(
        "learning/lesson.html",
        module=module,
        lesson=lesson,
        text=lesson.text(_reading(lesson)),
        summary=lesson.summary(language()) if _reading(lesson) == language() else None,
        body=_body(lesson, answered),
        completed=completed,
        previous=previous,
        following=following,
    )


def _reading(lesson: Lesson) -> str:
    """The language to read in: the page's own, or the one asked for (`?lang=ru`) if the lesson has it."""
    asked = request.args.get("lang", "")
    return asked if asked in lesson.texts else language()


def _body(lesson: Lesson, answered: dict[str, Exercise]) -> Markup:
    """Prose and practice questions. The same for everyone until something is answered, so kept ready."""
    kept: dict[tuple[str, str], str] = current_app.extensions.setdefault("course_lesson_bodies", {})
    text = lesson.text(_reading(lesson))
    name = (text.hash, language())
    if answered or name not in kept:
        questions = current_catalogue().questions
        exercises = {
            key: answered.get(key) or _exercise(questions[key], text.language) for key in lesson.practice
        }
        body = render_template(
            "learning/body.html",
            lesson=lesson,
            text=text,
            exercises=exercises,
            form_token=TOKEN_HERE,
        )
        if answered:
            return with_form_token(body)
        kept[name] = body
    return with_form_token(kept[name])


def _exercise(question: Question, shown_in: str) -> Exercise:
    return Exercise(question.key, question.present(_arrangement(question), {}, shown_in))


def _arrangement(question: Question) -> dict[str, list[str]]:
    """The same order for everyone, every time, but not the author's."""
    return question.arrange(random.Random(question.key))  # noqa: S311 - an order, not a secret


@learning.post("/modules/<module_key>/lessons/<lesson_key>/practice/<question_key>")
@requires(Permission.LEARN)
def practise(module_key: str, lesson_key: str, question_key: str) -> View:
    """Judge a practice answer at once. Nothing is kept."""
    module, lesson = _lesson(module_key, lesson_key)
    if question_key not in lesson.practice:
        raise NotFound
    question = current_catalogue().questions[question_key]
    prefix = f"{question_key}."
    fields = {
        name.removeprefix(prefix): values
        for name, values in request.form.to_dict(flat=False).items()
        if name.startswith(prefix)
    }
    shown_in = lesson.text(_reading(lesson)).language
    return _page(module, lesson, {question_key: _judged(question, fields, shown_in)})


def _judged(question: Question, fields: dict[str, list[str]], shown_in: str) -> Exercise:
    arrangement = _arrangement(question)
    try:
        response = question.parse(fields)
    except Unreadable as error:
        shown = question.present(arrangement, {}, shown_in).with_typed(fields)
        return Exercise(question.key, shown, error=told(error))
    under_way = question.is_under_way(response)
    fraction = question.grade(response).fraction if response else None
    return Exercise(
        question.key,
        question.present(arrangement, response, shown_in),
        remarks=question.remarks(response, shown_in, with_key=not under_way) if response else (),
        right=None if fraction is None else fraction == 1,
        right_answer=question.right_answer(shown_in) if response and fraction != 1 and not under_way else "",
        answered=bool(response),
        under_way=under_way,
    )


@learning.post("/modules/<module_key>/lessons/<lesson_key>/completion")
@requires(Permission.LEARN)
def complete(module_key: str, lesson_key: str) -> Response:
    module, lesson = _lesson(module_key, lesson_key)
    actions.complete_lesson(
        context.begin_writing(),
        context.actor().id,
        context.now(),
        lesson,
        lesson.text(_reading(lesson)).language,
    )
    return redirect(_after(current_catalogue(), module, lesson), 303)


def _after(catalogue: Catalogue, module: Module, lesson: Lesson) -> str:
    """The next lesson of the module; after the last one, the module's page with its quiz."""
    _, following = module.neighbours(lesson.key)
    if following is not None:
        return f"/modules/{module.key}/lessons/{following.key}"
    return f"/modules/{module.key}/"


@learning.post("/manage/people/<int:person_id>/enrolments")
@requires(Permission.MANAGE_PEOPLE)
def enrol(person_id: int) -> Response:
    unit, actor = context.begin_writing(), context.actor()
    person = get_person(unit, actor, person_id)
    event = get_event(unit, actor, request.form.get("event", ""))
    actions.enrol(unit, actor, context.now(), person, current_catalogue().package.key, event)
    return redirect(f"/manage/people/{person_id}", 303)
