"""Machine-readable zone, with the specimens and drills of ICAO Doc 9303 (parts 3 and 4)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from course.questions.authoring import LANGUAGES
from course.questions.check_digits import FILLER, SIGNS, check_digit, value, working
from course.questions.question import Remark, Unreadable
from course.questions.types.mrz import FIELDS, LETTER_O, VERDICTS
from tests.questions.forms import form_of, html_of
from tests.questions.samples import sample

SPECIMEN = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
QUESTION = sample("mrz")
RIGHT = {"number": "6", "birth": "2", "expiry": "9", "optional": "1", "composite": "0"}
zones = st.text(alphabet=SIGNS + FILLER, max_size=40)


def line(text, **changes):
    return sample("mrz", **{"second_line": text} | changes)


def sent(question, **fields):
    return {f"answer.{question.opaque(field, 'f')}": [value] for field, value in fields.items()}


@pytest.mark.parametrize(
    ("text", "digit"),
    [
        ("L898902C3", "6"),
        ("740812", "2"),
        ("120415", "9"),
        ("ZE184226B<<<<<", "1"),
        ("L898902C3674081221204159ZE184226B<<<<<1", "0"),
        ("520727", "3"),
        ("AB2134<<<", "5"),
        ("D23145890", "7"),
        ("790812", "7"),
        ("220415", "6"),
        ("", "0"),
        ("<<<<", "0"),
    ],
)
def test_check_digits_are_those_of_the_standard(text, digit):
    assert check_digit(text) == digit
    assert working(text).endswith(f"→ {digit}")


def test_letters_count_from_ten_and_the_filler_nothing():
    assert [value(sign) for sign in "09AZ<"] == [0, 9, 10, 35, 0]


def test_the_working_shows_every_sign_but_fillers():
    assert working("520727") == "5×7 + 2×3 + 0×1 + 7×7 + 2×3 + 7×1 = 103 → 3"
    assert working("AB<<") == "10×7 + 11×3 = 103 → 3"
    assert working("<<") == "0 = 0 → 0"


@given(zones, zones)
def test_three_signs_more_in_front_change_no_weight(data, front):
    front = front[: len(front) - len(front) % 3]
    assert int(check_digit(front + data)) == (int(check_digit(front)) + int(check_digit(data))) % 10


@given(zones.filter(bool), st.data())
def test_one_figure_changed_is_always_found(data, chance):
    """The weights 7, 3 and 1 have no factor with 10: only values ten apart (0, A, K, U …) look the same."""
    place = chance.draw(st.integers(0, len(data) - 1))
    other = chance.draw(st.sampled_from(SIGNS))
    changed = data[:place] + other + data[place + 1 :]
    same = (value(data[place]) - value(other)) % 10 == 0
    assert (check_digit(changed) == check_digit(data)) is same


def test_the_specimen_has_the_digits_of_the_standard():
    assert QUESTION.grade({"answer": RIGHT}).fraction == 1
    assert QUESTION.right_answer("en") == (
        "Document number: 6; Date of birth: 2; Date of expiry: 9; Optional data: 1; Composite check digit: 0"
    )


@pytest.mark.parametrize(
    ("given", "fraction"),
    [
        (RIGHT | {"birth": "3"}, Fraction(4, 5)),
        (RIGHT | {"composite": "O"}, Fraction(4, 5)),
        ({"number": "6"}, Fraction(1, 5)),
        (dict.fromkeys(RIGHT, "7"), Fraction(0)),
    ],
)
def test_the_mark_is_the_share_of_fields_that_are_right(given, fraction):
    grade = QUESTION.grade({"answer": given})
    assert grade.fraction == fraction == Fraction(sum(grade.parts.values()), 5)
    assert QUESTION.is_complete({"answer": given}) == (len(given) == 5)


@pytest.mark.parametrize("letter", ["O", "o", "О", "о", " o "])
def test_the_letter_o_for_zero_is_wrong_and_told_so(letter):
    response = QUESTION.parse(sent(QUESTION, composite=letter))
    assert QUESTION.grade(response).fraction == 0
    assert QUESTION.remarks(response, "en", with_key=False)[0].text == LETTER_O
    assert QUESTION.grade(QUESTION.parse(sent(QUESTION, composite=" 0 "))).fraction == Fraction(1, 5)


@pytest.mark.parametrize("typed", ["62", "6 2", "six", "<<"])
def test_more_than_one_sign_is_told_and_kept_on_the_page(typed):
    fields = sent(QUESTION, number=typed, birth="2")
    with pytest.raises(Unreadable, match="one figure for each"):
        QUESTION.parse(fields)
    html = html_of(QUESTION.present({}, {}, "en").with_typed(fields))
    assert f'value="{typed.replace("<", "&lt;")}"' in html


def test_what_people_type_is_escaped():
    html = html_of(QUESTION.present({}, {"answer": {"number": "<"}}, "en"))
    assert 'value="&lt;"' in html
    assert form_of(QUESTION, {"answer": {"number": "<"}})[f"answer.{QUESTION.opaque('number', 'f')}"] == ["<"]


@given(st.text(max_size=30))
def test_any_text_is_either_a_sign_or_refused(text):
    try:
        response = QUESTION.parse(sent(QUESTION, number=text))
    except Unreadable:
        return
    assert QUESTION.grade(response).fraction in (0, Fraction(1, 5))


@given(st.text(alphabet=SIGNS, min_size=9, max_size=9), st.integers(0, 10**6 - 1), st.integers(0, 10**6 - 1))
def test_what_is_computed_for_missing_digits_fits_once_it_is_printed(number, birth, expiry):
    dates = f"{number}?UTO{birth:06}?X{expiry:06}?<<<<<<<<<<<<<<??"
    asked = line(dates)
    right = asked.samples()[0].response["answer"]
    filled = dates
    for digit in right.values():
        filled = filled.replace("?", digit, 1)
    printed = line(filled)
    assert printed.samples()[0].response == {"answer": dict.fromkeys(RIGHT, "fits")}


def test_only_the_missing_digits_are_asked_for():
    asked = line("L898902C36UTO740812?F1204159ZE184226B<<<<<1?")
    assert asked.samples()[0].response == {"answer": {"birth": "2", "composite": "0"}}
    with pytest.raises(Unreadable):
        asked.parse(sent(asked, number="6"))


def test_the_digit_of_empty_optional_data_may_be_zero_or_a_filler():
    asked = line("55012345<?UTO910305?F320304?<<<<<<<<<<<<<<??")
    for sign in "0<":
        assert asked.grade({"answer": {"optional": sign}}).parts["optional"]
    for sign in "0<":
        printed = f"UT55012345UTO9103052F3203042<<<<<<<<<<<<<<{sign}2"
        assert line(printed).samples()[0].response == {"answer": dict.fromkeys(RIGHT, "fits")}


@pytest.mark.parametrize(
    ("text", "fails"),
    [
        (SPECIMEN, []),
        (SPECIMEN.replace("740812", "790812"), ["birth", "composite"]),
        (SPECIMEN.replace("120415", "220415"), ["expiry", "composite"]),
        (SPECIMEN[:-1] + "3", ["composite"]),
        ("UT77400197UTO8509174M2909163X88421<<<<<<<<82", []),
    ],
)
def test_a_line_without_gaps_asks_which_fields_do_not_fit(text, fails):
    question = line(text, first_line=None)
    right = {field: "fails" if field in fails else "fits" for field in RIGHT}
    assert question.samples()[0].response == {"answer": right}
    assert question.parse(form_of(question, {"answer": right})) == {"answer": right}
    assert question.grade({"answer": right | {"number": "fails"}}).fraction == Fraction(4, 5)


def test_a_document_number_can_be_asked_for_alone():
    asked = sample("mrz", first_line=None, second_line=None, number="AB2134<<<?")
    assert asked.samples()[0].response == {"answer": {"number": "5"}}
    checked = sample("mrz", first_line=None, second_line=None, number="L898902C37")
    assert checked.right_answer("ru") == "Номер документа: Не сходится"


def test_the_page_shows_the_zone_and_not_one_of_its_missing_digits():
    shown = QUESTION.present({}, {}, "en")
    assert shown.lines[1] == "L898902C3?UTO740812?F120415?ZE184226B<<<<<??"
    assert [field.data for field in shown.fields][:2] == ["L898902C3", "740812"]
    assert shown.fields[4].data == "L898902C3?740812?120415?ZE184226B<<<<<?"


def test_the_computation_is_shown_with_the_key_only():
    response = {"answer": RIGHT | {"birth": "3"}}
    assert [remark.text for remark in QUESTION.remarks(response, "en", with_key=False)] == [
        *[""] * 5,
        "SECRET wrong in English",
    ]
    assert Remark(
        "Date of birth: 2", "7×7 + 4×3 + 0×1 + 8×7 + 1×3 + 2×1 = 122 → 2", True
    ) in QUESTION.remarks(response, "en", with_key=True)


def test_fields_and_verdicts_have_names_in_every_language():
    assert all(set(text) == set(LANGUAGES) for text in (*FIELDS.values(), *VERDICTS.values()))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"second_line": SPECIMEN.replace("UTO", "KAZ")}, "names the State KAZ: write UTO"),
        ({"second_line": SPECIMEN.replace("UTO", "D<<")}, "names the State D<<: write UTO"),
        ({"first_line": "P<KAZERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"}, "first_line names the State KAZ"),
        ({"first_line": "P<UTOERIKSSON"}, "first_line has 13 signs, it must have 44"),
        ({"first_line": "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<?"}, r"write \? in the second line only"),
        ({"second_line": SPECIMEN[:-1]}, "second_line has 43 signs"),
        ({"second_line": SPECIMEN.lower()}, 'second_line holds "l"'),
        ({"second_line": SPECIMEN.replace(" ", "").replace("F", " ")}, 'holds " "'),
        ({"second_line": "?" + SPECIMEN[1:]}, r"\? at position 1, where no check digit"),
        (
            {"second_line": "L898902C37UTO740812?F1204159ZE184226B<<<<<10"},
            "second_line has 7 as the check digit of number, computed is 6",
        ),
        ({"number": "AB2134<<<?"}, "one of the two"),
        ({"first_line": None, "second_line": None}, "one of the two"),
        ({"second_line": None, "number": "AB2134<<<?"}, "Leave out first_line"),
        ({"first_line": None, "second_line": None, "number": "AB2134<<<"}, "number has 9 signs"),
        ({"country": "KAZ"}, "country"),
    ],
)
def test_an_author_is_told(changes, told):
    with pytest.raises(ValidationError, match=told):
        sample("mrz", **changes)
