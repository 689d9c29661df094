"""Hotspot: one of the numbered places in a picture is right."""

import random
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, StrictInt, model_validator

from course.base.errors import N_
from course.questions.authoring import (
    Option,
    refuse_unfit_offer,
    refuse_unknown_keys,
)
from course.questions.one_choice import OneChoice
from course.questions.options import keys_of
from course.questions.question import (
    Arrangement,
    Presentation,
    Response,
    Row,
    in_language,
)


def _drawing(name: str) -> str:
    if not name.endswith(".svg") or "/" in name:
        raise ValueError("Write the name of a drawing in the assets of the lesson's module, like places.svg.")
    return name


def _rectangle(at: tuple[int, ...]) -> tuple[int, ...]:
    if len(at) != 4 or min(at) < 0 or 0 in at[2:]:
        raise ValueError("Write where the region is: [left, top, width, height] in units of the viewBox.")
    return at


class Region(Option):
    """A place in the picture; `at` is its left edge, top edge, width and height in units of the viewBox."""

    at: Annotated[tuple[StrictInt, ...], AfterValidator(_rectangle)]


class Hotspot(OneChoice):
    """Response: {"answer": region key}.

    `regions` stand in the order of the numbers that the drawing bears, and they are not shuffled: a row must
    have the number its place has in the picture. This leaks nothing, because the order of the list says no
    more than the numbers that everybody sees in the picture, and an author numbers places as they lie there.
    The list is complete without the picture: nobody needs to see it or to click on it.
    """

    kind: Literal["hotspot"]
    figure: Annotated[str, AfterValidator(_drawing)]
    regions: tuple[Region, ...]

    @model_validator(mode="after")
    def _regions_make_sense(self) -> Self:
        refuse_unfit_offer(self.regions, "regions")
        refuse_unknown_keys([self.answer], keys_of(self.regions), "answer")
        if len({region.at for region in self.regions}) < len(self.regions):
            raise ValueError("Two regions have the same `at`: give each its own place in the picture.")
        return self

    @property
    def module(self) -> str:
        """The module that keeps the drawing."""
        return self.lesson.partition("/")[0]

    @property
    def offered(self) -> tuple[Region, ...]:
        return self.regions

    def arrange(self, rng: random.Random) -> Arrangement:
        return {}

    def present(self, arrangement: Arrangement, response: Response, language: str) -> Presentation:
        chosen = self._chosen(response)
        rows = tuple(
            Row(
                self.opaque(region.key),
                in_language(region.text, language),
                chosen=region.key in chosen,
                value=str(number),
            )
            for number, region in enumerate(self.regions, start=1)
        )
        ask, task = in_language(self.ask, language), N_("Choose one place in the picture.")
        return Presentation(self.kind, ask, task, rows, module=self.module, figure=self.figure)
