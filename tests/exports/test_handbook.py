"""A module gathered for reading outside the site, on a small course."""

import re
from datetime import date

import pytest

from course.exports.document import handbook_document
from course.exports.handbook import gather
from course.exports.paper import Words
from tests.content.small import LESSON_RU, TERMS, write_small

DAY = date(2026, 11, 23)


@pytest.fixture
def small(tmp_path):
    return write_small(tmp_path)


def gathered(small, language):
    catalogue = small.catalogue()
    return gather(
        catalogue, catalogue.modules["borders"], language, DAY, lambda spoken: Words(f"figure {spoken}", "p.")
    )


def html(small, language):
    catalogue = small.catalogue()
    return handbook_document(catalogue, catalogue.modules["borders"], language, DAY).html


@pytest.fixture
def translated(small):
    return small.change(LESSON_RU, "translated_from: 1", "translated_from: 2")


def test_a_lesson_without_a_translation_stands_in_english_with_a_notice(translated):
    first, second = gathered(translated, "ru").chapters
    assert (first.language, first.title.text) == ("ru", "Первые слова")
    assert (second.language, second.title.text) == ("en", "Next steps")
    assert html(translated, "ru").count('<p class="notice"') == 1
    assert '<article id="lesson-next-steps" lang="en">' in html(translated, "ru")
    assert "notice" not in html(translated, "en")


def test_a_translation_older_than_its_original_is_not_printed(small):
    assert [chapter.language for chapter in gathered(small, "ru").chapters] == ["en", "en"]
    assert html(small, "ru").count('<p class="notice"') == 2


def test_a_lesson_of_which_only_the_key_points_are_translated_has_them_before_its_english_text(translated):
    front, _, _ = (translated.root / LESSON_RU).read_text().partition("## Слова")
    front = front.replace("review: reviewed", "review: reviewed\nextent: summary")
    translated.write(LESSON_RU, f"{front}::: keypoints\n- Слово решает ([Пособие](source:handbook)).\n:::\n")
    chapter, _ = gathered(translated, "ru").chapters
    assert (chapter.language, chapter.title.text) == ("en", "Первые слова")
    assert "Слово решает" in chapter.summary.parts[0].html
    shown = html(translated, "ru")
    assert shown.index("Слово решает") < shown.index("is a person")


def test_what_paper_adds_is_in_the_language_of_the_lesson(translated):
    assert "figure ru" in gathered(translated, "ru").chapters[0].parts[0].html


def test_a_term_stands_with_its_english_or_russian_equivalent(small):
    for language, term, other in (("en", "migrant", "мигрант"), ("ru", "мигрант", "migrant")):
        (entry,) = gathered(small, language).glossary
        assert (entry.term.text, entry.equivalent.text) == (term, other)


def test_a_term_in_a_language_without_lessons_stands_with_its_english_definition(small):
    (entry,) = gathered(small, "uz").glossary
    assert (entry.term.language, entry.definition.language, entry.equivalent.language) == ("uz", "en", "en")
    assert entry.is_unconfirmed
    assert re.search(
        r'<strong>[^<]*(<span[^>]*>[^<]*</span>)?</strong> <span class="muted">\(', html(small, "uz")
    )


def test_a_term_that_has_no_form_in_the_language_stands_in_english_alone(small):
    (entry,) = gathered(small, "kk").glossary
    assert (entry.term.language, entry.equivalent) == ("en", None)


def test_terms_that_no_lesson_uses_are_left_out(small):
    unused = (
        "\n- key: visa\n  term: {en: visa}\n  definition: {en: Leave to enter.}\n  source: Glossary 2019\n"
    )
    small.write(TERMS, (small.root / TERMS).read_text() + unused)
    assert [entry.anchor for entry in gathered(small, "en").glossary] == ["term-migrant"]


def test_only_practice_questions_are_asked(small):
    asked = [
        part for chapter in gathered(small, "en").chapters for part in chapter.parts if hasattr(part, "shown")
    ]
    assert [one.anchor for one in asked] == ["question-p-1"]
    assert [one.answer_anchor for one in gathered(small, "en").chapters[0].answers] == ["answer-p-1"]


def test_the_pictures_are_those_that_are_shown_in_the_language_they_are_shown_in(translated):
    pictures = gathered(translated, "ru").pictures
    assert list(pictures) == ["bundled:figures/ring.ru.svg"]
    assert "А и Б".encode() in pictures["bundled:figures/ring.ru.svg"]


def test_every_link_of_the_document_has_a_place_and_its_name(small):
    catalogue = small.catalogue()
    document = handbook_document(catalogue, catalogue.modules["borders"], "ru", DAY)
    targets = {part.partition('"')[0] for part in document.html.split('href="#')[1:]}
    assert targets
    for target in targets:
        assert document.html.count(f'id="{target}"') == 1, target
        assert target in document.places


def test_the_edition_names_its_day_and_its_content(small):
    shown = html(small, "en")
    assert "23 November 2026" in shown
    assert small.catalogue().hash[:12] in shown
