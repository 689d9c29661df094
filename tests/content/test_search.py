"""What is found, in which order, and what never is."""

from dataclasses import FrozenInstanceError

import pytest

from course.content import search
from course.content.catalogue import Catalogue, Lesson
from course.content.passages import Place, sentences
from course.content.search import Findings, Index, Piece
from tests.content.small import LESSON_EN, LESSON_RU, PRACTICE, TERMS, Small


@pytest.fixture(scope="module")
def index(catalogue: Catalogue) -> Index:
    return search.build(catalogue)


def keys(findings: Findings) -> list[str]:
    return [hit.subject.key for hit in findings.hits]


def marked(pieces: tuple[Piece, ...]) -> str:
    return "".join(f"[{piece.text}]" if piece.found else piece.text for piece in pieces)


def found_in(small: Small, asked: str, language: str = "en") -> list[str]:
    return keys(search.build(small.catalogue()).find(asked, language))


ASKED_BY_NAME = {
    "невысылка": ("ru", "невысылка (запрет принудительного возвращения)"),
    "НЕВЫСЫЛКИ": ("ru", "невысылка (запрет принудительного возвращения)"),
    "невысыл": ("ru", "невысылка (запрет принудительного возвращения)"),
    "non-refoulement": ("en", "non-refoulement"),
    "non refoulement": ("en", "non-refoulement"),
    "Refoulement": ("en", "non-refoulement"),
    "қайтармау": ("kk", "кері қайтармау қағидаты"),
    "кайтармау": ("kk", "кері қайтармау қағидаты"),
    "кайтарбоо": ("ky", "мажбурлап кайтарбоо принциби"),
    "барнагардонидан": ("tg", "принсипи барнагардонидан"),
    "qaytarmaslik": ("uz", "majburan qaytarmaslik tamoyili"),
}


@pytest.mark.parametrize("reader", ["en", "ru", "kk"])
@pytest.mark.parametrize("asked", ASKED_BY_NAME)
def test_the_prohibition_of_refoulement_is_found_first_under_each_of_its_names(index, asked, reader):
    language, name = ASKED_BY_NAME[asked]
    hit = index.find(asked, reader).hits[0]
    assert hit.subject.key == "non-refoulement"
    assert hit.language == language
    assert hit.passage == ("" if reader == language else name)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("кочуу", None),
        ("көші-қон", "migration"),
        ("коши кон", "migration"),
        ("мухочир", "migrant"),
        ("муҳоҷир", "migrant"),
        ("yurtdan cykarmak", "expulsion"),
        ("ýurtdan çykarmak", "expulsion"),
        ("олкодон чыгаруу", "expulsion"),
        ("BOSGUN", "refugee"),
    ],
)
def test_a_term_is_found_by_its_name_in_a_national_language_as_typed_on_any_keyboard(index, typed, key):
    assert (keys(index.find(typed, "ru")) or [None])[0] == key


def test_uzbek_words_are_found_under_every_apostrophe(small: Small):
    small.change(TERMS, "uz: migrant", "uz: koʻchmanchi oʼzgacha")
    for typed in ("koʻchmanchi", "ko'chmanchi", "koʼchmanchi", "ko‘chmanchi", "kochmanchi", "oʻzgacha"):
        assert found_in(small, typed) == ["migrant"], typed


def test_every_word_must_occur_in_one_lesson_or_term(index):
    both = set(keys(index.find("виза убежище", "ru")))
    assert both
    assert both <= set(keys(index.find("виза", "ru"))) & set(keys(index.find("убежище", "ru")))
    assert keys(index.find("невысылка xyzzy", "ru")) == []


def test_words_of_two_languages_are_not_put_together(small: Small):
    assert found_in(small, "migrant person") == ["first-words", "migrant"]
    assert found_in(small, "migrant человек") == []


def lesson(small: Small, number: int, slug: str, title: str, body: str) -> None:
    small.write(
        f"modules/borders/lessons/{number:02}-{slug}.en.md",
        f"---\ntitle: {title}\nminutes: 10\nactivity_minutes: 10\nrevision: 1\nobjectives: [Go on]\n---\n\n{body}\n",
    )


