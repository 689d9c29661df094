"""Whatever a lesson mentions must exist and be meant for it: sources, figures, questions, terms, lessons."""

from collections.abc import Iterator

from course.content.figure_checks import check_figure
from course.content.lesson import FrontMatter
from course.content.manuscript import Manuscript, lesson_at
from course.content.material import Material
from course.content.problems import Problem


def check_mentions(material: Material, manuscript: Manuscript) -> Iterator[Problem]:
    """Problems of one text, each at the line of the mention."""
    if manuscript.meta:
        yield from _sources(manuscript, manuscript.meta)
    yield from _figures(material, manuscript)
    yield from _practice(material, manuscript)
    yield from _terms(material, manuscript)
    yield from _links(material, manuscript)


def _sources(manuscript: Manuscript, meta: FrontMatter) -> Iterator[Problem]:
    listed: set[str] = set()
    cited = {mention.target for mention in manuscript.of("source")}
    for place, source in enumerate(meta.sources):
        line = manuscript.line("sources", place, "key")
        if source.key in listed:
            yield Problem(manuscript.file, line, f"the source {source.key} is listed twice: keep one")
        elif source.key not in cited:
            message = (
                f"the source {source.key} is not cited: write [words](source:{source.key}), or remove it"
            )
            yield Problem(manuscript.file, line, message)
        listed.add(source.key)
    for mention in manuscript.of("source"):
        if mention.target not in listed:
            message = f"the source {mention.target} is not listed: add it to `sources` above"
            yield Problem(manuscript.file, mention.line, message)


def _figures(material: Material, manuscript: Manuscript) -> Iterator[Problem]:
    for mention in manuscript.of("figure"):
        place = manuscript.module, mention.target
        languages = (manuscript.name.language,)
        yield from check_figure(material, place, languages, manuscript.file, mention.line)


def _practice(material: Material, manuscript: Manuscript) -> Iterator[Problem]:
    here = f"{manuscript.module}/{manuscript.name.key}"
    asked: set[str] = set()
    for mention in manuscript.of("question"):
        key = mention.target
        if key in asked:
            yield Problem(manuscript.file, mention.line, f"the question {key} stands here twice: keep one")
        asked.add(key)
        known = material.questions.get(key)
        if known is None:
            if key not in material.broken_questions:
                message = f"there is no question {key}: write quizzes/<quiz>/questions/{key}.yaml"
                yield Problem(manuscript.file, mention.line, message)
            continue
        question = known.entry.value
        if question.use != "practice":
            message = f"{key} is kept for {question.use} use: choose one with `use: practice`"
            yield Problem(manuscript.file, mention.line, message)
        elif question.lesson != here:
            message = f"{key} belongs to {question.lesson}: write `lesson: {here}` in it, or choose another"
            yield Problem(manuscript.file, mention.line, message)


def _terms(material: Material, manuscript: Manuscript) -> Iterator[Problem]:
    known = material.terms.keys() | material.broken_terms
    for mention in manuscript.of("term"):
        if material.glossary_is_whole and mention.target not in known:
            message = f"the term {mention.target} is not in modules/glossary: add it, or link another"
            yield Problem(manuscript.file, mention.line, message)


def _links(material: Material, manuscript: Manuscript) -> Iterator[Problem]:
    language = manuscript.name.language
    for mention in manuscript.of("lesson"):
        place = lesson_at(manuscript.file, mention.target)
        if place is None or place not in material.lessons:
            message = (
                f"{mention.target} is no lesson: write the relative path of one, like 02-name.{language}.md"
            )
            yield Problem(manuscript.file, mention.line, message)
        elif place[1].language != language:
            message = f"{mention.target} is in another language: link the .{language}.md file"
            yield Problem(manuscript.file, mention.line, message)
