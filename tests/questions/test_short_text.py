"""Short text: what counts as the same answer, and what is nearly it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from course.questions.question import Unreadable
from course.questions.spelling import is_near_miss, normalised, one_edit_apart
from course.questions.word_key import CHECK_SPELLING
from tests.questions.samples import both, sample

QUESTION = sample("short_text")
UZBEK = sample("short_text", accepted={"en": ["migration"], "ru": ["oʻzbek tili", "учёт"]}, mistakes=[])


@pytest.mark.parametrize(
    ("typed", "fraction"),
    [
        ("non-refoulement", 1),
        ("  Non-Refoulement. ", 1),
        ("«non-refoulement»", 1),
        ("non\u2011refoulement", 1),
        ("НЕВЫДВОРЕНИЕ", 1),
        ("недопущение \u00a0 возвращения", 1),
        ("non refoulement", 0),
        ("non-refoulment", 0),
        ("asylum", 0),
        ("...", 0),
    ],
)
def test_an_accepted_answer_counts_in_any_language_and_dress(typed, fraction):
    assert QUESTION.grade(QUESTION.parse({"answer": [typed]})).fraction == fraction


@pytest.mark.parametrize("apostrophe", "\u2018\u02bb\u02bc\u2019'`")
def test_every_apostrophe_is_the_same(apostrophe):
    assert UZBEK.grade({"answer": f"O{apostrophe}zbek tili"}).fraction == 1


@pytest.mark.parametrize("typed", ["учет", "Учёт", "уче\u0308т"])
def test_yo_is_ye_however_it_is_composed(typed):
    assert UZBEK.grade({"answer": typed}).fraction == 1


@pytest.mark.parametrize("typed", ["migraton", "migratiom", "migrration", "imgration"])
def test_a_near_miss_is_wrong_but_told_to_check_the_spelling(typed):
    response = {"answer": typed}
    assert UZBEK.grade(response).fraction == 0
    assert UZBEK.classify(response) == {"answer": "near miss"}
    assert CHECK_SPELLING in [remark.text for remark in UZBEK.remarks(response, "en", with_key=False)]


@pytest.mark.parametrize("typed", ["migrants", "migration policy", "mgraton", "учат", "emigrations"])
def test_what_is_further_away_is_just_wrong(typed):
    told = [remark.text for remark in UZBEK.remarks({"answer": typed}, "en", with_key=False)]
    assert told == ["SECRET wrong in English"]


def test_a_known_mistake_gets_its_own_feedback():
    (remark,) = QUESTION.remarks({"answer": "Убежище"}, "ru", with_key=False)
    assert remark.text == "SECRET a wider word по-русски"
    assert QUESTION.classify({"answer": "Убежище"}) == {"answer": "mistake 1"}


def test_only_one_word_may_differ_and_only_a_long_one():
    assert is_near_miss("sea bordr", ["sea border"])
    assert not is_near_miss("see border", ["sea border"])
    assert not is_near_miss("lannd bordr", ["land border"])


def test_typed_text_has_a_limit_and_no_control_characters():
    assert QUESTION.parse({"answer": ["a\x00b\x1f"]}) == {"answer": "ab"}
    assert QUESTION.parse({"answer": ["\ud800"]}) == {"answer": "?"}
    assert QUESTION.parse({"answer": ["x" * 200]})
    with pytest.raises(Unreadable, match="at most 200 characters"):
        QUESTION.parse({"answer": ["x" * 201]})


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing_more(text):
    assert normalised(normalised(text)) == normalised(text)


@given(st.text(alphabet="абвгдеёж -'", max_size=30))
def test_capitals_outer_spaces_and_quotes_never_matter(text):
    assert normalised(f" «{text.upper()}». ") == normalised(text)


@given(
    word=st.text(alphabet="abcde", min_size=1, max_size=8),
    place=st.integers(0, 7),
    letter=st.sampled_from("xyz"),
)
def test_one_letter_put_in_taken_out_or_replaced_is_one_edit(word, place, letter):
    place %= len(word)
    longer = word[:place] + letter + word[place:]
    replaced = word[:place] + letter + word[place + 1 :]
    assert one_edit_apart(word, longer)
    assert one_edit_apart(longer, word)
    assert one_edit_apart(word, replaced)
    assert not one_edit_apart(word, word)
    assert not one_edit_apart(word, longer + letter)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"accepted": {"en": ["asylum"], "ru": ["убежище"]}}, "already listed"),
        ({"accepted": {"en": ["word"]}}, "accepted answers in ru too"),
        ({"accepted": {"en": [], "ru": ["слово"]}}, "at least one accepted answer in en"),
        ({"accepted": {"en": ["?!"], "ru": ["слово"]}}, "no letter or digit"),
        ({"accepted": {"en": ["x" * 101], "ru": ["слово"]}}, "at most 100"),
        ({"mistakes": [{"accepted": {"fr": ["mot"]}, "feedback": both("x")}]}, "Unknown language fr"),
    ],
)
def test_an_author_is_told(changes, told):
    with pytest.raises(ValidationError, match=told):
        sample("short_text", **changes)
