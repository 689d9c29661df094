"""What every kind of question promises: each kind is put through the same sentences."""

import random
import re
from collections import defaultdict

import pytest
from pydantic import ValidationError

from course.questions.kinds import KINDS, canonical, fingerprint, from_canonical, parse_question
from course.questions.question import Response, Unreadable
from tests.questions.forms import TEMPLATES, controls_of, form_of, html_of
from tests.questions.samples import SAMPLES, SEVERAL, data, sample

LANGUAGES = ("en", "ru", "kk")
TICKED = sample("matrix", answer=SEVERAL)


def each(*kinds):
    """The sample of each of `kinds`, a matrix in both its forms."""
    questions = [pytest.param(sample(kind), id=kind) for kind in kinds]
    return pytest.mark.parametrize("question", [*questions, pytest.param(TICKED, id="matrix-several")])


SHUFFLING = (
    "single",
    "multiple",
    "true_false",
    "ordering",
    "matching",
    "matrix",
    "cloze",
    "branching",
    "risk_matrix",
)
# The rows of a hotspot have the numbers that stand in its picture: they are not shuffled.
CHOOSING = (*SHUFFLING, "hotspot")
BY_ROW = ("ordering", "matching", "matrix", "cloze")
each_kind = each(*KINDS)
each_choosing_kind = each(*CHOOSING)
each_shuffling_kind = each(*SHUFFLING)


def test_every_kind_has_a_sample_and_a_template():
    assert set(SAMPLES) == set(KINDS)
    assert {path.parent.name for path in (TEMPLATES / "questions").glob("*/ask.html")} == set(KINDS)


@each_kind
def test_samples_are_graded_as_they_say(question):
    for case in question.samples():
        assert question.grade(case.response).fraction == case.fraction, case


@each_kind
def test_samples_hold_a_right_a_wrong_and_an_empty_response(question):
    fractions = [case.fraction for case in question.samples() if case.response]
    assert {} in [case.response for case in question.samples()]
    assert fractions == [None] if question.kind == "essay" else {0, 1} <= set(fractions)


@each_kind
def test_a_question_survives_its_canonical_text_with_the_same_fingerprint(question):
    again = from_canonical(canonical(question))
    assert again == question
    assert fingerprint(again) == fingerprint(question)
    assert canonical(again) == canonical(question)


@pytest.mark.parametrize("kind", KINDS)
def test_the_order_in_which_an_author_writes_the_fields_does_not_change_the_fingerprint(kind):
    backwards = dict(reversed(data(kind).items()))
    backwards["ask"] = dict(reversed(backwards["ask"].items()))
    assert fingerprint(parse_question(backwards)) == fingerprint(sample(kind))


@each_kind
def test_one_changed_word_changes_the_fingerprint(question):
    changed = sample(question.kind, ask={"en": "Another", "ru": "Другой"})
    assert fingerprint(changed) != fingerprint(question)


@each_kind
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_under_way_holds_neither_feedback_nor_an_authors_key(question, language):
    for case in question.samples():
        # The words a person typed are theirs to see, a copy of the model answer included.
        response = {} if question.kind == "essay" else case.response
        shown = question.present(question.arrange(random.Random(1)), response, language)
        for page in (repr(shown), html_of(shown)):
            assert "SECRET" not in page
            assert "authored" not in page


@each_choosing_kind
def test_without_an_arrangement_the_order_still_says_nothing(question):
    shown = question.present({}, {}, "en")
    assert "authored" not in repr(shown)
    if question.kind == "ordering":
        rows = [row.key for row in shown.rows]
        assert rows == sorted(rows)


@each_choosing_kind
def test_browser_names_cannot_be_computed_from_what_the_page_shows(question):
    feedback_changed = from_canonical(canonical(question).replace("SECRET", "HIDDEN"))
    before = {question.opaque(key) for key in ("authored-a", "authored-b")}
    after = {feedback_changed.opaque(key) for key in ("authored-a", "authored-b")}
    assert not before & after


