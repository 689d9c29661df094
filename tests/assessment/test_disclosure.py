"""Who sees what when: nothing, until a rule opens it."""

from itertools import product

import pytest

from course.assessment.disclosure import NOTHING, PARTS, Disclosure, disclose

SHIPPED = {
    "after_submission": frozenset({"response", "correctness", "score", "feedback"}),
    "after_close": frozenset({"key"}),
}


def parts(shown: Disclosure) -> set[str]:
    return {part for part in PARTS if getattr(shown, part)}


def test_it_starts_from_nothing():
    assert parts(Disclosure()) == parts(NOTHING) == set()


TABLE = [
    ({}, False, False, {"response"}),
    ({}, True, False, set()),
    ({}, True, True, set()),
    (SHIPPED, False, False, {"response"}),
    (SHIPPED, False, True, {"response"}),
    (SHIPPED, True, False, {"response", "correctness", "score", "feedback"}),
    (SHIPPED, True, True, {"response", "correctness", "score", "feedback", "key"}),
    ({"after_submission": frozenset({"score"})}, True, True, {"score"}),
    ({"after_close": frozenset({"score", "key"})}, True, False, set()),
    ({"after_close": frozenset({"score", "key"})}, True, True, {"score", "key"}),
    ({"during": frozenset(PARTS)}, False, False, {"response"}),
    ({"during": frozenset(PARTS)}, True, True, set()),
    ({"after_submission": frozenset(PARTS)}, False, True, {"response"}),
    ({"after_submission": frozenset({"everything"})}, True, True, set()),
    ({"always": frozenset(PARTS)}, True, True, set()),
]


@pytest.mark.parametrize(("rules", "submitted", "closed", "shown"), TABLE)
def test_only_what_a_rule_opens_is_shown(rules, submitted, closed, shown):
    assert parts(disclose(rules, submitted=submitted, closed=closed)) == shown


@pytest.mark.parametrize("opened", [frozenset(), frozenset({"key"}), frozenset(PARTS)])
def test_while_the_attempt_runs_no_rule_opens_more_than_the_own_answer(opened):
    for names in product(("during", "after_submission", "after_close"), repeat=2):
        rules = dict.fromkeys(names, opened)
        for closed in (False, True):
            assert parts(disclose(rules, submitted=False, closed=closed)) == {"response"}


def test_the_shipped_quizzes_keep_the_key_until_they_close(catalogue):
    assert catalogue.quizzes
    for quiz in catalogue.quizzes.values():
        assert "key" not in parts(disclose(quiz.disclosure, submitted=True, closed=False))
