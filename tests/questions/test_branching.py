"""Branching: the best way is gate b (1 point), talk b (3); the longest gate b, talk c (1), desk a (1)."""

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from course.questions.question import Remark, Unreadable
from tests.questions.forms import controls_of, form_of, html_of
from tests.questions.samples import data, sample

QUESTION = sample("branching")
STEPS = {"g": "authored-gate", "t": "authored-talk", "d": "authored-desk"}
GATE, TALK, DESK = STEPS.values()


def made(path, leaning=""):
    response = {"answer": [f"authored-{key}" for key in path]}
    return response | ({"leaning": f"authored-{leaning}"} if leaning else {})


def fields(path, ticked=""):
    """The form after the choices of `path` with one of the present step ticked: "gb tc" and "da"."""
    story = {
        f"answer.{QUESTION.opaque(STEPS[step], 's')}": [QUESTION.opaque(f"{STEPS[step]}/authored-{key}")]
        for step, key in path.split()
    }
    if ticked:
        story["answer"] = [QUESTION.opaque(f"{STEPS[ticked[0]]}/authored-{ticked[1]}")]
    return story


@pytest.mark.parametrize(
    ("path", "fraction", "complete"),
    [
        ("bb", Fraction(1), True),
        ("bca", Fraction(3, 4), True),
        ("bcb", Fraction(2, 4), True),
        ("ba", Fraction(1, 4), True),
        ("cb", Fraction(3, 4), True),
        ("a", Fraction(0), True),
        ("b", Fraction(1, 4), False),
        ("bc", Fraction(2, 4), False),
    ],
)
def test_the_mark_is_what_was_gathered_over_the_most_that_any_path_gathers(path, fraction, complete):
    assert QUESTION.grade(made(path)).fraction == fraction
    assert QUESTION.is_complete(made(path)) == complete
    assert QUESTION.grade(made(path[:-1], path[-1])).fraction == fraction


@st.composite
def scenarios(draw):
    """Steps in a row; each choice leads forward, the first one to the next step, so that all are reached."""
    count = draw(st.integers(2, 6))
    steps = []
    for place in range(count):
        after = [f"s{later}" for later in range(place + 1, count)] + ["end"]
        chosen = [after[0], *draw(st.lists(st.sampled_from(after), min_size=1, max_size=3))]
        steps.append(
            {
                "key": f"s{place}",
                "text": {"en": "Step", "ru": "Шаг"},
                "choices": [
                    {
                        "key": f"c{number}",
                        "text": {"en": f"Choice {number}", "ru": f"Выбор {number}"},
                        "feedback": {"en": "Why", "ru": "Почему"},
                        "points": draw(st.integers(0, 3)),
                        "next": following,
                    }
                    for number, following in enumerate(chosen)
                ],
            }
        )
    return steps


def paths(steps, key="s0"):
    """Every path from a step on, as keys and points: by brute force."""
    if key == "end":
        return [([], 0)]
    step = next(one for one in steps if one["key"] == key)
    return [
        ([choice["key"], *rest], choice["points"] + points)
        for choice in step["choices"]
        for rest, points in paths(steps, choice["next"])
    ]


@given(scenarios())
def test_the_most_that_can_be_gathered_is_that_of_the_best_of_all_paths(steps):
    totals = [points for _, points in paths(steps)]
    if max(totals) == min(totals):
        with pytest.raises(ValidationError, match=r"No path earns|Every path earns the same"):
            sample("branching", steps=steps)
        return
    question = sample("branching", steps=steps)
    for path, points in paths(steps):
        grade = question.grade({"answer": path})
        assert grade.fraction == Fraction(points, max(totals))
        assert all(grade.parts.values()) == (points == max(totals))
    for case in question.samples():
        assert question.grade(case.response).fraction == case.fraction


def test_the_page_shows_the_story_so_far_and_no_step_that_was_not_reached():
    html = html_of(QUESTION.present({}, made("b"), "en"))
    assert [word in html for word in ("Step gate", "Gate b", "Step talk", "Talk a")] == [True] * 4
    assert [word in html for word in ("Gate a", "Gate c", "Step desk", "Desk")] == [False] * 4
    first = repr(QUESTION.present({}, {}, "en"))
    assert [word in first for word in ("Step gate", "Step talk", "Step desk")] == [True, False, False]