def test_names_come_before_titles_headings_key_points_and_sentences(small: Small):
    lesson(small, 3, "scattered", "Quick lesson", "A silver word here.\n\nA zephyr there.")
    lesson(small, 4, "text", "Lesson four", "Here stands a silver zephyr.")
    lesson(small, 5, "point", "Lesson five", "::: keypoints\n- A silver zephyr\n:::")
    lesson(small, 6, "heading", "Lesson six", "## The silver zephyr\n\nA silver zephyr, a silver zephyr.")
    lesson(small, 7, "title", "On silver zephyrs", "Words.")
    small.write(
        "modules/glossary/more.yaml",
        "- key: name\n  term: {en: silver zephyr, ru: зефир}\n  definition: {en: A wind., ru: Ветер.}\n  source: None\n"
        "- key: definition\n  term: {en: wind, ru: ветер}\n  definition: {en: A silver zephyr., ru: Ветер.}\n"
        "  source: None\n",
    )
    found = found_in(small, "silver zephyr")
    assert found[:4] == ["name", "title", "heading", "point"]
    assert set(found[4:-1]) == {"text", "definition"}
    assert found[-1] == "scattered"


def test_the_shorter_name_comes_first(index):
    assert keys(index.find("migrant", "en"))[:2] == ["migrant", "migrant-worker"]


def renewed(small: Small) -> Small:
    """The Russian lesson made from the English one of today."""
    return small.change(LESSON_RU, "translated_from: 1", "translated_from: 2")


def test_the_reader_s_language_comes_first_and_others_after(small: Small):
    renewed(small)
    lesson(small, 3, "foreign", "Третье слово", "Neither.")
    assert found_in(small, "слово", "ru") == ["first-words", "foreign"]
    assert found_in(small, "слово", "en") == ["foreign", "first-words"]
    hits = search.build(small.catalogue()).find("слово", "ru").hits
    assert [hit.language for hit in hits] == ["ru", "en"]


def test_a_lesson_that_holds_the_words_in_two_languages_is_found_once_in_the_reader_s(small: Small):
    renewed(small)
    small.change(LESSON_EN, "## Words", "## Words of 1951").change(LESSON_RU, "## Слова", "## Слова 1951")
    index = search.build(small.catalogue())
    for reader in ("en", "ru"):
        (hit,) = index.find("1951", reader).hits
        assert (hit.subject.key, hit.language) == ("first-words", reader)


def test_a_translation_of_an_older_revision_is_not_found_because_no_page_shows_it(small: Small):
    assert found_in(small, "точные слова", "ru") == []
    assert found_in(renewed(small), "точные слова", "ru") == ["first-words"]


def test_a_summary_in_a_national_language_is_found_and_leads_to_the_reader_s_page(small: Small):
    small.write(
        "modules/borders/lessons/01-first-words.kk.md",
        "---\ntitle: Алғашқы сөздер\nminutes: 20\nactivity_minutes: 17\nrevision: 1\ntranslated_from: 2\nreview: draft\nextent: summary\n"
        "objectives: [Дәл сөздерді таңдау]\n---\n\n::: keypoints\n- Сөз шешім шығарады.\n:::\n",
    )
    index = search.build(small.catalogue())
    for typed, passage in (
        ("алгашкы", ""),
        ("дал создерди", "Дәл сөздерді таңдау"),
        ("шешим", "Сөз шешім шығарады."),
    ):
        (hit,) = index.find(typed, "kk").hits
        assert (hit.subject.key, hit.language, hit.passage) == ("first-words", "kk", passage)
        assert hit.titled_in("kk") == "kk"
        assert hit.address("kk") == hit.address("en") == "/modules/borders/lessons/first-words"
    (hit,) = index.find("person moves", "kk").hits
    assert (hit.subject.key, hit.language) == ("migrant", "en")


def test_what_is_found_in_another_language_leads_to_the_lesson_in_that_language(small: Small):
    (hit,) = search.build(renewed(small).catalogue()).find("точные слова", "en").hits
    assert hit.address("ru") == "/modules/borders/lessons/first-words"
    assert hit.address("en") == hit.address("kk") == "/modules/borders/lessons/first-words?lang=ru"


def test_the_forms_of_a_word_find_each_other(index):
    for one, other in (("беженец", "беженцев"), ("мигранты", "мигрантов"), ("refugees", "refugee")):
        assert keys(index.find(one, "ru")) == keys(index.find(other, "ru")) != []


def test_two_letters_are_a_word_and_three_may_be_the_beginning_of_one(index):
    assert "non-refoulement" in keys(index.find("ref", "en"))
    assert "non-refoulement" not in keys(index.find("re", "en"))


def test_the_sentence_found_is_shown_with_its_words_marked(small: Small):
    small.say("Nobody sees this. A quiet *harbour* waits for ships, says art. 7 Harbour Code. Nor this.")
    findings = search.build(small.catalogue()).find("HARBOURS ship", "en")
    assert marked(findings.marked(findings.hits[0].passage)) == (
        "A quiet [harbour] waits for [ships], says art. 7 [Harbour] Code."
    )


