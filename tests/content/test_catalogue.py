"""What the catalogue of a content folder says."""

from collections.abc import Mapping
from dataclasses import FrozenInstanceError, fields, is_dataclass
from datetime import timedelta
from fractions import Fraction
from hashlib import sha256

import pytest

from course.content.catalogue import Practice, Prose
from course.content.reading import summary
from tests.content.small import GRADED, LESSON_EN, LESSON_RU, QUIZ, SVG, TERMS, Small, write_small


def test_a_valid_folder_has_no_problem(small: Small):
    assert small.problems() == []


def test_modules_come_in_the_order_of_the_package(small: Small):
    small.change("modules/package.yaml", "  - borders\n  - later", "  - later\n  - borders")
    assert list(small.catalogue().modules) == ["later", "borders"]


def test_what_an_announced_module_holds_already_is_checked_and_stays_out_of_reach(small: Small):
    small.change("modules/borders/module.yaml", "status: published", "status: announced")
    assert "nobody can pass borders yet" in str(small.problems())
    small.change("modules/package.yaml", "  quizzes:\n    - borders", "  quizzes: []")
    catalogue = small.catalogue()
    assert catalogue.modules["borders"].lessons == ()
    assert catalogue.modules["borders"].quiz is None
    assert not catalogue.quizzes
    assert not catalogue.questions
    assert not catalogue.figures
    small.change(LESSON_EN, "term:migrant", "term:nobody")
    assert small.problems() != []


def test_a_quiz_says_what_becomes_of_an_overdue_attempt_and_what_a_topic_needs(small: Small):
    quiz = small.catalogue().quizzes["borders"]
    assert (quiz.overdue, quiz.grace, dict(quiz.pass_marks)) == ("submit", timedelta(), {})
    rules = "score: last\noverdue: grace\ngrace_minutes: 5\npass_marks: {words: 50}"
    changed = small.change(QUIZ, "score: best", rules).catalogue().quizzes["borders"]
    assert (changed.score, changed.overdue, changed.grace) == ("last", "grace", timedelta(minutes=5))
    assert changed.pass_marks == {"words": Fraction(1, 2)}


def test_a_lesson_falls_back_to_english(small: Small):
    lesson = small.catalogue().modules["borders"].lessons[1]
    assert lesson.text("ru").title == "Next steps"
    assert not lesson.is_stale("ru")


def test_a_translation_of_an_older_revision_is_stale(small: Small):
    lesson = small.catalogue().modules["borders"].lessons[0]
    assert lesson.revision == 2
    assert lesson.is_stale("ru")
    assert not lesson.is_stale("en")
    assert lesson.text("ru").language == "en", "readers see the newer English text"
    small.change(LESSON_RU, "translated_from: 1", "translated_from: 2")
    fresh = small.catalogue().modules["borders"].lessons[0]
    assert not fresh.is_stale("ru")
    assert fresh.text("ru").language == "ru"


def test_a_lesson_knows_its_neighbours(small: Small):
    module = small.catalogue().modules["borders"]
    first, second = module.lessons
    assert module.neighbours("first-words") == (None, second)
    assert module.neighbours("next-steps") == (first, None)
    assert module.neighbours("nowhere") == (None, None)
    assert module.lesson("nowhere") is None


def test_minutes_are_of_the_lessons_or_of_the_outline(small: Small):
    catalogue = small.catalogue()
    assert catalogue.modules["borders"].minutes == 30
    assert catalogue.modules["later"].minutes == 30


def test_only_lessons_of_published_modules_are_published(small: Small):
    assert [lesson.key for lesson in small.catalogue().published_lessons()] == ["first-words", "next-steps"]
    small.change("modules/borders/module.yaml", "status: published", "status: announced")
    small.change("modules/package.yaml", "  quizzes:\n    - borders", "  quizzes: []")
    assert small.catalogue().published_lessons() == ()


def test_a_practice_question_parts_the_prose(small: Small):
    text = small.catalogue().modules["borders"].lessons[0].text("en")
    assert [type(chunk) for chunk in text.chunks] == [Prose, Practice, Prose]
    assert text.chunks[1] == Practice("p-1")
    assert text.terms == ("migrant",)