def test_the_two_sides_of_a_pair_have_unrelated_names():
    question = sample("matching")
    shown = question.present(question.arrange(random.Random(0)), {}, "en")
    assert not {row.key[1:] for row in shown.rows} & {choice.key[1:] for choice in shown.choices}


@each_shuffling_kind
def test_arranging_puts_every_option_in_every_place(question):
    places = defaultdict(set)
    for seed in range(300):
        for name, order in question.arrange(random.Random(seed)).items():
            for place, key in enumerate(order):
                places[name, key].add(place)
    assert places
    for (name, _), found in places.items():
        assert found == set(range(len(question.arrange(random.Random(0))[name])))


@each_kind
def test_arranging_is_repeatable(question):
    assert question.arrange(random.Random(7)) == question.arrange(random.Random(7))


@each_shuffling_kind
def test_a_page_shows_the_options_in_the_order_of_the_arrangement(question):
    one = question.arrange(random.Random(0))
    backwards = {name: order[::-1] for name, order in one.items()}
    there, back = (question.present(order, {}, "en") for order in (one, backwards))
    if question.kind != "true_false":
        assert there.rows == back.rows[::-1]
    if question.kind in ("true_false", "matching", "risk_matrix"):
        assert there.choices == back.choices[::-1]


@each_kind
def test_what_the_page_sends_back_is_the_response_it_was_drawn_with(question):
    for seed, case in enumerate(question.samples()):
        assert question.parse(form_of(question, case.response, seed)) == case.response


@each_kind
def test_fields_carry_the_prefix_and_point_to_the_error(question):
    shown = question.present(question.arrange(random.Random(0)), {}, "en")
    html = html_of(shown, name="p1-11.", disabled=True, error_id="problem")
    controls = controls_of(html)
    assert controls.names
    assert all(name.startswith(("p1-11.answer", "p1-11.reason")) for name in controls.names)
    assert "problem" in controls.pointed
    assert controls.disabled >= len(controls.names)
    assert controls.pointed - {"problem"} <= set(controls.ids)
    assert len(set(controls.ids)) == len(controls.ids)
    assert "problem" not in html_of(shown)
    assert " disabled" not in html_of(shown)


@each_kind
def test_templates_escape_what_people_and_authors_write(question):
    raw = canonical(question).replace("in English", "<b>&</b>").replace("по-русски", "<b>&</b>")
    risky = from_canonical(raw)
    response = {"answer": '"><script>'} if question.kind in ("short_text", "essay") else {}
    html = html_of(risky.present({}, response, "en"))
    assert "<b>" not in html
    assert "<script>" not in html


@each_kind
def test_templates_hold_no_inline_style_or_script(question):
    html = html_of(question.present({}, {}, "en"))
    assert "style=" not in html
    assert "<script" not in html
    assert not re.search(r"\son[a-z]+=", html)


@each_kind
def test_an_empty_response_gets_nothing_and_is_not_complete(question):
    grade = question.grade({})
    assert grade.fraction == 0
    assert not question.is_complete({})
    assert question.summarise({}, "en") == ""
    assert question.parse({}) == {}
    assert question.parse({"answer": [""], "reason": [" "], "csrf_token": ["x"]}) == {}
    assert question.remarks({}, "en", with_key=False) == ()
    assert "no answer" in question.classify({}).values()


@each_kind
def test_a_right_response_is_complete_and_reads_like_the_right_answer(question):
    best = question.samples()[0].response
    assert question.is_complete(best)
    assert all(question.grade(best).parts.values())
    if question.kind in ("numeric", "essay"):
        return
    assert question.summarise(best, "en") == question.right_answer("en")


@each_kind
@pytest.mark.parametrize("language", LANGUAGES)
def test_summaries_are_text_in_every_language(question, language):
    for case in question.samples():
        assert bool(question.summarise(case.response, language)) == bool(case.response)
        assert isinstance(question.right_answer(language), str)


