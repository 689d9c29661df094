"""Single choice: one option is right."""

import random
from typing import Literal, Self

from pydantic import model_validator

from course.base.errors import N_
from course.questions.authoring import (
    Option,
    refuse_unfit_offer,
    refuse_unknown_keys,
)
from course.questions.one_choice import OneChoice
from course.questions.options import keys_of, option_rows, shuffled
from course.questions.question import (
    Arrangement,
    Presentation,
    Response,
    in_language,
)


class Single(OneChoice):
    """Response: {"answer": option key}."""

    kind: Literal["single"]
    options: tuple[Option, ...]

    @model_validator(mode="after")
    def _options_make_sense(self) -> Self:
        refuse_unfit_offer(self.options, "options")
        refuse_unknown_keys([self.answer], keys_of(self.options), "answer")
        return self

    @property
    def offered(self) -> tuple[Option, ...]:
        return self.options

    def arrange(self, rng: random.Random) -> Arrangement:
        return {"options": shuffled(keys_of(self.options), rng)}

    def present(self, arrangement: Arrangement, response: Response, language: str) -> Presentation:
        rows = option_rows(
            self, self.options, arrangement.get("options", []), self._chosen(response), language
        )
        return Presentation(self.kind, in_language(self.ask, language), N_("Choose one."), rows)
