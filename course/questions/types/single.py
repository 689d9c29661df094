"""Single choice: one option is right."""

import random
from fractions import Fraction
from typing import Literal, Self

from pydantic import model_validator

from course.base.errors import N_
from course.questions.authoring import (
    Option,
    at_least,
    refuse_repeated_keys,
    refuse_repeated_texts,
    refuse_unknown_keys,
)
from course.questions.fields import one, picked
from course.questions.options import keys_of, option_remarks, option_rows, shuffled, texts
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


class Single(Question):
    """Response: {"answer": option key}. Marks: all or nothing (outline, item conventions)."""

    kind: Literal["single"]
    options: tuple[Option, ...]
    answer: str

    @model_validator(mode="after")
    def _options_make_sense(self) -> Self:
        keys = keys_of(self.options)
        at_least(2, keys, "options")
        refuse_repeated_keys(keys, "options")
        refuse_repeated_texts((option.text for option in self.options), "options")
        refuse_unknown_keys([self.answer], keys, "answer")
        return self

    def arrange(self, rng: random.Random) -> Arrangement:
        return {"options": shuffled(keys_of(self.options), rng)}

    def present(self, arrangement: Arrangement, response: Response, language: str) -> Presentation:
        rows = option_rows(
            self, self.options, arrangement.get("options", []), self._chosen(response), language
        )
        return Presentation(self.kind, in_language(self.ask, language), N_("Choose one."), rows)

    def parse(self, fields: Fields) -> Response:
        sent = one(fields, "answer")
        return {"answer": picked(self.by_opaque(keys_of(self.options)), sent)} if sent else {}

    def recognises(self, response: Response) -> bool:
        return not response or (response.keys() == {"answer"} and response["answer"] in keys_of(self.options))

    def is_complete(self, response: Response) -> bool:
        return bool(self._chosen(response))

    def mark(self, response: Response) -> Grade:
        right = response.get("answer") == self.answer
        return Grade(Fraction(int(right)), {"answer": right})

    def describe(self, response: Response, language: str) -> str:
        return texts(self.options, self._chosen(response), language)

    def right_answer(self, language: str) -> str:
        return texts(self.options, [self.answer], language)

    def remarks(self, response: Response, language: str, *, with_key: bool) -> tuple[Remark, ...]:
        chosen = self._chosen(response)
        return option_remarks(self.options, chosen, [self.answer], language, with_key=with_key)

    def classes(self, response: Response) -> dict[str, str]:
        return {"answer": response.get("answer", NO_ANSWER)}

    def samples(self) -> tuple[Sample, ...]:
        wrong = (key for key in keys_of(self.options) if key != self.answer)
        return (
            Sample({"answer": self.answer}, Fraction(1)),
            *(Sample({"answer": key}, Fraction(0)) for key in wrong),
            Sample({}, Fraction(0)),
        )

    def _chosen(self, response: Response) -> list[str]:
        return [response["answer"]] if response and self.recognises(response) else []
