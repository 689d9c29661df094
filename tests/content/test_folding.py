"""Words are the same however they were typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content.folding import fold, folded_text, words
from course.content.stems import stems

SAME = {
    "case": ["НЕВЫСЫЛКА", "невысылка", "Невысылка"],
    "ё": ["учёт", "учет", "УЧЁТ", "уче\u0308т"],
    "apostrophes of Uzbek": [
        "oʻzbek", "o'zbek", "oʼzbek", "o‘zbek", "o’zbek", "o`zbek", "Ozbek", "o\u00b4zbek",
    ],
    "an apostrophe at the end": ["bogʻ", "bog'", "bog"],
    "қ on a Russian keyboard": ["қайтармау", "кайтармау", "ҚАЙТАРМАУ"],
    "ҳ on a Russian keyboard": ["муҳоҷир", "мухочир"],
    "ң, ө, ү on a Russian keyboard": ["өлкөнүң", "олконун"],
    "ә, ғ, і, ұ, һ on a Russian keyboard": ["әғіұһ", "агиух"],
    "ӣ and ӯ on a Russian keyboard": ["Тоҷикӣ ӯ", "точики у"],
    "Turkmen without its marks": ["ýurtdan çykarmak", "yurtdan cykarmak"],
    "Latin letters without their marks": ["ž ş ň ö ü ä", "z s n o u a"],
    "decomposed letters": ["mu\u0308m\u0327kin", "mümkin", "mumkin"],
    "hyphens": ["non-refoulement", "non refoulement", "non‑refoulement", "non – refoulement"],
    "spaces of every kind": ["ст.\u00a033", "ст. 33", "ст.\u202f33", "  ст   33 "],
    "soft hyphens": ["неурегули\u00adрованная", "неурегулированная"],
    "full-width letters": ["ｖｉｓａ", "visa"],
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_texts_that_differ_in_this_only_are_the_same(name):
    assert len({folded_text(text) for text in SAME[name]}) == 1


@pytest.mark.parametrize(("one", "other"), [("мой", "мои"), ("бай", "бак"), ("law", "low"), ("1951", "1967")])
def test_other_words_stay_other_words(one, other):
    assert fold(one) != fold(other)


def test_a_word_knows_where_it_stood():
    text = "«Oʻzbek» — non-refoulement; учёт"
    assert [text[word.start : word.end] for word in words(text)] == [
        "Oʻzbek", "non", "refoulement", "учёт",
    ]  # fmt: skip


def test_signs_alone_are_no_words():
    assert list(words("?! … — ʻ ' « » *_* \u00ad")) == []


@given(st.text(max_size=60))
def test_folding_is_settled_and_leaves_letters_and_digits_only(text):
    for word in words(text):
        assert word.folded.isalnum()
        assert fold(word.folded) == word.folded
        assert 0 <= word.start < word.end <= len(text)


FORMS = [
    "невысылка невысылки невысылку невысылкой",
    "беженец беженцы беженцев беженцами",
    "ребенок ребенка ребенку",
    "мигрант мигранты мигрантов мигрантами",
    "граница границы границ границами",
    "проверка проверок проверками",
    "refugee refugees",
    "policy policies",
    "detained detaining",
    "border borders",
]


@pytest.mark.parametrize("forms", FORMS)
def test_the_forms_of_a_word_share_their_stem(forms):
    assert len({stem for _, stem in stems(forms.split())}) == 1


@pytest.mark.parametrize("pair", ["закон законник", "мигрант миграция", "refuge refuse", "нон-рефулман нон"])
def test_other_words_have_other_stems(pair):
    assert len({stem for _, stem in stems(pair.split())}) == 2
