"""Essay: free text that a trainer marks by a rubric."""

import random
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from course.base.errors import N_
from course.questions.authoring import AuthoredText, Part, at_least
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

ESSAY_LIMIT = 5000


class Criterion(Part):
    """What earns points, and how many."""

    points: Annotated[int, Field(ge=1, strict=True)]
    text: AuthoredText


class Essay(Question):
    """Response: {"answer": text}.

    Marks: by a human with the rubric; nothing written is 0 (outline, item conventions).
    """

    kind: Literal["essay"]
    rubric: tuple[Criterion, ...]
    sample: AuthoredText

    @model_validator(mode="after")
    def _rubric_makes_sense(self) -> Self:
        at_least(1, self.rubric, "criteria in the rubric")
        if any(len(text) > ESSAY_LIMIT for text in self.sample.values()):
            raise ValueError(
                f"The sample answer is longer than the {ESSAY_LIMIT} characters a person may write."
            )
        return self

    def arrange(self, rng: random.Random) -> Arrangement:
        return {}

    def present(self, arrangement: Arrangement, response: Response, language: str) -> Presentation:
        task = N_("Write your answer in a few sentences. A trainer will mark it.")
        return Presentation(self.kind, in_language(self.ask, language), task, value=self._typed(response))

    def parse(self, fields: Fields) -> Response:
        text = typed(fields, "answer", ESSAY_LIMIT)
        return {"answer": text} if text else {}

    def recognises(self, response: Response) -> bool:
        return not response or (response.keys() == {"answer"} and isinstance(response["answer"], str))

    def is_complete(self, response: Response) -> bool:
        return bool(self._typed(response))

    def mark(self, response: Response) -> Grade:
        return Grade(None) if self._typed(response) else Grade(Fraction(0), {"answer": False})

    def describe(self, response: Response, language: str) -> str:
        return self._typed(response)

    def right_answer(self, language: str) -> str:
        return ""

    def remarks(self, response: Response, language: str, *, with_key: bool) -> tuple[Remark, ...]:
        """Only `with_key`: the criteria, then a sample answer."""
        told = [*(criterion.text for criterion in self.rubric), self.sample] if with_key else []
        return tuple(Remark("", in_language(text, language), None) for text in told)

    def classes(self, response: Response) -> dict[str, str]:
        return {"answer": "answered" if self._typed(response) else NO_ANSWER}

    def samples(self) -> tuple[Sample, ...]:
        return (Sample({"answer": self.sample["en"].strip()}, None), Sample({}, Fraction(0)))

    def _typed(self, response: Response) -> str:
        return str(response["answer"]).strip() if response and self.recognises(response) else ""
