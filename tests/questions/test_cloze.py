"""Cloze: in English the gaps are who (b), days (90) and rule (non-refoulement); in Russian days come first."""

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from course.questions.question import Remark, Unreadable
from course.questions.types.cloze import Blank
from course.questions.word_key import CHECK_SPELLING
from tests.questions.forms import controls_of, form_of, html_of
from tests.questions.samples import both, data, option, sample

QUESTION = sample("cloze")
RIGHT = {"who": "authored-b", "days": "90", "rule": "non-refoulement"}


def filled(**gaps):
    return {"answer": {f"authored-{gap}": given for gap, given in gaps.items()}}


def sent(**gaps):
    """What the browser sends; an option by its opaque name."""
    return {f"answer.{QUESTION.opaque(f'authored-{gap}', 'g')}": [value] for gap, value in gaps.items()}


@pytest.mark.parametrize(
    ("gaps", "right"),
    [
        (RIGHT, 3),
        (RIGHT | {"days": " 90,0 "}, 3),
        (RIGHT | {"rule": "«НЕВЫДВОРЕНИЕ»"}, 3),
        (RIGHT | {"who": "authored-a"}, 2),
        (RIGHT | {"days": "30", "rule": "asylum"}, 1),
        ({"days": "90"}, 1),
        ({"who": "authored-c", "days": "91", "rule": "wrong"}, 0),
    ],
)
def test_the_mark_is_the_share_of_gaps_that_are_right(gaps, right):
    grade = QUESTION.grade(filled(**gaps))
    assert grade.fraction == Fraction(right, 3) == Fraction(sum(grade.parts.values()), 3)
    assert QUESTION.is_complete(filled(**gaps)) == (len(gaps) == 3)


@given(st.sets(st.sampled_from(sorted(RIGHT))))
def test_every_gap_counts_for_itself(rightly):
    wrong = {"who": "authored-c", "days": "1", "rule": "x"}
    gaps = {gap: RIGHT[gap] if gap in rightly else wrong[gap] for gap in RIGHT}
    assert QUESTION.grade(filled(**gaps)).fraction == Fraction(len(rightly), 3)


def test_each_gap_has_a_label_and_stands_in_the_reading_order_of_the_text():
    for language, order in (("en", ["who", "days", "rule"]), ("ru", ["days", "rule", "who"])):
        shown = QUESTION.present({}, {}, language)
        blanks = [piece for piece in shown.pieces if isinstance(piece, Blank)]
        assert [blank.key for blank in blanks] == [QUESTION.opaque(f"authored-{gap}", "g") for gap in order]
        html = html_of(shown)
        assert [html.index(f'aria-label="Gap {number} of 3"') for number in (1, 2, 3)] == sorted(
            html.index(f'aria-label="Gap {number} of 3"') for number in (1, 2, 3)
        )
        assert html.count("aria-label=") == 3


def test_the_words_around_the_gaps_stay_as_they_were_written():
    pieces = QUESTION.present({}, {}, "en").pieces
    assert [piece for piece in pieces if isinstance(piece, str)] == [
        "A ",
        " may not be sent back in English. Within ",
        " days ",
        " is checked.",
    ]


def test_the_options_of_a_gap_come_in_the_order_of_the_arrangement():
    order = ["authored-c", "authored-a", "authored-b"]
    blank = QUESTION.present({"authored-who": order}, {}, "en").pieces[1]
    assert [row.text[:8] for row in blank.options] == ["Person c", "Person a", "Person b"]


def test_gaps_are_counted_as_the_readers_text_has_them():
    assert QUESTION.summarise(filled(**RIGHT), "en") == "1. Person b in English; 2. 90; 3. non-refoulement"
    assert QUESTION.summarise(filled(**RIGHT), "ru") == "1. 90; 2. non-refoulement; 3. Person b по-русски"
    assert QUESTION.right_answer("ru") == "1. 90; 2. невыдворение; 3. Person b по-русски"


