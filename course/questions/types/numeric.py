"""Numeric: a number, exact or within a tolerance."""

import random
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, model_validator

from course.base.errors import N_
from course.questions.authoring import TYPED_LIMIT, AuthoredText, Part, RightWrong
from course.questions.fields import typed
from course.questions.figures import in_figures, read_number
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


def _written_number(value: object) -> Decimal:
    """A number from an author's file, where only digits, a point and a minus are good style."""
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if isinstance(value, bool) or not number.is_finite():
        raise ValueError(
            f'"{value}" is not a number: write digits and a point, for instance "48000" or "3.5".'
        )
    return number


AuthoredNumber = Annotated[Decimal, BeforeValidator(_written_number)]


class Mistake(Part):
    """A wrong number that many find, and what to tell them."""

    value: AuthoredNumber
    feedback: AuthoredText


class Numeric(Question):
    """Response: {"answer": the text as typed}. Marks: |x - answer| <= tolerance (outline, item conventions).

    How text becomes a number: `figures.read_number`. "48,000" is 48000 when `answer` and `mistakes` are
    whole numbers, one of them 1000 or more; otherwise a comma is a decimal comma.
    """

    kind: Literal["numeric"]
    answer: AuthoredNumber
    tolerance: AuthoredNumber = Decimal(0)
    unit: AuthoredText | None = None
    feedback: RightWrong
    mistakes: tuple[Mistake, ...] = ()

    @model_validator(mode="after")
    def _numbers_make_sense(self) -> Self:
        if self.tolerance < 0:
            raise ValueError("The tolerance is negative: write 0 or more.")
        values = [mistake.value for mistake in self.mistakes]
        for value in values:
            if self._near(value, self.answer):
                raise ValueError(f"The mistake {value} counts as right (answer and tolerance): take it out.")
        if len(set(values)) < len(values):
            raise ValueError("Two mistakes have the same value: keep one.")
        return self

    def arrange(self, rng: random.Random) -> Arrangement:
        return {}

    def present(self, arrangement: Arrangement, response: Response, language: str) -> Presentation:
        unit = in_language(self.unit, language) if self.unit else ""
        ask = in_language(self.ask, language)
        return Presentation(self.kind, ask, N_("Write a number."), unit=unit, value=self._typed(response))

    def parse(self, fields: Fields) -> Response:
        text = typed(fields, "answer", TYPED_LIMIT)
        if text and self._number(text) is None:
            raise Unreadable(N_("Write a number, for instance 3.5."))
        return {"answer": text} if text else {}

    def recognises(self, response: Response) -> bool:
        if not response:
            return True
        text = response.get("answer")
        return response.keys() == {"answer"} and isinstance(text, str) and self._number(text) is not None

    def is_complete(self, response: Response) -> bool:
        return bool(self._typed(response))

    def mark(self, response: Response) -> Grade:
        right = self._class(response) == "right"
        return Grade(Fraction(int(right)), {"answer": right})

    def describe(self, response: Response, language: str) -> str:
        return self._typed(response)

    def right_answer(self, language: str) -> str:
        text = in_figures(self.answer, language)
        if self.unit:
            text += "\u00a0" + in_language(self.unit, language)
        return text + (f" (± {in_figures(self.tolerance, language)})" if self.tolerance else "")

    def remarks(self, response: Response, language: str, *, with_key: bool) -> tuple[Remark, ...]:
        found = self._class(response)
        told = {f"mistake {mistake.value:f}": mistake.feedback for mistake in self.mistakes}
        if found == "right":
            return (Remark("", in_language(self.feedback.right, language), True),)
        wrong = Remark("", in_language(told.get(found, self.feedback.wrong), language), False)
        key = Remark(self.right_answer(language), in_language(self.feedback.right, language), True)
        return (*((wrong,) if found != NO_ANSWER else ()), *((key,) if with_key else ()))

    def classes(self, response: Response) -> dict[str, str]:
        return {"answer": self._class(response)}

    def samples(self) -> tuple[Sample, ...]:
        beyond = self.answer + self.tolerance + 1
        wrong = (*(mistake.value for mistake in self.mistakes), beyond)
        return (
            Sample({"answer": f"{self.answer:f}"}, Fraction(1)),
            *(Sample({"answer": f"{value:f}"}, Fraction(0)) for value in wrong),
            Sample({}, Fraction(0)),
        )

    def _near(self, one: Decimal, other: Decimal) -> bool:
        # Decimal subtraction rounds to 28 digits; fractions do not.
        return abs(Fraction(one) - Fraction(other)) <= Fraction(self.tolerance)

    def _number(self, text: str) -> Decimal | None:
        expected = [self.answer, *(mistake.value for mistake in self.mistakes)]
        whole = all(value == value.to_integral_value() for value in expected)
        thousands = whole and any(value >= 1000 for value in expected)
        return read_number(text, units=(self.unit or {}).values(), comma_groups=thousands)

    def _class(self, response: Response) -> str:
        number = self._number(self._typed(response))
        if number is None:
            return NO_ANSWER
        if self._near(number, self.answer):
            return "right"
        hits = (mistake.value for mistake in self.mistakes if self._near(number, mistake.value))
        return next((f"mistake {value:f}" for value in hits), "other")

    def _typed(self, response: Response) -> str:
        return str(response["answer"]) if response and self.recognises(response) else ""
