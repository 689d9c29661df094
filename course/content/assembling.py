"""From checked material to the catalogue."""

import hashlib
from datetime import timedelta
from fractions import Fraction

from course.content.catalogue import (
    Announced,
    Catalogue,
    Module,
    Package,
    Quiz,
    Term,
    Topic,
)
from course.content.freezing import digest, frozen
from course.content.glossary import TermFile
from course.content.material import Material
from course.content.package import PackageFile
from course.content.typesetting import Figures, set_figures, set_guides, set_lessons
from course.questions.kinds import fingerprint


def assemble(material: Material) -> Catalogue:
    """The catalogue of `material`, in which no problem was found.

    What an announced module holds already is checked like the rest and left out: nobody can reach it.
    """
    assert material.package
    figures = {place: svg for place, svg in set_figures(material) if _is_open(material, place[0])}
    modules = {key: _module(material, key, figures) for key in material.package.value.modules}
    quizzes = {key: _quiz(material, key) for key in sorted(material.quizzes) if _can_be_sat(material, key)}
    asked = {key: question for key, question in material.questions.items() if question.quiz in quizzes}
    questions = {key: asked[key].entry.value for key in sorted(asked)}
    glossary = {key: _term(material.terms[key].value) for key in sorted(material.terms)}
    content = {
        "package": material.package.value.model_dump(mode="json"),
        "modules": {key: material.modules[key].value.model_dump(mode="json") for key in modules},
        "lessons": [
            [key, lesson.number, lesson.key, language, text.hash]
            for key, module in modules.items()
            for lesson in module.lessons
            for language, text in (*lesson.texts.items(), *lesson.summaries.items())
        ],
        "guides": [
            [key, guide.language, guide.hash]
            for key, module in modules.items()
            for guide in module.guides.values()
        ],
        "quizzes": {key: quiz.hash for key, quiz in quizzes.items()},
        "questions": {key: fingerprint(question) for key, question in questions.items()},
        "glossary": {key: material.terms[key].value.model_dump(mode="json") for key in glossary},
        "figures": {"/".join(place): hashlib.sha256(svg).hexdigest() for place, svg in figures.items()},
    }
    return Catalogue(
        package=_package(material.package.value),
        modules=frozen(modules),
        quizzes=frozen(quizzes),
        questions=frozen(questions),
        glossary=frozen(glossary),
        figures=frozen(figures),
        hash=digest(content),
    )


def _package(package: PackageFile) -> Package:
    return Package(
        key=package.key,
        title=frozen(package.title),
        modules=tuple(package.modules),
        hours=package.hours,
        lessons_rule=package.completion.lessons,
        required_quizzes=tuple(package.completion.quizzes),
        design=package.certificate.design,
        statement=frozen(package.certificate.statement),
    )


def _is_open(material: Material, module: str) -> bool:
    return material.modules[module].value.status == "published"


def _can_be_sat(material: Material, quiz: str) -> bool:
    """A quiz needs its module open; a test, which asks about all of them, every module."""
    module = material.quizzes[quiz].value.module
    return all(_is_open(material, key) for key in ([module] if module else material.modules))


def _module(material: Material, key: str, figures: Figures) -> Module:
    written = material.modules[key].value
    return Module(
        key=key,
        title=frozen(written.title),
        summary=frozen(written.summary),
        outcomes=frozen({language: tuple(lines) for language, lines in written.outcomes.items()}),
        status=written.status,
        quiz=written.quiz if _is_open(material, key) else None,
        lessons=tuple(set_lessons(material, key, figures)) if _is_open(material, key) else (),
        guides=frozen({guide.language: guide for guide in set_guides(material, key)}),
        outline=tuple(Announced(frozen(part.title), part.minutes) for part in written.outline),
    )


def _quiz(material: Material, key: str) -> Quiz:
    written = material.quizzes[key].value
    here = [asked.entry.value for asked in material.questions.values() if asked.quiz == key]
    pool = sorted((one for one in here if one.use == written.use), key=lambda question: question.key)
    limit = written.time_limit_minutes
    content = {"quiz": written.model_dump(mode="json"), "pool": [fingerprint(question) for question in pool]}
    return Quiz(
        key=key,
        title=frozen(written.title),
        use=written.use,
        module=written.module,
        questions=written.questions,
        pass_mark=None if written.pass_mark is None else Fraction(written.pass_mark, 100),
        attempts=written.attempts,
        wait=timedelta(minutes=written.wait_minutes),
        score=written.score,
        time_limit=None if limit is None else timedelta(minutes=limit),
        topics=tuple(Topic(topic.key, frozen(topic.title)) for topic in written.topics),
        blueprint=tuple((share.topic, share.count) for share in written.blueprint),
        disclosure=frozen({moment: frozenset[str](shown) for moment, shown in written.disclosure.items()}),
        pool=tuple(pool),
        hash=digest(content),
        pass_marks=frozen({topic: Fraction(mark, 100) for topic, mark in written.pass_marks.items()}),
        overdue=written.overdue,
        grace=timedelta(minutes=written.grace_minutes or 0),
    )


def _term(term: TermFile) -> Term:
    return Term(
        key=term.key,
        term=frozen(term.term),
        definition=frozen(term.definition),
        unconfirmed=frozenset(term.unconfirmed),
        source=term.source,
    )
