"""Which questions an attempt gets: by the blueprint, by the seed, unseen ones first."""

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from course.assessment.scoring import score
from course.assessment.selection import draw
from tests.assessment.quizzes import quiz

SIZES = {"cats": 5, "dogs": 3, "fish": 1}
PLAN = {"cats": 3, "dogs": 2, "fish": 1}
PETS = quiz(PLAN, SIZES)
KEYS = sorted(question.key for question in PETS.pool)
seeds = st.integers(0, 2**62 - 1)
seen_sets = st.sets(st.sampled_from(KEYS))


def keys(drawn) -> list[str]:
    return [one.question.key for one in drawn]


def follows_the_blueprint(drawn) -> bool:
    return Counter(one.question.topic for one in drawn) == PLAN and len(set(keys(drawn))) == 6


def prefers_unseen(drawn, seen: set[str]) -> bool:
    """In no topic is a seen question drawn while an unseen one is left over."""
    for topic, size in SIZES.items():
        unseen = size - sum(key.startswith(topic) for key in seen)
        again = [one for one in drawn if one.question.topic == topic and one.question.key in seen]
        if len(again) > max(0, PLAN[topic] - unseen):
            return False
    return True


@settings(max_examples=100)
@given(seeds, seen_sets)
def test_every_draw_follows_the_blueprint_without_repetition(seed, seen):
    assert follows_the_blueprint(draw(PETS, seed, seen))


@settings(max_examples=100)
@given(seeds, seen_sets)
def test_what_was_seen_comes_back_only_when_the_pool_is_used_up(seed, seen):
    assert prefers_unseen(draw(PETS, seed, seen), seen)


@settings(max_examples=50)
@given(seeds, seen_sets)
def test_the_same_seed_gives_the_same_draw_in_the_same_order(seed, seen):
    assert draw(PETS, seed, seen) == draw(PETS, seed, set(seen))


@settings(max_examples=50)
@given(seeds, seen_sets)
def test_every_draw_has_the_same_highest_score(seed, seen):
    drawn = draw(PETS, seed, seen)
    best = [max(sample.fraction for sample in one.question.samples()) for one in drawn]
    assert best == [1] * PETS.questions
    assert score(best) == 1


def test_different_seeds_give_different_draws_orders_and_arrangements():
    draws = [draw(PETS, seed) for seed in range(60)]
    assert len({tuple(sorted(keys(drawn))) for drawn in draws}) > 10
    assert len({tuple(keys(drawn)) for drawn in draws}) > 50
    first = {
        tuple(one.arrangement["options"])
        for drawn in draws
        for one in drawn
        if one.question.key == "cats-00" and "options" in one.arrangement
    }
    assert len(first) > 5


def test_every_question_of_the_pool_is_drawn_about_as_often_as_the_others_of_its_topic():
    often = Counter(key for seed in range(200) for key in keys(draw(PETS, seed)))
    assert set(often) == set(KEYS)
    for topic, size in SIZES.items():
        fair = 200 * PLAN[topic] / size
        assert all(0.6 * fair < often[key] < 1.4 * fair for key in KEYS if key.startswith(topic))


def test_a_second_draw_repeats_no_more_than_it_must():
    for seed in range(50):
        first = set(keys(draw(PETS, seed)))
        repeated = first & set(keys(draw(PETS, seed + 1000, first)))
        assert Counter(key[:4] for key in repeated) == {"cats": 1, "dogs": 1, "fish": 1}


def test_the_checks_see_a_draw_that_ignores_the_blueprint_or_what_was_seen():
    flat = replace(PETS, blueprint=(("cats", 5), ("dogs", 1)))
    assert not follows_the_blueprint(draw(flat, 1))
    seen = {"cats-00", "cats-01"}
    assert not all(prefers_unseen(draw(PETS, seed), seen) for seed in range(20))


def test_the_shipped_quiz_is_drawn_by_its_blueprint(catalogue):
    shipped = catalogue.quizzes["migration-policy"]
    for seed in range(20):
        drawn = draw(shipped, seed)
        assert len(drawn) == shipped.questions
        assert Counter(one.question.topic for one in drawn) == dict(shipped.blueprint)
        assert {one.question.use for one in drawn} == {"graded"}
