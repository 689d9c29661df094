"""Which questions an attempt gets, in which order: decided once by a seed, then stored. PURE."""

import random
from collections.abc import Collection
from dataclasses import dataclass

from course.content.catalogue import Quiz
from course.questions.question import Arrangement, Question


@dataclass(frozen=True)
class Drawn:
    question: Question
    arrangement: Arrangement


def draw(quiz: Quiz, seed: int, seen: Collection[str] = ()) -> tuple[Drawn, ...]:
    """Questions by the quiz's blueprint, those not `seen` (keys) first while the pool allows.

    The same quiz, seed and `seen` give the same draw. Every question weighs the same, so every draw of a
    blueprint has the same highest score.
    """
    chance = random.Random(seed)  # noqa: S311 - must be repeatable; nothing secret rests on it
    chosen: list[Question] = []
    for topic, count in quiz.blueprint:
        pool = [question for question in quiz.pool if question.topic == topic]
        chance.shuffle(pool)
        pool.sort(key=lambda question: question.key in seen)
        chosen += pool[:count]
    chance.shuffle(chosen)
    return tuple(Drawn(question, question.arrange(chance)) for question in chosen)
