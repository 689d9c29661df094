"""Progress explains itself: a share that never falls, complete exactly when nothing is missing."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.learning.counting import Counted
from course.learning.progress import Progress, Requirement, progress

names = st.sampled_from("abcdefgh")
lesson_keys = st.tuples(names, names)
required_lessons = st.lists(lesson_keys, unique=True, max_size=8)
required_quizzes = st.dictionaries(names, names, max_size=4)
read_lessons = st.sets(lesson_keys, max_size=30)
scores = st.fractions(0, 1)
quiz_results = st.dictionaries(names, st.builds(Counted, scores, st.booleans()), max_size=8)
everything = (required_lessons, required_quizzes, read_lessons, quiz_results)

PASSED = Counted(Fraction(1), passed=True)
FAILED = Counted(Fraction(1, 2), passed=False)


@settings(max_examples=100)
@given(*everything)
def test_the_share_lies_between_nothing_and_everything(lessons, quizzes, read, results):
    found = progress(lessons, quizzes, read, results)
    assert 0 <= found.share <= 1
    assert isinstance(found.share, Fraction)


@settings(max_examples=100)
@given(*everything, lesson_keys)
def test_one_more_lesson_read_never_takes_anything_away(lessons, quizzes, read, results, one_more):
    before = progress(lessons, quizzes, read, results)
    after = progress(lessons, quizzes, read | {one_more}, results)
    assert after.share >= before.share
    assert set(after.missing) <= set(before.missing)
    assert after.is_complete or not before.is_complete


@settings(max_examples=100)
@given(*everything, names)
def test_one_more_quiz_passed_never_takes_anything_away(lessons, quizzes, read, results, one_more):
    before = progress(lessons, quizzes, read, results)
    after = progress(lessons, quizzes, read, results | {one_more: PASSED})
    assert after.share >= before.share
    assert after.is_complete or not before.is_complete


@settings(max_examples=100)
@given(*everything)
def test_it_is_complete_exactly_when_there_are_rules_and_none_is_missing(lessons, quizzes, read, results):
    found = progress(lessons, quizzes, read, results)
    assert found.is_complete == (bool(found.requirements) and found.missing == ())
    assert found.is_complete == (found.share == 1)


@settings(max_examples=100)
@given(*everything)
def test_every_rule_stands_there_once_in_the_order_given(lessons, quizzes, read, results):
    found = progress(lessons, quizzes, read, results)
    assert [(rule.module, rule.key) for rule in found.requirements if rule.kind == "lesson"] == lessons
    assert [rule.key for rule in found.requirements if rule.kind == "quiz"] == list(quizzes)
    assert len(found.requirements) == len(lessons) + len(quizzes)


@settings(max_examples=50)
@given(*everything)
def test_what_no_rule_asks_for_counts_for_nothing(lessons, quizzes, read, results):
    asked = set(lessons)
    wanted = {key: value for key, value in results.items() if key in quizzes}
    assert progress(lessons, quizzes, read, results) == progress(lessons, quizzes, read & asked, wanted)


def never_falls(steps: list[Progress]) -> bool:
    return all(later.share >= earlier.share for earlier, later in pairwise(steps))


def test_the_way_from_nothing_to_everything_never_goes_back(catalogue):
    lessons = [(lesson.module, lesson.key) for lesson in catalogue.published_lessons()]
    quizzes = {key: catalogue.quizzes[key].module for key in catalogue.package.required_quizzes}
    steps = [progress(lessons, quizzes, lessons[:count], {}) for count in range(len(lessons) + 1)]
    steps.append(progress(lessons, quizzes, lessons, dict.fromkeys(quizzes, FAILED)))
    steps.append(progress(lessons, quizzes, lessons, dict.fromkeys(quizzes, PASSED)))
    assert never_falls(steps)
    assert [step.is_complete for step in steps].index(True) == len(steps) - 1
    assert not never_falls([*steps, steps[0]]), "the check sees a step back"


def test_no_rules_are_never_complete():
    assert not progress((), {}, {("a", "b")}, {"q": PASSED}).is_complete
    assert progress((), {}, (), {}).share == 0


@pytest.mark.parametrize(
    ("results", "met", "score"),
    [({}, False, None), ({"q": FAILED}, False, Fraction(1, 2)), ({"q": PASSED}, True, Fraction(1))],
)
def test_a_quiz_tells_its_best_score_whether_passed_or_not(results, met, score):
    (rule,) = progress((), {"q": "m"}, (), results).requirements
    assert rule == Requirement("quiz", "m", "q", met=met, score=score)


def test_lessons_are_counted_module_by_module():
    found = progress([("a", "1"), ("a", "2"), ("b", "1")], {}, {("a", "1"), ("b", "1"), ("b", "9")}, {})
    assert (found.lessons_done("a"), found.lessons_done("b"), found.lessons_done("c")) == (1, 1, 0)
