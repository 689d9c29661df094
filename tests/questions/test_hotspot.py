"""Hotspot: a picture with the places d, b, c, a, numbered in this order."""

import random

import pytest
from pydantic import ValidationError

from course.questions.question import Remark
from tests.questions.forms import form_of, html_of
from tests.questions.samples import data, option, sample

QUESTION = sample("hotspot")


@pytest.mark.parametrize(("chosen", "fraction"), [("a", 0), ("b", 1), ("c", 0), ("d", 0)])
def test_only_the_right_place_counts(chosen, fraction):
    grade = QUESTION.grade({"answer": f"authored-{chosen}"})
    assert (grade.fraction, grade.parts) == (fraction, {"answer": bool(fraction)})


def test_the_browser_sends_the_opaque_name_and_the_response_holds_the_authors_key():
    assert QUESTION.parse({"answer": [QUESTION.opaque("authored-b")]}) == {"answer": "authored-b"}
    assert form_of(QUESTION, {"answer": "authored-b"}) == {"answer": [QUESTION.opaque("authored-b")]}


def test_a_click_on_the_picture_is_no_answer():
    assert QUESTION.parse({"answer.at.x": ["12"], "answer.at.y": ["34"]}) == {}


def test_rows_keep_the_numbers_that_stand_in_the_picture():
    for seed in range(20):
        shown = QUESTION.present(QUESTION.arrange(random.Random(seed)), {}, "en")
        assert [(row.value, row.text[:8]) for row in shown.rows] == [
            ("1", "Region d"),
            ("2", "Region b"),
            ("3", "Region c"),
            ("4", "Region a"),
        ]


def test_an_arrangement_that_names_regions_does_not_move_them():
    moved = QUESTION.present({"regions": ["authored-a"], "options": ["authored-a"]}, {}, "en")
    assert moved == QUESTION.present({}, {}, "en")


def test_the_page_shows_the_drawing_of_the_lessons_module_and_the_numbered_list():
    shown = QUESTION.present({}, {"answer": "authored-c"}, "en")
    assert (shown.module, shown.figure) == ("migration-policy", "links.svg")
    html = html_of(shown)
    assert 'src="/modules/migration-policy/figures/links.svg"' in html
    assert 'alt="Picture with numbered places; they are listed below."' in html
    assert "<span>2. Region b in English</span>" in html
    assert html.count("checked") == 1


def test_where_the_regions_are_stays_with_the_author():
    far = [
        region | {"at": [4711 + place, 0, 9, 9]} for place, region in enumerate(data("hotspot")["regions"])
    ]
    shown = sample("hotspot", regions=far).present({}, {}, "en")
    assert "471" not in repr(shown) + html_of(shown)


def test_a_wrong_place_gets_its_own_feedback_and_the_right_one_only_with_the_key():
    wrong = Remark("Region a in English", "SECRET why Region a in English", right=False)
    right = Remark("Region b in English", "SECRET why Region b in English", right=True)
    assert QUESTION.remarks({"answer": "authored-a"}, "en", with_key=False) == (wrong,)
    assert QUESTION.remarks({"answer": "authored-a"}, "en", with_key=True) == (right, wrong)


def regions(*places):
    return {
        "regions": [
            option(key, f"Region {key}") | {"at": at} for key, at in zip("abcd", places, strict=False)
        ]
    }


GOOD = [0, 0, 10, 10]
WHERE = r"\[left, top, width, height\]"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"answer": "authored-x"}, "not among the keys authored-d"),
        (regions(GOOD), "at least 2 regions"),
        (regions(GOOD, [5, 5, 10]), WHERE),
        (regions(GOOD, [5, 5, 10, 10, 10]), WHERE),
        (regions(GOOD, [5, 5, 0, 10]), WHERE),
        (regions(GOOD, [5, 5, 10, 0]), WHERE),
        (regions(GOOD, [5, -5, 10, 10]), WHERE),
        (regions(GOOD, []), WHERE),
        (regions(GOOD, [0.5, 5, 10, 10]), "valid integer"),
        (regions(GOOD, GOOD), "the same `at`"),
        ({"regions": data("hotspot")["regions"] + data("hotspot")["regions"][:1]}, "own key"),
        ({"figure": "links.png"}, "like places.svg"),
        ({"figure": "../assets/links.svg"}, "like places.svg"),
        ({"figure": "links"}, "like places.svg"),
    ],
)
def test_an_author_is_told(changes, told):
    with pytest.raises(ValidationError, match=told):
        sample("hotspot", **changes)


def test_two_places_that_read_the_same_are_refused():
    alike = [region | {"text": {"en": "Link", "ru": "Связь"}} for region in data("hotspot")["regions"]]
    with pytest.raises(ValidationError, match="tell them apart"):
        sample("hotspot", regions=alike)
