"""The key of a number that is typed: what is right, what is a known mistake, what to tell."""

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Annotated, Self

from pydantic import BeforeValidator, model_validator

from course.questions.authoring import AuthoredText, Part, RightWrong
from course.questions.figures import in_figures, read_number
from course.questions.question import NO_ANSWER, in_language


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


class NumberMistake(Part):
    """A wrong number that many find, and what to tell them."""

    value: AuthoredNumber
    feedback: AuthoredText


class NumberKey(Part):
    """Right is |x - answer| <= tolerance (outline, item conventions).

    How text becomes a number: `figures.read_number`. "48,000" is 48000 when `answer` and `mistakes` are
    whole numbers, one of them 1000 or more; otherwise a comma is a decimal comma.
    """

    answer: AuthoredNumber
    tolerance: AuthoredNumber = Decimal(0)
    unit: AuthoredText | None = None
    feedback: RightWrong
    mistakes: tuple[NumberMistake, ...] = ()

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

    def number(self, text: str) -> Decimal | None:
        """The number in what was typed, None when it is not one."""
        expected = [self.answer, *(mistake.value for mistake in self.mistakes)]
        whole = all(value == value.to_integral_value() for value in expected)
        thousands = whole and any(value >= 1000 for value in expected)
        return read_number(text, units=(self.unit or {}).values(), comma_groups=thousands)

    def judged(self, text: str) -> str:
        """The class of what was typed: right, mistake <value>, other; no answer where there is no number."""
        number = self.number(text)
        if number is None:
            return NO_ANSWER
        if self._near(number, self.answer):
            return "right"
        hits = (mistake.value for mistake in self.mistakes if self._near(number, mistake.value))
        return next((f"mistake {value:f}" for value in hits), "other")

    def told(self, found: str, language: str) -> tuple[str, ...]:
        """What to tell those whose answer is of the class `found`."""
        own = {f"mistake {mistake.value:f}": mistake.feedback for mistake in self.mistakes}
        said = self.feedback.right if found == "right" else own.get(found, self.feedback.wrong)
        return (in_language(said, language),)

    def right_text(self, language: str) -> str:
        """The right number with its unit and tolerance, in the figures of `language`."""
        text = in_figures(self.answer, language)
        if self.unit:
            text += "\u00a0" + in_language(self.unit, language)
        return text + (f" (± {in_figures(self.tolerance, language)})" if self.tolerance else "")

    def right_texts(self) -> tuple[str, ...]:
        """What may be typed and is right."""
        return (f"{self.answer:f}",)

    def wrong_texts(self) -> tuple[str, ...]:
        """What may be typed and is wrong: each mistake, and a number that nobody foresaw."""
        values = (*(mistake.value for mistake in self.mistakes), self.answer + self.tolerance + 1)
        return tuple(f"{value:f}" for value in values)

    def _near(self, one: Decimal, other: Decimal) -> bool:
        # Decimal subtraction rounds to 28 digits; fractions do not.
        return abs(Fraction(one) - Fraction(other)) <= Fraction(self.tolerance)
