"""What a lesson promises must hold: its place in the row, its minutes, its translations, its mentions."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from course.content.lesson import FrontMatter, LessonName
from course.content.manuscript import Manuscript
from course.content.material import MODULES, Material
from course.content.mention_checks import check_mentions
from course.content.problems import Problem
from course.content.words import count_words, words_a_minute

TOLERANCE = Fraction(20, 100)
_FIGURE_MINUTES = Fraction(1)
_QUESTION_MINUTES = Fraction(3, 2)


def check_lessons(material: Material) -> Iterator[Problem]:
    """Problems of all lessons, each at its line."""
    yield from _order(material)
    for manuscript in material.manuscripts():
        if manuscript.meta:
            yield from _translation(material, manuscript, manuscript.meta)
            if manuscript.meta.extent == "whole":
                yield from _minutes(manuscript, manuscript.meta)
        yield from check_mentions(material, manuscript)


def reading_minutes(manuscript: Manuscript, meta: FrontMatter) -> Fraction:
    """Words at the language's speed, 1 for a figure, 1½ for a practice question, and the activity
    (design, section 8)."""
    words = Fraction(count_words(manuscript.body), words_a_minute(manuscript.name.language))
    figures = len(manuscript.of("figure")) * _FIGURE_MINUTES
    return words + figures + len(manuscript.of("question")) * _QUESTION_MINUTES + meta.activity_minutes


def _order(material: Material) -> Iterator[Problem]:
    groups: dict[str, dict[tuple[int, str], list[str]]] = defaultdict(lambda: defaultdict(list))
    for module, name in sorted(material.lessons, key=lambda place: (place[0], place[1].number, place[1].key)):
        groups[module][name.number, name.key].append(name.language)
    for module, lessons in groups.items():
        before, keys = 0, set()
        for (number, key), languages in lessons.items():
            language = "en" if "en" in languages else sorted(languages)[0]
            file = MODULES / module / "lessons" / LessonName(number, key, language).file
            if "en" not in languages:
                english = LessonName(number, key, "en").file
                yield Problem(file, 1, f"the English text is missing: write {english} beside it")
            if number == before:
                yield Problem(file, 1, f"another lesson has the number {number:02}: number them 01, 02, 03 …")
            elif number != before + 1:
                yield Problem(
                    file, 1, f"{before + 1:02} comes next, not {number:02}: number them 01, 02, 03 …"
                )
            if key in keys:
                yield Problem(
                    file, 1, f"another lesson of this module is called {key}: give each its own name"
                )
            keys.add(key)
            before = number


def _translation(material: Material, manuscript: Manuscript, meta: FrontMatter) -> Iterator[Problem]:
    file, name = manuscript.file, manuscript.name
    if name.language == "en":
        if meta.translated_from is not None:
            line = manuscript.line("translated_from")
            yield Problem(file, line, "the English text is the original: remove translated_from")
        if meta.extent == "summary":
            yield Problem(
                file, manuscript.line("extent"), "the English lesson is always whole: remove extent"
            )
        return
    english = material.manuscript(manuscript.module, name.number, name.key, "en")
    original = english.meta if english else None
    revision = original.revision if original else 1
    if meta.translated_from is None:
        yield Problem(file, 1, f"translated_from is missing: add `translated_from: {revision}`")
    if meta.review is None:
        yield Problem(file, 1, "review is missing: add `review: draft` or `review: reviewed`")
    if english and original:
        yield from _against_english(manuscript, meta, english, original)


def _against_english(
    manuscript: Manuscript, meta: FrontMatter, english: Manuscript, original: FrontMatter
) -> Iterator[Problem]:
    file, revision = manuscript.file, original.revision
    if meta.translated_from is not None and meta.translated_from > revision:
        line = manuscript.line("translated_from")
        yield Problem(
            file, line, f"the English text has only revision {revision}: write that number or a lower one"
        )
    if meta.translated_from != revision:
        return
    for field in ("minutes", "activity_minutes"):
        stated = getattr(original, field)
        if getattr(meta, field) != stated:
            yield Problem(file, manuscript.line(field), f"write `{field}: {stated}` as in English")
    if meta.extent == "summary":
        return
    asked = {mention.target for mention in manuscript.of("question")}
    wanted = {mention.target for mention in english.of("question")}
    if asked != wanted:
        differing = ", ".join(sorted(asked ^ wanted))
        message = f"the English text has other practice questions: make {differing} the same in both"
        yield Problem(file, 1, message)


def _minutes(manuscript: Manuscript, meta: FrontMatter) -> Iterator[Problem]:
    computed = reading_minutes(manuscript, meta)
    if abs(computed - meta.minutes) <= TOLERANCE * meta.minutes:
        return
    language = manuscript.name.language
    message = (
        f"{meta.minutes} minutes are stated, but it takes about {max(round(computed), 1)}: "
        f"{count_words(manuscript.body)} words at {words_a_minute(language)} a minute, "
        f"{len(manuscript.of('figure'))} figures, {len(manuscript.of('question'))} practice questions, "
        f"{meta.activity_minutes} minutes of activity; change `minutes`, or the text"
    )
    yield Problem(manuscript.file, manuscript.line("minutes"), message)
