"""The shipped bank of questions keeps what the course promises of it: pools, coverage, feedback, languages."""

import random
from collections import Counter
from fractions import Fraction
from itertools import combinations

import pytest

from course.content.status import longest_key
from course.questions.types.numeric import Numeric
from course.questions.types.ordering import Ordering
from course.questions.types.short_text import ShortText

SPECIFIED = [f"q{m}-{n:02}" for m, last in ((1, 30), (2, 35), (3, 35)) for n in range(1, last + 1)]
"""The hundred items that the course outline specifies."""
FORMS = {
    "test-a": {
        "q1": "04 06 10 11 14 16 22 25 26 28",
        "q2": "05 06 08 11 15 18 19 23 27 29",
        "q3": "02 04 06 11 14 18 21 23 29 33",
    },
    "test-b": {
        "q1": "01 07 09 12 15 19 20 24 29 30",
        "q2": "04 07 12 13 14 16 20 26 31 34",
        "q3": "05 07 09 10 16 19 22 26 27 34",
    },
}
"""Which of them the outline reserves for which form (part E5)."""
BANDS = {
    "remember": "knows",
    "understand": "knows",
    "apply": "applies",
    "analyse": "judges",
    "evaluate": "judges",
    "create": "judges",
}
BLUEPRINT = {
    ("migration-policy", "knows"): 4,
    ("migration-policy", "applies"): 4,
    ("migration-policy", "judges"): 2,
    ("risk-assessment", "knows"): 3,
    ("risk-assessment", "applies"): 4,
    ("risk-assessment", "judges"): 3,
    ("international-migration-law", "knows"): 4,
    ("international-migration-law", "applies"): 3,
    ("international-migration-law", "judges"): 3,
}


@pytest.fixture(scope="module")
def bank(catalogue):
    return list(catalogue.questions.values())


def test_all_hundred_specified_items_are_there(catalogue):
    assert len(SPECIFIED) == 100
    assert [key for key in SPECIFIED if key not in catalogue.questions] == []


def test_the_reserved_items_stand_in_their_form_and_nowhere_else(catalogue):
    for form, by_module in FORMS.items():
        reserved = {
            f"{module}-{number}" for module, numbers in by_module.items() for number in numbers.split()
        }
        assert {question.key for question in catalogue.quizzes[form].pool} == reserved
        assert all(catalogue.questions[key].use == form for key in reserved)


def test_no_question_stands_in_two_pools(catalogue):
    pools = {key: {question.key for question in quiz.pool} for key, quiz in catalogue.quizzes.items()}
    pools["practice"] = {key for key, question in catalogue.questions.items() if question.use == "practice"}
    for one, other in combinations(pools, 2):
        assert pools[one] & pools[other] == set(), (one, other)
    assert set().union(*pools.values()) == set(catalogue.questions)


def test_both_forms_follow_the_blueprint_and_ask_about_every_lesson(catalogue):
    lessons = {f"{lesson.module}/{lesson.key}" for lesson in catalogue.published_lessons()}
    for form in FORMS:
        pool = catalogue.quizzes[form].pool
        assert Counter((one.topic, BANDS[one.level]) for one in pool) == BLUEPRINT
        assert {one.lesson for one in pool} == lessons - {"orientation/start-here"}


def test_every_module_has_twenty_graded_and_each_lesson_two_practice_questions(catalogue):
    for key in catalogue.package.required_quizzes:
        assert len(catalogue.quizzes[key].pool) >= 20
    taught = [lesson for lesson in catalogue.published_lessons() if lesson.module != "orientation"]
    assert all(len(lesson.practice) >= 2 for lesson in taught)
    assert sum(len(lesson.practice) for lesson in taught) >= 42


def test_the_declared_key_earns_full_marks_and_the_others_what_they_say(bank):
    for question in bank:
        for sample in question.samples():
            assert question.grade(sample.response).fraction == sample.fraction, (question.key, sample)
        if question.kind != "essay":
            assert any(sample.fraction == 1 for sample in question.samples()), question.key


def test_a_blank_answer_is_classified_as_no_answer_and_earns_nothing(bank):
    for question in bank:
        assert set(question.classify({}).values()) == {"no answer"}, question.key
        assert question.grade({}).fraction in (Fraction(0), None), question.key
        assert not question.is_complete({}), question.key


def test_each_declared_misconception_gets_feedback_of_its_own_in_every_language(bank):
    for question in bank:
        for language in question.ask:
            told = [texts for texts in feedback(question, language) if texts]
            assert len(set(told)) == len(told), (question.key, language)


def feedback(question, language):
    """What is said about each option, or about each wrong answer that the author foresaw."""
    if isinstance(question, Numeric | ShortText):
        yield question.feedback.wrong[language]
        yield from (mistake.feedback[language] for mistake in question.mistakes)
    for field in ("options", "reasons", "pairs", "rows", "regions"):
        for part in getattr(question, field, ()):
            yield part.feedback[language]


def test_a_misconception_is_answered_by_its_own_words(bank):
    seen = 0
    for question in bank:
        if question.kind != "single":
            continue
        for option in question.options:
            for language in question.ask:
                remarks = question.remarks({"answer": option.key}, language, with_key=False)
                assert [remark.text for remark in remarks] == [option.feedback[language]], question.key
                seen += 1
    assert seen > 500


def test_no_language_misses_an_option(bank):
    for question in bank:
        for language in question.ask:
            chance = question.arrange(random.Random(1))
            english = question.present(chance, {}, "en")
            shown = question.present(chance, {}, language)
            assert len(shown.rows) == len(english.rows)
            assert len(shown.choices) == len(english.choices)
            assert all(row.text for row in shown.rows if not isinstance(question, Ordering) or row.text)


def test_the_right_option_is_the_longest_no_more_often_than_chance_allows(bank):
    """Chance: the number of keys that are longest is at most two standard deviations above its mean."""
    for language in ("en", "ru"):
        found = longest_key(bank, language)
        share = found.by_chance / found.questions
        deviation = float(found.questions * share * (1 - share)) ** 0.5
        assert found.times <= float(found.by_chance) + 2 * deviation, found


def test_a_bank_that_writes_the_key_at_length_is_seen(bank):
    careless = []
    for question in bank:
        if question.kind == "single":
            options = [
                option.model_copy(update={"text": {"en": "x" * (9 if option.key == question.answer else 5)}})
                for option in question.options
            ]
            careless.append(question.model_copy(update={"options": tuple(options)}))
    found = longest_key(careless, "en")
    assert found.times == found.questions
