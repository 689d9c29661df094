"""Numeric: a number, exact or within a tolerance."""

import random
from fractions import Fraction
from typing import Literal

from course.base.errors import N_
from course.questions.authoring import TYPED_LIMIT
from course.questions.fields import typed
from course.questions.number_key import NumberKey
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
    Unreadable,
    in_language,
)


class Numeric(Question, NumberKey):
    """Response: {"answer": the text as typed}. Marks: all or nothing, by `number_key.NumberKey`."""

    kind: Literal["numeric"]

    def arrange(self, rng: random.Random) -> Arrangement:
        return {}

    def present(self, arrangement: Arrangement, response: Response, language: str) -> Presentation:
        unit = in_language(self.unit, language) if self.unit else ""
        ask = in_language(self.ask, language)
        return Presentation(self.kind, ask, N_("Write a number."), unit=unit, value=self._typed(response))

    def parse(self, fields: Fields) -> Response:
        text = typed(fields, "answer", TYPED_LIMIT)
        if text and self.number(text) is None:
            raise Unreadable(N_("Write a number, for instance 3.5."))
        return {"answer": text} if text else {}

    def recognises(self, response: Response) -> bool:
        if not response:
            return True
        text = response.get("answer")
        return response.keys() == {"answer"} and isinstance(text, str) and self.number(text) is not None

    def is_complete(self, response: Response) -> bool:
        return bool(self._typed(response))

    def mark(self, response: Response) -> Grade:
        right = self.judged(self._typed(response)) == "right"
        return Grade(Fraction(int(right)), {"answer": right})

    def describe(self, response: Response, language: str) -> str:
        return self._typed(response)

    def right_answer(self, language: str) -> str:
        return self.right_text(language)

    def remarks(self, response: Response, language: str, *, with_key: bool) -> tuple[Remark, ...]:
        found = self.judged(self._typed(response))
        right = found == "right"
        said = () if found == NO_ANSWER else self.told(found, language)
        on_answer = tuple(Remark("", text, right) for text in said)
        if right or not with_key:
            return on_answer
        return (
            *on_answer,
            Remark(self.right_text(language), in_language(self.feedback.right, language), True),
        )

    def classes(self, response: Response) -> dict[str, str]:
        return {"answer": self.judged(self._typed(response))}

    def samples(self) -> tuple[Sample, ...]:
        return (
            *(Sample({"answer": text}, Fraction(1)) for text in self.right_texts()),
            *(Sample({"answer": text}, Fraction(0)) for text in self.wrong_texts()),
            Sample({}, Fraction(0)),
        )

    def _typed(self, response: Response) -> str:
        return str(response["answer"]) if response and self.recognises(response) else ""
