"""What a translation says of itself, and what readers see of one that is old or partial."""

from datetime import date
from fractions import Fraction

import pytest

from course.content.markdown import parse
from course.content.readability import mean_sentence_length
from course.content.reading import read
from course.content.status import status
from course.content.status_report import report
from tests.content.small import GRADED, LESSON_EN, LESSON_RU, QUIZ, SECOND, Small

SUMMARY = SECOND.replace(".en.md", ".kk.md")
SUMMARY_TEXT = """\
---
title: Келесі қадамдар
minutes: 10
activity_minutes: 10
revision: 1
translated_from: 1
review: draft
extent: summary
objectives:
  - Алға жүру
---

::: keypoints
- Бірінші ой.
:::
"""
STATE = "revision: 2\ntranslations:\n  ru: {translated_from: 1, review: reviewed}\nask:\n"


def write(small: Small, file: str, text: str) -> Small:
    (small.root / file).write_text(text)
    return small


def test_a_summary_gives_title_objectives_and_key_points_and_the_text_stays_english(small: Small):
    lesson = write(small, SUMMARY, SUMMARY_TEXT).catalogue().modules["borders"].lessons[1]
    assert lesson.title("kk") == "Келесі қадамдар"
    summary = lesson.summary("kk")
    assert summary.objectives == ("Алға жүру",)
    assert "Бірінші ой." in summary.chunks[0].html
    assert lesson.text("kk").language == "en"


def test_a_summary_of_an_older_revision_is_not_shown(small: Small):
    write(small, SUMMARY, SUMMARY_TEXT).change(SECOND, "revision: 1", "revision: 2")
    lesson = small.catalogue().modules["borders"].lessons[1]
    assert lesson.is_stale("kk")
    assert lesson.summary("kk") is None
    assert lesson.title("kk") == "Next steps"


def test_the_english_lesson_is_never_a_summary(small: Small):
    small.change(SECOND, "revision: 1", "revision: 1\nextent: summary")
    assert any("the English lesson is always whole" in problem for problem in small.problems())


def test_a_question_translated_from_an_older_revision_is_asked_in_english(small: Small):
    small.change(GRADED, "ask:\n", STATE)
    question = small.catalogue().questions["g-1"]
    assert set(question.ask) == {"en"}
    assert all(set(option.text) == {"en"} for option in question.options)
    small.change(GRADED, "translated_from: 1", "translated_from: 2")
    assert set(small.catalogue().questions["g-1"].ask) == {"en", "ru"}


def test_a_title_translated_from_an_older_revision_falls_back_to_english(small: Small):
    small.change("modules/borders/module.yaml", "title:", STATE.replace("ask:\n", "title:"))
    assert dict(small.catalogue().modules["borders"].title) == {"en": "Borders"}


def test_the_state_of_a_translation_changes_no_version_of_a_question(small: Small):
    before = small.catalogue().questions["g-1"].canonical()
    small.change(GRADED, "ask:\n", STATE.replace("revision: 2", "revision: 1").replace("reviewed", "draft"))
    assert small.catalogue().questions["g-1"].canonical() == before


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("revision: 0", "revision"),
        ("translations: {de: {translated_from: 1, review: draft}}", "de is no language of a translation"),
        ("translations: {ru: {translated_from: 3, review: draft}}", "there is only 1"),
        ("translations: {ru: {translated_from: 1, review: perfect}}", "must be 'draft' or 'reviewed'"),
        ("translations: {ru: {review: draft}}", "translated_from is missing"),
    ],
)
def test_a_mistake_in_the_state_is_told(small: Small, lines: str, message: str):
    small.change(GRADED, "ask:\n", f"{lines}\nask:\n")
    assert any(message in problem for problem in small.problems()), small.problems()


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (GRADED, "use: graded", "use: test-a", "this one is for test-a: move it"),
        (QUIZ, "module: borders\n", "", "belongs to a module and has a pass mark"),
        (
            QUIZ,
            "module: borders\n",
            "use: test-a\nmodule: borders\n",
            "a test has no module and no pass mark",
        ),
    ],
)
def test_a_quiz_and_its_pool_suit_each_other(small: Small, file: str, old: str, new: str, message: str):
    assert any(message in problem for problem in small.change(file, old, new).problems())


def test_the_status_counts_what_is_whole_partial_stale_and_unreviewed(small: Small):
    write(small, SUMMARY, SUMMARY_TEXT)
    by_language = {
        one.language: one for one in status(read(small.root).material, date(2026, 11, 23)).languages
    }
    assert (by_language["en"].lessons.whole, by_language["en"].lessons.of) == (2, 2)
    assert (by_language["ru"].lessons.whole, by_language["ru"].lessons.stale) == (0, 1)
    kazakh = by_language["kk"].lessons
    assert (kazakh.whole, kazakh.summaries, kazakh.draft) == (0, 1, 1)
    assert by_language["ru"].questions.draft == by_language["ru"].questions.whole, (
        "nothing is said: unreviewed"
    )
    small.change(LESSON_RU, "translated_from: 1", "translated_from: 2")
    (russian,) = (
        one for one in status(read(small.root).material, date(2026, 11, 23)).languages if one.language == "ru"
    )
    assert (russian.lessons.whole, russian.lessons.draft) == (1, 0)


def test_a_citation_is_due_after_twelve_months_and_is_told_with_its_line(small: Small):
    material = read(small.root).material
    assert status(material, date(2027, 11, 23)).due == ()
    (due,) = status(material, date(2027, 11, 24)).due
    assert (due.file.as_posix(), due.source) == (LESSON_EN, "Handbook")
    assert due.line == small.line(LESSON_EN, "checked: 2026-11-23")
    assert any(
        f"{LESSON_EN}:{due.line}: Handbook" in line for line in report(status(material, date(2028, 1, 1)))
    )


@pytest.mark.parametrize(
    ("markdown", "mean"),
    [
        ("One two three. Four five six.", 3),
        ("## A heading of five words\n\nOne two.", 2),
        ("He has 3.5 litres. “Go,” she said. Then he went.", Fraction(10, 3)),
        ("- One two three four.\n- One two.", 3),
        ("| a | b |\n|---|---|\n| c | d |", None),
        ("", None),
    ],
)
def test_the_mean_length_of_sentences_counts_paragraphs_and_items_only(markdown, mean):
    assert mean_sentence_length(tuple(parse(markdown))) == mean
