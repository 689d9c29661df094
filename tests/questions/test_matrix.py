"""Matrix: rows a, b, c and columns X, Y, Z, with one choice a row or with ticks."""

import random
from fractions import Fraction

import pytest
from pydantic import ValidationError

from course.questions.kinds import canonical, from_canonical
from course.questions.question import Remark, Unreadable
from tests.questions.forms import form_of, html_of
from tests.questions.samples import SEVERAL, data, sample

ONE = sample("matrix")  # a-Z, b-X, c-Z
TICKS = sample("matrix", answer=SEVERAL)  # a-X and Z, b-Y, c nothing


def chosen(rows):
    return {"answer": {f"authored-{row}": f"authored-{column}" for row, column in rows.items()}}


def ticked(rows):
    return {
        "answer": {f"authored-{row}": [f"authored-{one}" for one in ticks] for row, ticks in rows.items()}
    }


@pytest.mark.parametrize(
    ("rows", "fraction"),
    [
        ({"a": "z", "b": "x", "c": "z"}, Fraction(1)),
        ({"a": "z", "b": "x", "c": "y"}, Fraction(2, 3)),
        ({"a": "z", "b": "z", "c": "z"}, Fraction(2, 3)),
        ({"a": "y", "b": "y", "c": "z"}, Fraction(1, 3)),
        ({"b": "x"}, Fraction(1, 3)),
        ({"a": "x", "b": "z", "c": "x"}, Fraction(0)),
    ],
)
def test_with_one_choice_the_mark_is_the_share_of_right_rows(rows, fraction):
    grade = ONE.grade(chosen(rows))
    assert grade.fraction == fraction == Fraction(sum(grade.parts.values()), 3)
    assert ONE.is_complete(chosen(rows)) == (len(rows) == 3)


@pytest.mark.parametrize(
    ("rows", "of_a", "of_b", "of_c"),
    [
        ({"a": "xz", "b": "y"}, 1, 1, 1),
        ({"a": "x", "b": "y"}, Fraction(1, 2), 1, 1),
        ({"a": "xy", "b": "y"}, 0, 1, 1),
        ({"a": "xyz", "b": "y"}, Fraction(1, 2), 1, 1),
        ({"a": "y", "b": "y"}, 0, 1, 1),
        ({"a": "xz", "b": "xy"}, 1, 0, 1),
        ({"a": "xz", "b": "xyz"}, 1, 0, 1),
        ({"a": "xz"}, 1, 0, 1),
        ({"b": "x"}, 0, 0, 1),
        ({"a": "xz", "b": "y", "c": "x"}, 1, 1, 0),
        ({"c": "xyz"}, 0, 0, 0),
        ({"a": "xyz", "b": "xyz", "c": "xyz"}, Fraction(1, 2), 0, 0),
    ],
)
def test_with_ticks_the_mark_is_the_mean_of_the_rows(rows, of_a, of_b, of_c):
    grade = TICKS.grade(ticked(rows))
    assert grade.fraction == Fraction(of_a + of_b + of_c) / 3
    assert list(grade.parts.values()) == [of_a == 1, of_b == 1, of_c == 1]
    assert TICKS.is_complete(ticked(rows))


@pytest.mark.parametrize("response", [{}, ticked({"a": ""}), ticked({"a": "", "b": "", "c": ""})])
def test_leaving_the_whole_matrix_empty_earns_nothing(response):
    grade = TICKS.grade(response)
    assert (grade.fraction, any(grade.parts.values())) == (0, False)
    assert not TICKS.is_complete(response)
    assert TICKS.summarise(response, "en") == ""


def fields(question, rows):
    return {
        f"answer.{question.opaque(f'authored-{row}', 'r')}": [
            question.opaque(f"authored-{column}", "c") for column in columns
        ]
        for row, columns in rows.items()
    }


def test_one_choice_is_read_as_a_column_and_ticks_as_a_list_in_the_authors_order():
    assert ONE.parse(fields(ONE, {"b": "y"})) == chosen({"b": "y"})
    assert TICKS.parse(fields(TICKS, {"b": "y", "a": "zx"})) == ticked({"a": "xz", "b": "y"})


def test_two_columns_in_one_row_are_refused_where_one_is_asked():
    with pytest.raises(Unreadable):
        ONE.parse(fields(ONE, {"a": "xy"}))


def test_the_name_of_a_row_does_not_serve_for_a_column():
    row = TICKS.opaque("authored-a", "r")
    for name, value in ((row, row), (TICKS.opaque("authored-x", "c"), TICKS.opaque("authored-y", "c"))):
        with pytest.raises(Unreadable):
            TICKS.parse({f"answer.{name}": [value]})


@pytest.mark.parametrize(
    ("question", "response"),
    [
        (ONE, ticked({"a": "x"})),
        (TICKS, chosen({"a": "x"})),
        (TICKS, ticked({"a": "xx"})),
        (TICKS, ticked({"a": "q"})),
    ],
)
def test_a_response_in_the_other_form_needs_a_human(question, response):
    assert question.grade(response).fraction is None


