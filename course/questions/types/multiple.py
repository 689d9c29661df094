"""Multiple choice: several options may be right, and a wrong one costs a mark."""

import random
from fractions import Fraction
from typing import Literal, Self

from pydantic import model_validator

from course.base.errors import N_
from course.questions.authoring import (
    Option,
    at_least,
    refuse_repeated_keys,
    refuse_unfit_offer,
    refuse_unknown_keys,
)
from course.questions.fields import picked, values
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


class Multiple(Question):
    """Response: {"answer": option keys in the author's order}.

    Marks: (right chosen - wrong chosen) / number of right ones, never below 0 (outline, item conventions).
    Parts: each option, True when it was treated as the key says.
    """

    kind: Literal["multiple"]
    options: tuple[Option, ...]
    answer: tuple[str, ...]

    @model_validator(mode="after")
    def _options_make_sense(self) -> Self:
        keys = keys_of(self.options)
        refuse_unfit_offer(self.options, "options")
        at_least(1, self.answer, "right options in answer")
        refuse_repeated_keys(self.answer, "entries of answer")
        refuse_unknown_keys(self.answer, keys, "answer")
        if len(self.answer) == len(keys):
            raise ValueError(
                "All options are right, so ticking everything wins: add an option that is wrong."
            )
        return self

    def arrange(self, rng: random.Random) -> Arrangement:
        return {"options": shuffled(keys_of(self.options), rng)}

    def present(self, arrangement: Arrangement, response: Response, language: str) -> Presentation:
        rows = option_rows(
            self, self.options, arrangement.get("options", []), self._chosen(response), language
        )
        task = N_("Choose all that apply. A wrong choice takes a mark away.")
        return Presentation(self.kind, in_language(self.ask, language), task, rows)

    def parse(self, fields: Fields) -> Response:
        names = self.by_opaque(keys_of(self.options))
        return self._response([picked(names, sent) for sent in values(fields, "answer")])

    def recognises(self, response: Response) -> bool:
        if not response:
            return True
        chosen = response.get("answer")
        keys = keys_of(self.options)
        return (
            response.keys() == {"answer"}
            and isinstance(chosen, list)
            and all(key in keys for key in chosen)
            and len(set(chosen)) == len(chosen)
        )

    def is_complete(self, response: Response) -> bool:
        return bool(self._chosen(response))

    def mark(self, response: Response) -> Grade:
        chosen = self._chosen(response)
        right = sum(key in self.answer for key in chosen)
        fraction = max(Fraction(0), Fraction(right - (len(chosen) - right), len(self.answer)))
        return Grade(
            fraction, {key: (key in chosen) == (key in self.answer) for key in keys_of(self.options)}
        )

    def describe(self, response: Response, language: str) -> str:
        return texts(self.options, self._chosen(response), language)

    def right_answer(self, language: str) -> str:
        return texts(self.options, self.answer, language)

    def remarks(self, response: Response, language: str, *, with_key: bool) -> tuple[Remark, ...]:
        return option_remarks(self.options, self._chosen(response), self.answer, language, with_key=with_key)

    def classes(self, response: Response) -> dict[str, str]:
        chosen = self._chosen(response)
        if not chosen:
            return dict.fromkeys(keys_of(self.options), NO_ANSWER)
        return {key: "chosen" if key in chosen else "not chosen" for key in keys_of(self.options)}

    def samples(self) -> tuple[Sample, ...]:
        wrong = [key for key in keys_of(self.options) if key not in self.answer]
        count = len(self.answer)
        cases = [
            Sample(self._response(self.answer), Fraction(1)),
            Sample(self._response(wrong), Fraction(0)),
            Sample(self._response([*self.answer, wrong[0]]), Fraction(count - 1, count)),
            Sample({}, Fraction(0)),
        ]
        if count > 1:
            cases.insert(2, Sample(self._response(self.answer[:1]), Fraction(1, count)))
        return tuple(cases)

    def _chosen(self, response: Response) -> list[str]:
        return list(response["answer"]) if response and self.recognises(response) else []

    def _response(self, chosen: list[str] | tuple[str, ...]) -> Response:
        return {"answer": [key for key in keys_of(self.options) if key in chosen]} if chosen else {}