def test_what_is_typed_is_kept_as_typed():
    assert QUESTION.parse(sent(days=" 90 ", rule="Non-Refoulement.")) == filled(
        days="90", rule="Non-Refoulement."
    )
    response = filled(rule='"><script>')
    html = html_of(QUESTION.present({}, response, "en"))
    assert "<script>" not in html
    assert form_of(QUESTION, response) | sent(rule='"><script>') == form_of(QUESTION, response)


def test_a_number_that_cannot_be_read_is_told_and_nothing_typed_is_lost():
    fields = sent(days="about ninety", rule="non-refoulement")
    with pytest.raises(Unreadable, match="Write a number where one is asked for"):
        QUESTION.parse(fields)
    again = controls_of(html_of(QUESTION.present({}, {}, "en").with_typed(fields))).sent
    assert {name: again[name] for name in fields} == fields


def test_the_option_of_another_gap_is_not_read():
    other = sample("cloze", key="q-other")
    with pytest.raises(Unreadable):
        QUESTION.parse(sent(who=other.opaque("authored-who/authored-b")))


def test_each_gap_has_feedback_of_its_own_and_the_right_one_only_with_the_key():
    response = filled(who="authored-a", days="30", rule="non-refoulment")
    told = QUESTION.remarks(response, "en", with_key=False)
    assert told == (
        Remark("1. Person a in English", "SECRET why Person a in English", False),
        Remark("2. 30", "SECRET a month in English", False),
        Remark("3. non-refoulment", CHECK_SPELLING, False),
        Remark("3. non-refoulment", "SECRET wrong word in English", False),
    )
    with_key = QUESTION.remarks(response, "en", with_key=True)
    assert [remark.about for remark in with_key if remark.right] == [
        "1. Person b in English",
        "2. 90",
        "3. non-refoulement",
    ]


def test_the_class_of_a_gap_is_its_option_or_what_was_typed_amounts_to():
    assert QUESTION.classify(filled(who="authored-a", days="30")) == {
        "authored-who": "authored-a",
        "authored-days": "mistake 30",
        "authored-rule": "no answer",
    }


def gaps(**changes):
    """The gaps of the sample, one of them written differently or (None) left out."""
    return [
        gap | changes.get(gap["key"].removeprefix("authored-"), {})
        for gap in data("cloze")["gaps"]
        if changes.get(gap["key"].removeprefix("authored-"), {}) is not None
    ]


def text(english):
    return {"text": {"en": english, "ru": data("cloze")["text"]["ru"]}}


ALL = "{{authored-who}} {{authored-days}} {{authored-rule}}"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (text("{{authored-who}} {{authored-days}}"), "text in en has the gap authored-rule not"),
        (text(ALL + "{{authored-who}}"), "text in en has the gap authored-who twice"),
        (text(ALL + "{{authored-else}}"), 'text in en names "authored-else"'),
        (text(ALL + "{{authored-who"), "not closed"),
        ({"gaps": gaps(rule=None)}, "not among the keys authored-who, authored-days"),
        ({"gaps": []}, "at least 1 gaps"),
        ({"gaps": gaps() + gaps()[:1]}, "own key"),
        ({"gaps": gaps(who={"type": "riddle"})}, "'choice', 'word', 'number'"),
        ({"gaps": gaps(who={"answer": "authored-x"})}, "not among the keys authored-a"),
        ({"gaps": gaps(who={"options": [option("a", "One")], "answer": "authored-a"})}, "at least 2 options"),
        ({"gaps": gaps(days={"tolerance": "60"})}, "counts as right"),
        ({"gaps": gaps(rule={"accepted": {"en": ["word"]}})}, "accepted answers in ru too"),
        ({"gaps": gaps(rule={"feedback": {"right": both("x"), "wrong": {"en": "x"}}})}, "lacks ru"),
    ],
)
def test_an_author_is_told(changes, told):
    with pytest.raises(ValidationError, match=told):
        sample("cloze", **changes)


def test_a_page_shows_the_unit_of_a_number_beside_its_gap():
    question = sample("cloze", gaps=gaps(days={"unit": {"en": "days", "ru": "дней"}}))
    html = html_of(question.present(question.arrange(random.Random(0)), {}, "ru"), error_id="problem")
    assert 'aria-describedby="answer.' in html
    assert "-unit problem" in html
    assert ">дней</span>" in html