def test_found_words_with_a_hyphen_between_are_marked_as_one(index):
    findings = index.find("non-refoulement", "en")
    assert marked(findings.marked("The rule of non-refoulement.")) == "The rule of [non-refoulement]."


def test_a_long_passage_is_cut_around_what_was_found():
    findings = Findings((), frozenset({"target"}))
    text = " ".join([*["before"] * 60, "target", *["after"] * 60])
    told = marked(findings.marked(text, 120))
    assert told.startswith("… before")
    assert told.endswith("after …")
    assert "before [target] after" in told
    assert 100 < len(told) < 160
    assert marked(findings.marked("one target", 120)) == "one [target]"
    assert marked(findings.marked("a" * 500 + " target", 120)).endswith("[target]")


def test_marking_loses_and_adds_no_letter(index):
    findings = index.find("миграция права границы", "ru")
    for passage in index.passages:
        assert "".join(piece.text for piece in findings.marked(passage.text)) == passage.text


def test_what_is_folded_away_and_what_is_asked_are_not_found(small: Small):
    small.say(
        "::: activity Try it\nCount the kestrels.\n:::\n\n::: answer Compare\nThere are nine plovers.\n:::"
    )
    small.change(PRACTICE, "en: It is.", "en: It is a curlew.").change(
        PRACTICE, "en: That one", "en: That dunlin"
    )
    assert found_in(small, "kestrel") == ["first-words"]
    for hidden in ("plovers", "compare", "curlew", "dunlin", "neutral"):
        assert found_in(small, hidden) == [], hidden


def test_announced_modules_are_not_found(small: Small):
    assert found_in(small, "lesson to come") == []
    small.change("modules/borders/module.yaml", "status: published", "status: announced")
    small.change("modules/package.yaml", "  quizzes:\n    - borders", "  quizzes: []")
    assert found_in(small, "first words") == []


def test_no_passage_of_the_shipped_index_is_a_feedback_or_an_option(catalogue, index):
    held = {passage.text for passage in index.passages}
    for question in catalogue.questions.values():
        for sample in question.samples():
            if sample.response:
                for remark in question.remarks(sample.response, "en", with_key=True):
                    assert remark.text not in held


def test_what_a_page_adds_of_its_own_is_not_found(small: Small):
    small.say("::: keypoints\n- A point\n:::")
    for own in ("key points", "describe this figure"):
        assert found_in(small, own) == [], own
    assert found_in(small, "ring goes round") == ["first-words"]


def test_the_cells_of_a_row_are_read_together(small: Small):
    small.say("| Word | Meaning |\n|---|---|\n| Cormorant | A bird |")
    (hit,) = search.build(small.catalogue()).find("cormorant bird", "en").hits
    assert hit.passage == "Cormorant · A bird"


def test_an_empty_query_finds_nothing(index):
    for nothing in ("", " ", "?!", "—", "ʻ"):
        assert index.find(nothing, "en").hits == ()


def test_the_index_cannot_be_changed_and_is_the_same_each_time(catalogue, index):
    assert search.build(catalogue) == index
    with pytest.raises(FrozenInstanceError):
        index.words = ()
    with pytest.raises(TypeError):
        index.kin["x"] = ()


def test_every_published_lesson_and_every_term_is_found_by_its_own_title(catalogue, index):
    for lesson in catalogue.published_lessons():
        for language, text in lesson.texts.items():
            found = index.find(text.title, language).hits
            assert any(isinstance(hit.subject, Lesson) and hit.subject.key == lesson.key for hit in found)
    for term in catalogue.glossary.values():
        for language, name in term.term.items():
            assert term.key in keys(index.find(name, language)), name


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two! Three? Four… Five", ["One.", "Two!", "Three?", "Four…", "Five"]),
        ("См. ст. 33 Конвенции. Далее.", ["См. ст. 33 Конвенции.", "Далее."]),
        ("В 1951 г. Женева приняла её. «Да». Так.", ["В 1951 г. Женева приняла её.", "«Да».", "Так."]),
        (
            "It ended in 1967 (art. 1 A). Then «more». А. Б. Иванов",
            ["It ended in 1967 (art. 1 A).", "Then «more».", "А. Б. Иванов"],
        ),
        ("about 7.8 million; e.g. this", ["about 7.8 million; e.g. this"]),
        ("", []),
    ],
)
def test_a_paragraph_falls_into_its_sentences(text, parts):
    assert list(sentences(text)) == parts


def test_places_are_in_the_order_of_their_weight():
    assert sorted(Place, reverse=True) == [
        Place.TEXT, Place.KEY_POINT, Place.HEADING, Place.TITLE, Place.NAME,
    ]  # fmt: skip