@each_kind
def test_classes_are_text_and_cover_the_same_parts_whatever_was_answered(question):
    parts = set(question.classify({}))
    for case in question.samples():
        classes = question.classify(case.response)
        assert set(classes) == parts
        assert all(type(found) is str for found in classes.values())


@each_kind
def test_remarks_with_the_key_add_what_is_right_and_take_nothing_away(question):
    for case in question.samples():
        open_remarks = question.remarks(case.response, "en", with_key=False)
        with_key = question.remarks(case.response, "en", with_key=True)
        assert set(open_remarks) <= set(with_key)
        if question.kind != "essay":
            assert any(remark.right for remark in with_key)
        if not case.response:
            assert open_remarks == ()
            assert with_key


STRANGE: list[Response] = [
    {"answer": "authored-unknown-key", "more": 1},
    {"answer": None},
    {"answer": {"authored-unknown": "authored-a"}},
    {"answer": ["authored-unknown"]},
    {"answer": [["nested"]]},
    {"answer": 7},
    {"unknown": "authored-a"},
]


@each_kind
@pytest.mark.parametrize("response", STRANGE, ids=repr)
def test_a_response_that_cannot_be_read_needs_a_human_and_breaks_nothing(question, response):
    assert question.grade(response).fraction is None
    assert not question.is_complete(response)
    assert isinstance(question.summarise(response, "ru"), str)
    assert all(isinstance(found, str) for found in question.classify(response).values())
    assert all(remark.right is not False for remark in question.remarks(response, "ru", with_key=True))
    question.present(question.arrange(random.Random(0)), response, "ru")


@each_choosing_kind
def test_only_the_names_that_were_offered_are_read(question):
    by_kind = {kind: {"answer.authored-a": ["1"]} for kind in BY_ROW}
    by_kind["risk_matrix"] = {"answer.likelihood": ["authored-a"]}
    with pytest.raises(Unreadable):
        question.parse(by_kind.get(question.kind, {"answer": ["authored-a"]}))


@each_kind
def test_two_answers_where_one_is_asked_are_refused(question):
    if question == TICKED or question.kind == "multiple":
        return
    name = next(iter(form_of(question, question.samples()[0].response)))
    with pytest.raises(Unreadable):
        question.parse({name: ["one", "two"]})


@each_kind
def test_an_author_who_forgets_a_translation_is_told_where(question):
    raw = data(question.kind)
    raw["ask"]["kk"] = "Қазақша"
    with pytest.raises(ValidationError, match="kk"):
        parse_question(raw)


@each_kind
@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"ask": {"en": "Ask", "fr": "Demande"}}, "Unknown language fr"),
        ({"ask": {"ru": "Вопрос"}}, "English text"),
        ({"ask": {"en": "Ask", "ru": " "}}, "is empty"),
        ({"ask": {"en": "Ask"}}, "translate `ask` too"),
        ({"level": "guess"}, "remember"),
        ({"use": "exam"}, "graded"),
        ({"lesson": "words-that-decide"}, "lesson"),
        ({"hint": "no such field"}, "hint"),
        ({"key": "Not A Key"}, "key"),
    ],
)
def test_an_author_is_told_what_is_wrong_with_the_common_fields(question, changes, told):
    with pytest.raises(ValidationError, match=told):
        sample(question.kind, **changes)


@pytest.mark.parametrize("kind", [None, "riddle", 3])
def test_an_unknown_kind_is_told_which_kinds_there_are(kind):
    with pytest.raises(ValueError, match="single, multiple, true_false") as caught:
        parse_question(data("single") | {"kind": kind})
    assert not isinstance(caught.value, ValidationError)


def test_writing_out_what_holds_anyway_does_not_change_the_fingerprint():
    plain = data("numeric")
    del plain["tolerance"], plain["mistakes"]
    written_out = plain | {"tolerance": "0", "mistakes": []}
    assert fingerprint(parse_question(plain)) == fingerprint(parse_question(written_out))
    assert "tolerance" not in canonical(parse_question(written_out))
