"""Practice questions on paper."""

import pytest

from course.exports.document import TEMPLATES
from course.exports.exercises import exercise
from course.questions.kinds import KINDS
from tests.questions.samples import SAMPLES, sample

WITH_OPTIONS = ("single", "multiple", "true_false", "hotspot")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_place_on_paper(kind):
    assert (TEMPLATES / "pdf" / "questions" / f"{kind}.html").is_file()
    assert kind in SAMPLES


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_what_is_asked_gives_nothing_of_the_answer_away(kind, language):
    printed = exercise(sample(kind), "1.1", language)
    assert "SECRET" not in repr((printed.shown, printed.rows, printed.choices))
    assert "authored" not in repr((printed.shown, printed.rows, printed.choices))


@pytest.mark.parametrize("kind", KINDS)
def test_every_question_has_a_reason_at_the_end(kind):
    reasons = exercise(sample(kind), "1.1", "en").reasons
    assert reasons
    assert all(reason.text for reason in reasons)


@pytest.mark.parametrize("kind", WITH_OPTIONS)
def test_each_option_has_its_reason_and_the_right_ones_come_first(kind):
    printed = exercise(sample(kind), "1.1", "en")
    options = {option.text for option in (*printed.rows, *printed.choices)}
    assert {reason.about for reason in printed.reasons} == options
    verdicts = [reason.right for reason in printed.reasons]
    assert verdicts == sorted(verdicts, reverse=True)
    assert verdicts[0] is True


def test_the_right_ones_are_those_of_the_key():
    printed = exercise(sample("multiple"), "1.1", "en")
    right = {reason.about for reason in printed.reasons if reason.right}
    assert right == {f"Option {key} in English" for key in "acd"}


def test_an_ordering_is_printed_in_another_order_than_the_right_one():
    printed = exercise(sample("ordering"), "1.1", "en")
    assert printed.order == tuple(f"Item {key} in English" for key in "zyxw")
    assert tuple(option.text for option in printed.rows) != printed.order
    assert set(printed.order) == {option.text for option in printed.rows}


def test_options_bear_letters_of_the_language():
    assert [option.mark for option in exercise(sample("single"), "1.1", "en").rows] == list("abcd")
    assert [option.mark for option in exercise(sample("single"), "1.1", "ru").rows] == list("абвг")


def test_places_in_a_picture_bear_the_numbers_they_have_there():
    printed = exercise(sample("hotspot"), "1.1", "ru")
    assert [option.mark for option in printed.rows][:2] == ["1", "2"]
    assert printed.picture.endswith(".ru")


def test_a_language_in_which_it_is_not_asked_is_english():
    printed = exercise(sample("single"), "1.1", "kk")
    assert printed.language == "en"
    assert printed.shown.ask.endswith("in English")