def test_rows_are_shuffled_and_columns_stay_as_the_author_wrote_them():
    shown = [ONE.present(ONE.arrange(random.Random(seed)), {}, "en") for seed in range(20)]
    assert len({one.rows for one in shown}) > 1
    assert {tuple(column.text for column in one.choices) for one in shown} == {
        ("Column X in English", "Column Y in English", "Column Z in English")
    }


@pytest.mark.parametrize(("question", "control"), [(ONE, "radio"), (TICKS, "checkbox")])
def test_each_cell_has_its_control_named_by_its_row_and_its_column(question, control):
    shown = question.present({}, {}, "en")
    html = html_of(shown, name="p-1.")
    assert html.count(f'type="{control}"') == html.count("<input") == 9
    assert html.count('<th scope="row"') == html.count('<th scope="col"') == 3
    for row in shown.rows:
        for column in shown.choices:
            labels = f"p-1.answer.{row.key}-text p-1.answer-{column.key}"
            assert f'name="p-1.answer.{row.key}" value="{column.key}" aria-labelledby="{labels}"' in html


def test_ticks_are_sent_as_repeated_fields():
    assert form_of(TICKS, ticked({"a": "xz"})) == fields(TICKS, {"a": "xz"})


def test_a_wrong_row_is_told_without_the_explanation_of_the_right_column():
    wrong = Remark("Row a in English → Column Y in English", "", right=False)
    right = Remark("Row a in English → Column Z in English", "SECRET why Row a in English", right=True)
    assert ONE.remarks(chosen({"a": "y"}), "en", with_key=False) == (wrong,)
    assert ONE.remarks(chosen({"a": "y"}), "en", with_key=True)[:2] == (wrong, right)
    assert ONE.remarks(chosen({"a": "z"}), "en", with_key=False) == (right,)


def test_with_ticks_an_empty_row_is_an_answer_once_something_is_ticked():
    told = TICKS.remarks(ticked({"a": "xz"}), "en", with_key=False)
    assert [remark.right for remark in told] == [True, False, True]
    assert told[2] == Remark("Row c in English → —", "SECRET why Row c in English", right=True)
    assert TICKS.summarise(ticked({"a": "xz", "b": "y"}), "en") == TICKS.right_answer("en")
    assert TICKS.right_answer("en").startswith("Row a in English → Column X in English, Column Z in English;")


def test_the_class_of_a_row_is_what_was_given_to_it():
    assert ONE.classify(chosen({"a": "y"})) == {
        "authored-a": "authored-y",
        "authored-b": "no answer",
        "authored-c": "no answer",
    }
    assert TICKS.classify(ticked({"a": "xz"})) == {
        "authored-a": "authored-x+authored-z",
        "authored-b": "left empty",
        "authored-c": "left empty",
    }


@pytest.mark.parametrize("question", [ONE, TICKS], ids=["one", "ticks"])
def test_the_form_of_the_key_survives_the_canonical_text(question):
    assert from_canonical(canonical(question)).answer == question.answer


def test_rows_named_like_languages_are_not_taken_for_texts():
    rows = [row | {"key": key} for row, key in zip(data("matrix")["rows"], ("en", "kk", "tg"), strict=True)]
    answer = {"en": "authored-x", "kk": "authored-y", "tg": "authored-x"}
    assert sample("matrix", rows=rows, answer=answer).right_answer("en")


def key(a, b, c):
    return {"authored-a": a, "authored-b": b, "authored-c": c}


X, Y, Z = "authored-x", "authored-y", "authored-z"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"answer": key(X, [Y], Z)}, "a list for every row"),
        ({"answer": key(X, True, Z)}, "put them in quotes"),
        ({"answer": key([X], [1], [])}, "put them in quotes"),
        ({"answer": {"authored-a": X}}, "answer lacks authored-b, authored-c"),
        ({"answer": key(X, Y, Z) | {"authored-d": X}}, "not among the keys authored-a"),
        ({"answer": key(X, Y, "authored-q")}, "not among the keys authored-x"),
        ({"answer": key([X], ["authored-q"], [])}, "not among the keys authored-x"),
        ({"answer": key([X, X], [Y], [])}, "own key"),
        ({"answer": key([], [], [])}, "leaving all empty wins"),
        ({"answer": key([X, Y, Z], [X, Y, Z], [X, Y, Z])}, "ticking everything wins"),
        ({"answer": [X, Y, Z]}, "dictionary"),
        ({"rows": data("matrix")["rows"][:1]}, "at least 2 rows"),
        ({"columns": data("matrix")["columns"][:1]}, "at least 2 columns"),
        ({"rows": data("matrix")["rows"] + data("matrix")["rows"][:1]}, "own key"),
        ({"columns": [column | {"key": X} for column in data("matrix")["columns"]]}, "own key"),
        (
            {"rows": [row | {"text": {"en": "A", "ru": "А"}} for row in data("matrix")["rows"]]},
            "tell them apart",
        ),
        (
            {"columns": [one | {"text": {"en": "A", "ru": "А"}} for one in data("matrix")["columns"]]},
            "tell them apart",
        ),
        ({"columns": [one | {"text": {"en": one["key"]}} for one in data("matrix")["columns"]]}, "lacks ru"),
    ],
)
def test_an_author_is_told(changes, told):
    with pytest.raises(ValidationError, match=told):
        sample("matrix", **changes)
