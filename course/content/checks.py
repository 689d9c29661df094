"""What package, modules and quizzes promise each other must hold."""

from collections import Counter
from collections.abc import Iterator

from course.content.figure_checks import check_hotspot
from course.content.lesson_checks import check_lessons
from course.content.material import MODULES, PACKAGE, Asked, Material
from course.content.mention_checks import check_mentions
from course.content.package import PackageFile
from course.content.problems import Problem
from course.content.quiz import QuizFile
from course.content.validation import Entry
from course.questions.types.hotspot import Hotspot


def check(material: Material) -> Iterator[Problem]:
    """All that is wrong between files; what is wrong inside one was told when it was read."""
    if material.package:
        yield from _package(material, material.package)
    yield from _modules(material)
    yield from check_lessons(material)
    yield from _guides(material)
    for key, quiz in material.quizzes.items():
        yield from _quiz(material, key, quiz)
    for asked in material.questions.values():
        yield from _question(material, asked)


def _package(material: Material, package: Entry[PackageFile]) -> Iterator[Problem]:
    named = package.value.modules
    for place, module in enumerate(named):
        if module not in material.module_names:
            message = (
                f"there is no folder modules/{module}: create it with a module.yaml, or remove this line"
            )
            yield Problem(PACKAGE, package.line("modules", place), message)
    for module in sorted(material.module_names.difference(named)):
        message = f"the package does not name this module: add `- {module}` to modules/package.yaml"
        yield Problem(MODULES / module / "module.yaml", 1, message)
    for place, quiz in enumerate(package.value.completion.quizzes):
        if quiz not in material.quiz_names:
            message = f"there is no quiz {quiz}: create quizzes/{quiz}/quiz.yaml, or remove this line"
            yield Problem(PACKAGE, package.line("completion", "quizzes", place), message)
        elif quiz in material.quizzes and _is_announced(material, material.quizzes[quiz].value.module):
            message = f"nobody can pass {quiz} yet, its module is announced: publish it, or remove this line"
            yield Problem(PACKAGE, package.line("completion", "quizzes", place), message)
        elif quiz in material.quizzes and material.quizzes[quiz].value.pass_mark is None:
            message = f"nobody can pass {quiz}, a test has no pass mark: remove this line"
            yield Problem(PACKAGE, package.line("completion", "quizzes", place), message)


def _is_announced(material: Material, module: str | None) -> bool:
    return module in material.modules and material.modules[module].value.status == "announced"


def _modules(material: Material) -> Iterator[Problem]:
    for key, module in material.modules.items():
        has_lessons = any(home == key for home, _ in material.lessons)
        if module.value.status == "published" and not has_lessons:
            message = "a published module has lessons: write one, or `status: announced`"
            yield Problem(module.file, module.line("status"), message)
        if module.value.status == "announced" and not has_lessons and not module.value.outline:
            message = "an announced module says what is coming: add an `outline` of titles and minutes"
            yield Problem(module.file, module.line("status"), message)
        quiz = module.value.quiz
        if quiz is not None and quiz not in material.quiz_names:
            message = f"there is no quiz {quiz}: create quizzes/{quiz}/quiz.yaml, or remove this line"
            yield Problem(module.file, module.line("quiz"), message)
        elif quiz in material.quizzes and material.quizzes[quiz].value.module != key:
            message = f"the quiz {quiz} names another module: write `module: {key}` in its quiz.yaml"
            yield Problem(module.file, module.line("quiz"), message)


def _guides(material: Material) -> Iterator[Problem]:
    for (module, language), guide in material.guides.items():
        file, matter, english = guide.manuscript.file, guide.matter, material.guides.get((module, "en"))
        if english is None:
            yield Problem(file, 1, "the English guide is missing: write guide.en.md beside it")
        elif language != "en" and (matter.translated_from is None or matter.review is None):
            message = f"say what it was made from: add `translated_from: {english.matter.revision}` and `review: draft`"
            yield Problem(file, 1, message)
        yield from check_mentions(material, guide.manuscript)


def _quiz(material: Material, key: str, quiz: Entry[QuizFile]) -> Iterator[Problem]:
    wanted = quiz.value
    if wanted.module is not None and wanted.module not in material.module_names:
        message = f"there is no module {wanted.module}: write the name of a folder in modules/"
        yield Problem(quiz.file, quiz.line("module"), message)
    total = sum(share.count for share in wanted.blueprint)
    if total != wanted.questions:
        message = f"the blueprint has {total} questions, `questions` says {wanted.questions}: make them equal"
        yield Problem(quiz.file, quiz.line("blueprint"), message)
    declared = {topic.key for topic in wanted.topics}
    pool = Counter(
        asked.entry.value.topic
        for asked in material.questions.values()
        if asked.quiz == key and asked.entry.value.use == wanted.use
    )
    for place, share in enumerate(wanted.blueprint):
        line = quiz.line("blueprint", place)
        if share.topic not in declared:
            yield Problem(quiz.file, line, f"the topic {share.topic} is not declared: add it to `topics`")
        elif pool[share.topic] < share.count and not material.broken_questions:
            there = pool[share.topic]
            message = (
                f"{share.topic} needs {share.count} {wanted.use} questions, there are {there}: write more"
            )
            yield Problem(quiz.file, line, message)
    for topic in sorted(wanted.pass_marks.keys() - {share.topic for share in wanted.blueprint}):
        message = f"no draw holds the topic {topic}: correct its spelling, or remove this line"
        yield Problem(quiz.file, quiz.line("pass_marks", topic), message)


def _uses(quiz: QuizFile) -> tuple[str, ...]:
    """Which questions may stand in the folder of a quiz; the pools never mix."""
    return ("graded", "practice") if quiz.use == "graded" else (quiz.use,)


def _question(material: Material, asked: Asked) -> Iterator[Problem]:
    entry, question = asked.entry, asked.entry.value
    quiz = material.quizzes.get(asked.quiz)
    if quiz and question.use not in _uses(quiz.value):
        message = f"{asked.quiz} holds {' and '.join(_uses(quiz.value))} questions, this one is for {question.use}: move it"
        yield Problem(entry.file, entry.line("use"), message)
    if quiz and question.topic not in {topic.key for topic in quiz.value.topics}:
        message = f"the topic {question.topic} is not declared: add it to `topics` in {quiz.file.as_posix()}"
        yield Problem(entry.file, entry.line("topic"), message)
    module, _, lesson = question.lesson.partition("/")
    if not material.has_lesson(module, lesson):
        message = f"there is no lesson {question.lesson}: write <module>/<name without its number>"
        yield Problem(entry.file, entry.line("lesson"), message)
    if isinstance(question, Hotspot) and module in material.module_names:
        yield from check_hotspot(material, entry, question)