def test_a_choice_that_is_only_ticked_does_not_bring_the_next_step():
    shown = QUESTION.present({}, made("", "b"), "en")
    assert shown.step == "Step gate in English"
    assert [row.chosen for row in shown.rows if row.text.startswith("Gate b")] == [True]
    assert "Step talk" not in html_of(shown)


def test_neither_points_nor_ends_are_on_the_page():
    far = data("branching")["steps"]
    far[1]["choices"][1]["points"] = 4711
    shown = sample("branching", steps=far).present({}, made("b"), "en")
    assert "4711" not in repr(shown) + html_of(shown)
    assert "authored" not in repr(shown)


def test_at_the_end_nothing_is_left_to_choose():
    shown = QUESTION.present({}, made("bb"), "en")
    assert (shown.step, shown.rows) == ("", ())
    assert "at its end" in shown.task
    assert controls_of(html_of(shown)).sent == fields("gb tb")


def test_choices_come_in_the_order_of_the_arrangement():
    order = QUESTION.arrange(random.Random(3)) | {TALK: ["authored-c", "authored-a", "authored-b"]}
    shown = QUESTION.present(order, made("b"), "en")
    assert [row.text[:6] for row in shown.rows] == ["Talk c", "Talk a", "Talk b"]


def test_a_press_of_the_button_makes_the_choice():
    assert QUESTION.parse(fields("", "gb")) == made("b")
    assert QUESTION.parse(fields("gb", "tc")) == made("bc")
    assert QUESTION.parse(fields("gb")) == made("b")
    assert form_of(QUESTION, made("bc")) == fields("gb tc")
    assert form_of(QUESTION, made("b", "c")) == fields("gb", "tc")


def test_a_draft_decides_nothing():
    assert QUESTION.draft(fields("", "gb"), {}) == made("", "b")
    assert QUESTION.draft(fields("gb", "tc"), made("b", "a")) == made("b", "c")
    assert QUESTION.draft(fields("gb"), made("b")) == made("b")
    assert QUESTION.draft({}, {}) == {}
    # A story nobody saved, pieced together to look ahead.
    assert QUESTION.draft(fields("gb"), {}) == made("", "b")


@pytest.mark.parametrize(("path", "ticked"), [("", "ga"), ("gc", ""), ("", "")])
def test_a_draft_of_another_story_is_refused(path, ticked):
    with pytest.raises(Unreadable, match="cannot be changed"):
        QUESTION.draft(fields(path, ticked), made("bc"))


@pytest.mark.parametrize(
    ("saved", "response", "may"),
    [
        ({}, made("b"), True),
        (made("", "b"), made("c"), True),
        (made("", "b"), made("", "c"), True),
        (made("b"), made("bc"), True),
        (made("b", "a"), made("bc"), True),
        (made("b"), made("c"), False),
        (made("bc"), made("b"), False),
        (made("b"), made("", "b"), False),
        (made("b"), {}, False),
    ],
)
def test_what_was_made_stays_and_what_was_ticked_may_change(saved, response, may):
    assert QUESTION.may_follow(saved, response) is may


@pytest.mark.parametrize(
    "sent",
    [
        fields("tb"),
        fields("gb da"),
        fields("ga", "tb"),
        fields("gb tb", "da"),
        fields("", "tb"),
        fields("gb", "ga"),
        fields("gb") | {"answer.s0123456789": ["x"]},
    ],
)
def test_a_path_that_the_page_never_offered_is_not_read(sent):
    with pytest.raises(Unreadable):
        QUESTION.parse(sent)


def test_a_choice_is_right_where_it_keeps_the_most_that_can_still_be_gathered():
    assert QUESTION.grade(made("cb")).parts == {GATE: False, TALK: True}
    assert QUESTION.grade(made("bca")).parts == {GATE: True, TALK: False, DESK: True}
    assert QUESTION.grade(made("b")).parts == {GATE: True, TALK: False}


