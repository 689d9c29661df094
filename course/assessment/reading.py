"""One attempt as a whole, cut down to what may be disclosed: for the result page and for review."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy.orm import Session

from course.assessment import queries
from course.assessment.disclosure import Disclosure
from course.assessment.models import Answer, Attempt
from course.assessment.scoring import score
from course.assessment.settling import fractions_of
from course.content.catalogue import Quiz
from course.content.versions import question_of
from course.questions.question import Question, Remark, in_language


@dataclass(frozen=True)
class ReadQuestion:
    """One question of an attempt; what is not disclosed is None or empty."""

    position: int
    key: str
    ask: str
    lesson: str
    answered: bool
    response: str
    fraction: Fraction | None
    remarks: tuple[Remark, ...]
    right_answer: str
    steps: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class TopicScore:
    title: str
    score: Fraction
    count: int
    mark: Fraction | None = None
    """What an attempt needs here as well, 0 to 1."""


@dataclass(frozen=True)
class ReadAttempt:
    questions: tuple[ReadQuestion, ...]
    topics: tuple[TopicScore, ...]


def read_attempt(
    session: Session,
    attempt: Attempt,
    quiz: Quiz,
    disclosure: Disclosure,
    language: str,
    *,
    with_steps: bool = False,
) -> ReadAttempt:
    """The attempt as `disclosure` allows it to be seen, in `language`."""
    answers = queries.latest_answers(session, attempt)
    fractions = fractions_of(session, attempt, quiz)
    steps = queries.answer_steps(session, attempt) if with_steps else {}
    pairs = [(drawn, question_of(drawn.version)) for drawn in attempt.questions]
    questions = tuple(
        _read(
            question,
            drawn.position,
            answers.get(drawn.id),
            fractions.get(drawn.id),
            disclosure,
            language,
            tuple(steps.get(drawn.id, ())),
        )
        for drawn, question in pairs
    )
    topics: tuple[TopicScore, ...] = ()
    if disclosure.score:
        graded = [(question.topic, fractions[drawn.id]) for drawn, question in pairs if drawn.id in fractions]
        topics = tuple(_topic_scores(quiz, graded, language))
    return ReadAttempt(questions, topics)


def _read(
    question: Question,
    position: int,
    answer: Answer | None,
    fraction: Fraction | None,
    disclosure: Disclosure,
    language: str,
    steps: tuple[Answer, ...],
) -> ReadQuestion:
    response = answer.response if answer else {}
    remarks: tuple[Remark, ...] = ()
    if disclosure.feedback:
        remarks = question.remarks(response, language, with_key=disclosure.key)
    return ReadQuestion(
        position=position,
        key=question.key,
        ask=in_language(question.ask, language),
        lesson=question.lesson,
        answered=bool(response),
        response=question.summarise(response, language) if disclosure.response else "",
        fraction=fraction if disclosure.correctness else None,
        remarks=remarks,
        right_answer=question.right_answer(language) if disclosure.key else "",
        steps=steps,
    )


def _topic_scores(
    quiz: Quiz, graded: Iterable[tuple[str, Fraction | None]], language: str
) -> Iterable[TopicScore]:
    rows = list(graded)
    for topic in quiz.topics:
        fractions = [fraction for key, fraction in rows if key == topic.key]
        if fractions:
            yield TopicScore(
                in_language(topic.title, language),
                score(fractions),
                len(fractions),
                quiz.pass_marks.get(topic.key),
            )
