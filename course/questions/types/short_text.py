"""Short text: a word or a few, compared without regard to case, quotes and the like."""

import random
from fractions import Fraction
from typing import Literal, Self

from pydantic import model_validator

from course.base.errors import N_
from course.questions.authoring import TYPED_LIMIT, AcceptedAnswers, AuthoredText, Part, RightWrong
from course.questions.fields import typed
from course.questions.question import (
    NO_ANSWER,
    Arrangement,
    Fields,
    Grade,
    Presentation,
    Question,
    Remark,
    Response,
    Sample,
    in_language,
)
from course.questions.spelling import is_near_miss, normalised

CHECK_SPELLING = N_("Check the spelling")
NEAR_MISS = "near miss"


def _forms(accepted: AcceptedAnswers) -> set[str]:
    return {normalised(answer) for answers in accepted.values() for answer in answers}


class Mistake(Part):
    """Wrong answers that many give, and what to tell them."""

    accepted: AcceptedAnswers
    feedback: AuthoredText


class ShortText(Question):
    """Response: {"answer": the text as typed}.

    Marks: all or nothing; an accepted answer counts in whatever language it is given (outline, item
    conventions). Compared by `spelling.normalised`. A near miss is wrong and told to check the spelling.
    """

    kind: Literal["short_text"]
    accepted: AcceptedAnswers
    mistakes: tuple[Mistake, ...] = ()
    feedback: RightWrong

    @model_validator(mode="after")
    def _answers_make_sense(self) -> Self:
        untranslated = sorted(set(self.ask) - set(self.accepted))
        if untranslated:
            raise ValueError(
                f"List the accepted answers in {', '.join(untranslated)} too: the question is asked so."
            )
        seen = _forms(self.accepted)
        for mistake in self.mistakes:
            forms = _forms(mistake.accepted)
            if both := sorted(seen & forms):
                raise ValueError(f'The mistake "{both[0]}" is already listed as right or as another mistake.')
            seen |= forms
        if "" in seen:
            raise ValueError("An answer to compare with holds no letter or digit: write a word.")
        return self

    def arrange(self, rng: random.Random) -> Arrangement:
        return {}

    def present(self, arrangement: Arrangement, response: Response, language: str) -> Presentation:
        task = N_("Write a word or a few words.")
        return Presentation(self.kind, in_language(self.ask, language), task, value=self._typed(response))

    def parse(self, fields: Fields) -> Response:
        text = typed(fields, "answer", TYPED_LIMIT)
        return {"answer": text} if text else {}

    def recognises(self, response: Response) -> bool:
        return not response or (response.keys() == {"answer"} and isinstance(response["answer"], str))

    def is_complete(self, response: Response) -> bool:
        return bool(self._typed(response))

    def mark(self, response: Response) -> Grade:
        right = self._class(response) == "right"
        return Grade(Fraction(int(right)), {"answer": right})

    def describe(self, response: Response, language: str) -> str:
        return self._typed(response)

    def right_answer(self, language: str) -> str:
        return self.accepted.get(language, self.accepted["en"])[0]

    def remarks(self, response: Response, language: str, *, with_key: bool) -> tuple[Remark, ...]:
        """The remark on a near miss is the N_ sentence CHECK_SPELLING, to be translated by the page."""
        found = self._class(response)
        if found == "right":
            return (Remark("", in_language(self.feedback.right, language), True),)
        told = {f"mistake {place}": mistake.feedback for place, mistake in enumerate(self.mistakes, start=1)}
        wrong = [Remark("", in_language(told.get(found, self.feedback.wrong), language), False)]
        if found == NEAR_MISS:
            wrong.insert(0, Remark("", CHECK_SPELLING, False))
        key = Remark(self.right_answer(language), in_language(self.feedback.right, language), True)
        return (*(wrong if found != NO_ANSWER else ()), *((key,) if with_key else ()))

    def classes(self, response: Response) -> dict[str, str]:
        return {"answer": self._class(response)}

    def samples(self) -> tuple[Sample, ...]:
        # Longer than every accepted answer, so it cannot be one of them.
        wrong = "x" * (max(map(len, _forms(self.accepted))) + 2)
        mistakes = (mistake.accepted["en"][0] for mistake in self.mistakes)
        return (
            *(Sample({"answer": answers[0]}, Fraction(1)) for answers in self.accepted.values()),
            *(Sample({"answer": answer}, Fraction(0)) for answer in (*mistakes, wrong)),
            Sample({}, Fraction(0)),
        )

    def _class(self, response: Response) -> str:
        text = self._typed(response)
        if not text:
            return NO_ANSWER
        form = normalised(text)
        if form in _forms(self.accepted):
            return "right"
        for place, mistake in enumerate(self.mistakes, start=1):
            if form in _forms(mistake.accepted):
                return f"mistake {place}"
        return NEAR_MISS if is_near_miss(form, _forms(self.accepted)) else "other"

    def _typed(self, response: Response) -> str:
        return str(response["answer"]) if response and self.recognises(response) else ""