def test_each_choice_made_is_answered_and_the_best_path_comes_with_the_key():
    told = QUESTION.remarks(made("ca"), "en", with_key=False)
    assert told == (
        Remark("1. Gate c in English", "SECRET why Gate c in English", False),
        Remark("2. Talk a in English", "SECRET why Talk a in English", False),
    )
    with_key = QUESTION.remarks(made("ca"), "en", with_key=True)
    assert [remark.about for remark in with_key[2:]] == ["1. Gate b in English", "2. Talk b in English"]
    assert QUESTION.right_answer("ru") == "1. Gate b по-русски; 2. Talk b по-русски"
    assert QUESTION.summarise(made("b", "c"), "en") == "1. Gate b in English; 2. Talk c in English"


def test_the_class_of_a_step_says_whether_it_was_reached():
    assert QUESTION.classify(made("ba")) == {GATE: "authored-b", TALK: "authored-a", DESK: "not reached"}
    assert QUESTION.classify(made("b")) == {GATE: "authored-b", TALK: "no answer", DESK: "not reached"}
    assert set(QUESTION.classify({}).values()) == {"no answer"}


def test_a_scenario_is_under_way_until_an_end_is_reached():
    assert [QUESTION.is_under_way(made(path)) for path in ("b", "bc", "bb", "a")] == [
        True,
        True,
        False,
        False,
    ]


def steps(change):
    written = data("branching")["steps"]
    change(written)
    return {"steps": written}


def lead(step, choice, following):
    return steps(lambda written: written[step]["choices"][choice].update(next=following))


def all_lead(step, following):
    return steps(lambda written: [choice.update(next=following) for choice in written[step]["choices"]])


def worthless(written):
    for step in written:
        for choice in step["choices"]:
            choice.update({"right": False} if "right" in choice else {"points": 0})


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (lead(0, 0, "authored-nowhere"), r'authored-gate\.authored-a\.next names "authored-nowhere"'),
        (
            lead(2, 0, "authored-talk"),
            "in a circle through authored-talk, authored-desk:",
        ),
        (lead(2, 0, "authored-desk"), "round in a circle"),
        (lead(1, 2, "authored-gate"), "in a circle through authored-gate, authored-talk:"),
        (all_lead(2, "authored-desk"), "From authored-desk no choice ever comes to an end"),
        (lead(1, 2, "end"), "No choice leads to authored-desk"),
        (all_lead(0, "end"), "No choice leads to authored-talk, authored-desk"),
        (steps(lambda written: written[0]["choices"][0].pop("next")), "next"),
        (steps(lambda written: written[0]["choices"][0].pop("points")), "Write `points` or `right`"),
        (steps(lambda written: written[0]["choices"][0].update(right=True)), "one of the two"),
        (steps(lambda written: written[0]["choices"][0].update(points=-1)), "greater than or equal to 0"),
        (steps(lambda written: written[0]["choices"][0].update(points=0.5)), "valid integer"),
        (steps(lambda written: written[2].update(choices=written[2]["choices"][:1])), "at least 2 choices"),
        (steps(lambda written: written[0].update(choices=written[0]["choices"] * 2)), "at most 4 choices"),
        (steps(lambda written: written[2].update(key="end")), "it says that a choice ends"),
        (steps(lambda written: written[2].update(key="authored-gate")), "own key"),
        (steps(lambda written: written.__delitem__(slice(1, None))), "at least 2 steps"),
        (steps(lambda written: written.extend(written[2:] * 18)), "at most 20 steps"),
        (steps(worthless), "No path earns a point"),
        (
            steps(
                lambda written: [choice.update(text=written[0]["text"]) for choice in written[0]["choices"]]
            ),
            "tell them apart",
        ),
    ],
)
def test_an_author_is_told(changes, told):
    with pytest.raises(ValidationError, match=told):
        sample("branching", **changes)


def test_a_scenario_in_which_every_path_earns_the_same_asks_nothing():
    written = data("branching")["steps"][:2]
    for place, step in enumerate(written):
        for choice in step["choices"]:
            choice.update(points=place, next="end" if place else TALK)
    with pytest.raises(ValidationError, match="any choice wins"):
        sample("branching", steps=written)
