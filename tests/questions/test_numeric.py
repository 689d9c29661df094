"""Numeric: reading what people type, and marking it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from course.questions.figures import in_figures, read_number
from course.questions.question import Unreadable
from tests.questions.samples import both, sample

COUNT = sample("numeric")
PERCENT = sample("numeric", answer="3.5", tolerance="0.05", unit={"en": "%", "ru": "%"}, mistakes=[])
numbers = st.decimals(min_value=-(10**12), max_value=10**12, places=3, allow_nan=False)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("3.5", "3.5"),
        ("3,5", "3.5"),
        (" 3,50 ", "3.5"),
        (",5", "0.5"),
        ("5.", "5"),
        ("007", "7"),
        ("+7", "7"),
        ("-2,5", "-2.5"),
        ("\u22122,5", "-2.5"),
        ("\u2212 2", "-2"),
        ("48 000", "48000"),
        ("48\u00a0000", "48000"),
        ("48\u2009000", "48000"),
        ("48\u202f000", "48000"),
        ("48'000", "48000"),
        ("48\u2019000", "48000"),
        ("1 234 567,89", "1234567.89"),
        ("1,234,567", "1234567"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1.234.567", "1234567"),
        ("48,000", "48"),
        ("48.000", "48"),
    ],
)
def test_numbers_are_read_as_people_write_them(typed, number):
    assert read_number(typed) == Decimal(number)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "many",
        "3.5.1",
        "1,2,3",
        "48 00",
        "4 8000",
        "3 5",
        "1e5",
        "--3",
        "3-",
        "- ",
        ".",
        ",",
        "NaN",
        "²",
        "Infinity",
        "1_000",
        "0x10",
        "1/2",
        "3 crossings",
        "48 000 000 0",
        "1,23,456",
    ],
)
def test_what_is_no_number_is_not_guessed(typed):
    assert read_number(typed) is None


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("48,000", 48000),
        ("1,200", 1200),
        ("0,500", "0.5"),
        ("48,00", 48),
        ("1234,500", "1234.5"),
        ("-1,200", -1200),
    ],
)
def test_one_comma_before_three_digits_groups_thousands_where_thousands_are_expected(typed, number):
    assert read_number(typed, comma_groups=True) == Decimal(number)


@pytest.mark.parametrize(
    ("answer", "typed", "fraction"),
    [
        ("48000", "48,000", 1),
        ("48000", "48 000", 1),
        ("48000", "48", 0),
        ("48000", "48,000 crossings", 1),
        ("48000", "48 000 Пересечений", 1),
        ("48000", "47999", 0),
        ("48000", "24,000", 0),
        ("48", "48,000", 1),
        ("999", "1,200", 0),
        ("1200.5", "1,200", 0),
        ("1.2", "1,200", 1),
    ],
)
def test_the_answer_decides_how_a_comma_is_read(answer, typed, fraction):
    question = sample("numeric", answer=answer, mistakes=[])
    assert question.grade(question.parse({"answer": [typed]})).fraction == fraction


def test_a_named_mistake_in_thousands_is_told_from_the_right_answer_in_units():
    mistakes = [{"value": "40000", "feedback": {"en": "That is 80 % of everybody.", "ru": "Это 80 % всех."}}]
    question = sample("numeric", answer="40", mistakes=mistakes)
    typed = question.parse({"answer": ["40,000"]})
    assert question.grade(typed).fraction == 0
    assert question.remarks(typed, "en", with_key=False)[0].text == "That is 80 % of everybody."


@pytest.mark.parametrize(
    ("typed", "fraction"),
    [
        ("3.5", 1),
        ("3,45", 1),
        ("3.55", 1),
        ("3.5%", 1),
        ("3,5 %", 1),
        ("3.5501", 0),
        ("3.4499", 0),
        ("-3.5", 0),
        ("3.55" + "0" * 40 + "1", 0),
    ],
)
def test_the_tolerance_is_part_of_the_right_range_and_exact(typed, fraction):
    assert PERCENT.grade(PERCENT.parse({"answer": [typed]})).fraction == fraction


def test_the_text_is_kept_as_typed():
    response = COUNT.parse({"answer": [" 48 000 "]})
    assert response == {"answer": "48 000"}
    assert COUNT.present({}, response, "ru").value == "48 000"


@pytest.mark.parametrize("typed", ["about 5", "3,5 km", "1" * 201])
def test_what_cannot_be_read_is_told_at_once(typed):
    with pytest.raises(Unreadable):
        COUNT.parse({"answer": [typed]})


def test_a_known_mistake_gets_its_own_feedback_and_class():
    response = COUNT.parse({"answer": ["24 000"]})
    (remark,) = COUNT.remarks(response, "en", with_key=False)
    assert remark.text == "SECRET one way only in English"
    assert COUNT.classify(response) == {"answer": "mistake 24000"}
    assert COUNT.classify({"answer": "5"}) == {"answer": "other"}


def test_the_right_answer_is_written_in_the_readers_figures():
    assert COUNT.right_answer("en") == "48,000\u00a0crossings"
    assert COUNT.right_answer("ru") == "48\u00a0000\u00a0пересечений"
    assert PERCENT.right_answer("ru") == "3,5\u00a0% (± 0,05)"


@given(number=numbers, language=st.sampled_from(["en", "ru"]))
def test_what_we_write_we_can_read(number, language):
    thousands = number == number.to_integral_value() and abs(number) >= 1000
    whole = number.to_integral_value() if thousands else number
    assert read_number(in_figures(whole, language), comma_groups=thousands) == whole


@given(number=numbers, tail=st.sampled_from(["%", " %", " crossings", "\u00a0CROSSINGS", ""]))
def test_a_unit_after_the_number_changes_nothing(number, tail):
    assert read_number(f"{number:f}{tail}", units=["%", "crossings"]) == number


@given(st.text(max_size=250))
def test_any_text_is_either_a_number_or_refused(text):
    try:
        response = COUNT.parse({"answer": [text]})
    except Unreadable:
        return
    assert COUNT.grade(response).fraction in (0, 1)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"answer": "many"}, '"many" is not a number'),
        ({"answer": "48,000"}, "digits and a point"),
        ({"answer": True}, "not a number"),
        ({"answer": "NaN"}, "not a number"),
        ({"tolerance": "-1"}, "tolerance is negative"),
        ({"mistakes": [{"value": "48000.0", "feedback": both("x")}]}, "counts as right"),
        ({"tolerance": "100", "mistakes": [{"value": "48100", "feedback": both("x")}]}, "counts as right"),
        ({"mistakes": [{"value": "1", "feedback": both("x")}] * 2}, "same value"),
    ],
)
def test_an_author_is_told(changes, told):
    with pytest.raises(ValidationError, match=told):
        sample("numeric", **changes)


def test_a_number_without_quotes_is_a_number_too():
    assert sample("numeric", answer=48000) == COUNT
