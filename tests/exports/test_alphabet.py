"""Alphabetical order in the languages of the course."""

import random

import pytest

from course.exports.alphabet import alphabetical
from course.questions.authoring import LANGUAGES

ORDERED = {
    "en": "asylum seeker, asylum-seekers, émigré, migrant, Migrant worker, migrants, visa",
    "ru": "ёлка, если, жертва, мигрант, мигрант с визой, мигранты, это",
    "kk": "азамат, әкім, баспана, виза, гүл, ғылым, казак, қазақ, нан, ңғ, от, өкіл, ұлт, үй, хат, һауа, ыдыс, іс",
    "ky": "нан, ңе, от, өлкө, улут, үй",
    "tg": "виза, гап, ғам, иҷро, ӣд, йод, кор, қонун, ум, ӯро, хат, ҳуқуқ, чой, ҷавоб, шаҳр",
    "tk": "car, çäge, dil, ene, ädim, fakt, ji, žurnal, kanun, nan, ňe, or, öý, saz, şäher, ulag, ümür, ylym, ýaş, zat",
    "uz": "avtobus, nazorat, xalq, yer, zona, o‘lka, oʻq, gʻoya, shahar, chegara",
}
"""Written down from the alphabets themselves."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_stand_in_the_order_of_their_language(language):
    words = ORDERED[language].split(", ")
    mixed = random.Random(7).sample(words, len(words))
    assert sorted(mixed, key=alphabetical(language)) == words


def test_a_word_in_another_alphabet_comes_last_and_harms_nothing():
    assert sorted(["Ж", "visa", "!", ""], key=alphabetical("en")) == ["", "!", "visa", "Ж"]