def test_a_quiz_draws_from_graded_questions_only(small: Small):
    quiz = small.catalogue().quizzes["borders"]
    assert [question.key for question in quiz.pool] == ["g-1"]
    assert quiz.pass_mark == Fraction(7, 10)
    assert quiz.wait == timedelta(minutes=30)
    assert quiz.time_limit is None
    assert quiz.blueprint == (("words", 1),)
    assert quiz.disclosure["after_close"] == frozenset({"key"})


def test_figures_are_set_in_each_language_that_shows_them(small: Small):
    figures = small.catalogue().figures
    assert sorted(figures) == [("borders", "ring", "en"), ("borders", "ring", "ru")]
    assert b"A &amp; B" in figures["borders", "ring", "en"]
    assert "А и Б".encode() in figures["borders", "ring", "ru"]


def test_a_figures_address_changes_with_its_picture(small: Small):
    version = sha256(small.catalogue().figures["borders", "ring", "en"]).hexdigest()[:12]
    assert f"/modules/borders/figures/ring.en.svg?v={version}" in small.html()


def test_the_same_folder_gives_the_same_hash(small: Small, tmp_path_factory: pytest.TempPathFactory):
    again = write_small(tmp_path_factory.mktemp("again"))
    assert small.catalogue().hash == again.catalogue().hash


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (LESSON_EN, "## Words", "## Wordz"),
        (LESSON_RU, "reviewed", "draft"),
        (SVG, 'x="10"', 'x="11"'),
        (TERMS, "Glossary 2019", "Glossary 2020"),
        (QUIZ, "pass_mark: 70", "pass_mark: 71"),
        (GRADED, "It is not.", "It is not!"),
        ("modules/package.yaml", "hours: 1", "hours: 2"),
        ("modules/later/module.yaml", "Wait", "Hope"),
    ],
)
def test_a_changed_letter_gives_another_hash(small: Small, file: str, old: str, new: str):
    before = small.catalogue().hash
    assert small.change(file, old, new).catalogue().hash != before


def test_a_change_of_one_lesson_leaves_the_hash_of_the_other_and_of_the_quiz(small: Small):
    before = small.catalogue()
    after = small.change(LESSON_EN, "## Words", "## Wordz").catalogue()
    for catalogue in (before, after):
        assert catalogue.modules["borders"].lessons[1].text("en").hash != ""
    assert before.quizzes["borders"].hash == after.quizzes["borders"].hash
    old, new = (one.modules["borders"].lessons for one in (before, after))
    assert old[0].text("en").hash != new[0].text("en").hash
    assert old[0].texts["ru"].hash == new[0].texts["ru"].hash
    assert old[1].text("en").hash == new[1].text("en").hash


def test_line_ends_and_comments_are_no_content(small: Small):
    before = small.catalogue().hash
    small.write(LESSON_EN, (small.root / LESSON_EN).read_text().replace("\n", "\r\n"))
    small.write(QUIZ, "# a comment\n" + (small.root / QUIZ).read_text())
    assert small.catalogue().hash == before


def test_nothing_in_the_catalogue_can_be_changed(small: Small):
    seen = list(_parts(small.catalogue()))
    assert len(seen) > 50
    for part in seen:
        if is_dataclass(part):
            with pytest.raises(FrozenInstanceError):
                setattr(part, fields(part)[0].name, None)
        elif isinstance(part, Mapping):
            with pytest.raises(TypeError):
                part["new"] = 1  # type: ignore[index]
        else:
            assert not isinstance(part, list | set | dict | bytearray)


def _parts(value: object):
    """Everything reachable in the catalogue's own values; questions are another slice's."""
    yield value
    if is_dataclass(value):
        for field in fields(value):
            yield from _parts(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _parts(inner)
    elif isinstance(value, tuple | frozenset):
        for inner in value:
            yield from _parts(inner)


def test_the_summary_counts_everything(small: Small):
    assert summary(small.catalogue()) == (
        "2 modules, 2 lessons (en 2, ru 1), 1 quizzes, 2 questions, 1 terms, 1 figures"
    )
