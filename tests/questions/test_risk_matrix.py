"""Risk matrix: b×y is right, c×y earns half, everything else nothing; reason b is right."""

from fractions import Fraction
from itertools import product

import pytest
from pydantic import ValidationError

from course.questions.question import Remark
from tests.questions.forms import controls_of, html_of
from tests.questions.samples import data, option, sample, secret

QUESTION = sample("risk_matrix")
HALF = Fraction(1, 2)


def chosen(likelihood="", impact="", reason=""):
    response = {"likelihood": likelihood, "impact": impact, "reason": reason}
    return {part: f"authored-{key}" for part, key in response.items() if key}


@pytest.mark.parametrize(
    ("given", "fraction"),
    [
        (("b", "y", "b"), Fraction(1)),
        (("b", "y", "a"), HALF),
        (("b", "y", ""), HALF),
        (("c", "y", "b"), Fraction(3, 4)),
        (("c", "y", "c"), Fraction(1, 4)),
        (("a", "y", "b"), Fraction(0)),
        (("b", "x", "b"), Fraction(0)),
        (("b", "", "b"), Fraction(0)),
        (("", "y", ""), Fraction(0)),
        (("", "", "b"), Fraction(0)),
    ],
)
def test_the_cell_is_half_and_the_reason_counts_only_when_the_cell_earns_something(given, fraction):
    grade = QUESTION.grade(chosen(*given))
    assert grade.fraction == fraction
    assert grade.parts == {"cell": given[:2] == ("b", "y"), "reason": given[2] == "b" and bool(fraction)}
    assert QUESTION.is_complete(chosen(*given)) == all(given)


def test_only_cells_that_the_author_names_earn_anything():
    earning = {
        (likelihood, impact)
        for likelihood, impact in product("abc", "wxyz")
        if QUESTION.grade(chosen(likelihood, impact)).fraction
    }
    assert earning == {("b", "y"), ("c", "y")}


def test_the_author_weighs_the_cell_against_the_reason():
    question = sample("risk_matrix", weight="0.7")
    assert question.grade(chosen("b", "y", "a")).fraction == Fraction(7, 10)
    assert question.grade(chosen("c", "y", "b")).fraction == Fraction(7, 20) + Fraction(3, 10)


def fields(**given):
    return {name.replace("_", "."): [value] for name, value in given.items()}


def test_the_same_key_has_another_name_on_each_scale():
    likelihood, impact = QUESTION.opaque("authored-b", "l"), QUESTION.opaque("authored-y", "i")
    reason = QUESTION.opaque("authored-b")
    sent = fields(answer_likelihood=likelihood, answer_impact=impact, reason=reason)
    assert QUESTION.parse(sent) == chosen("b", "y", "b")
    assert likelihood[1:] != reason[1:]


def test_scales_stay_as_they_were_written_and_reasons_follow_the_arrangement():
    shown = QUESTION.present({"reasons": ["authored-c", "authored-a", "authored-b"]}, chosen("b"), "en")
    assert [row.text[:8] for row in shown.likelihood.levels] == ["Chance a", "Chance b", "Chance c"]
    assert [row.chosen for row in shown.likelihood.levels] == [False, True, False]
    assert [row.text[:6] for row in shown.impact.levels] == ["Harm w", "Harm x", "Harm y", "Harm z"]
    assert [row.text[:8] for row in shown.choices] == ["Reason c", "Reason a", "Reason b"]


def test_the_drawn_grid_is_beside_the_fields_and_holds_none():
    html = html_of(QUESTION.present({}, chosen("c", "w", "b"), "en"))
    _, _, grid = html.partition('<div class="risk-grid" aria-hidden="true">')
    drawn, _, _ = grid.partition("</div>")
    assert drawn.count("<td") == 12
    assert controls_of(drawn).names == set()
    rows = [row.partition("<th>")[2][:1] for row in drawn.split("<tr>")[1:4]]
    assert rows == ["3", "2", "1"]
    assert 'class="row-3 column-1"' in drawn.split("<tr>")[1]
    assert 'is-likelihood-3" type="radio"' in html


def test_the_cell_is_told_once_both_its_levels_are_chosen():
    assert QUESTION.remarks(chosen("b"), "en", with_key=False) == ()
    (near,) = QUESTION.remarks(chosen("c", "y"), "en", with_key=False)
    assert near == Remark("Chance c in English × Harm y in English", "SECRET cell near in English", False)
    (wrong,) = QUESTION.remarks(chosen("a", "w"), "en", with_key=False)
    assert wrong.text == "SECRET cell wrong in English"
    told = QUESTION.remarks(chosen("c", "y", "a"), "en", with_key=True)
    assert [(remark.about[:8], remark.right) for remark in told] == [
        ("Chance c", False),
        ("Chance b", True),
        ("Reason a", False),
        ("Reason b", True),
    ]


def test_the_summary_names_the_cell_and_the_reason():
    assert (
        QUESTION.summarise(chosen("b", "y", "a"), "ru")
        == "Chance b по-русски × Harm y по-русски: Reason a по-русски"
    )
    assert QUESTION.summarise(chosen("b"), "en") == "Chance b in English × —"
    assert QUESTION.summarise(chosen(reason="c"), "en") == "Reason c in English"


def test_the_class_of_the_cell_holds_both_levels():
    assert QUESTION.classify(chosen("c", "w")) == {"cell": "authored-c+authored-w", "reason": "no answer"}
    assert QUESTION.classify(chosen("c")) == {"cell": "no answer", "reason": "no answer"}


def cell(likelihood, impact, **more):
    return {"likelihood": f"authored-{likelihood}", "impact": f"authored-{impact}"} | more


def cells(*written):
    return {"cells": list(written)}


EVERY = [cell(one, two, points="0.5") for one, two in product("abc", "wxyz") if (one, two) != ("b", "y")]
LONG = [{"key": f"k{number}", "text": {"en": f"L{number}", "ru": f"У{number}"}} for number in range(7)]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (cells(cell("q", "y")), r'cells\.likelihood names "authored-q"'),
        (cells(cell("b", "q")), r'cells\.impact names "authored-q"'),
        (cells(cell("b", "y"), cell("b", "y", points="0.5")), "same place"),
        (cells(cell("b", "y"), cell("c", "y", points="0")), "more than 0 and at most 1"),
        (cells(cell("b", "y"), cell("c", "y", points="1.5")), "more than 0 and at most 1"),
        (cells(cell("c", "y", points="0.5")), "No cell has all the points"),
        (cells(), "No cell has all the points"),
        (cells(cell("b", "y"), *EVERY), "Every cell earns something"),
        (cells(cell("b", "y")), "only then"),
        ({"feedback": {"right": secret("r"), "wrong": secret("w")}}, r"Write feedback\.partly"),
        ({"weight": "0"}, "between 0 and 1"),
        ({"weight": "1"}, "between 0 and 1"),
        ({"weight": "half"}, "not a number"),
        ({"likelihood": data("risk_matrix")["likelihood"][:1]}, "at least 2 levels of likelihood"),
        ({"impact": LONG}, "at most 6 levels of impact"),
        ({"likelihood": data("risk_matrix")["likelihood"] * 2}, "own key"),
        ({"reason": "authored-q"}, "not among the keys"),
        ({"reasons": [option("b", "One")]}, "at least 2 reasons"),
    ],
)
def test_an_author_is_told(changes, told):
    with pytest.raises(ValidationError, match=told):
        sample("risk_matrix", **changes)
