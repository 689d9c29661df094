"""Hotspot: one of the numbered places in a picture is right."""

import random
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, StrictInt, model_validator

from course.base.errors import N_
from course.questions.authoring import (
    Option,
    at_least,
    refuse_repeated_keys,
    refuse_repeated_texts,
    refuse_unknown_keys,
)
from course.questions.fields import one, picked
from course.questions.options import keys_of, option_remarks, texts
from course.questions.question import (
    NO_ANSWER,
    Arrangement,
    Fields,
    Grade,
    Presentation,
    Question,
    Remark,
    Response,
    Row,
    Sample,
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


class Hotspot(Question):
    """Response: {"answer": region key}. Marks: all or nothing (outline, item conventions).

    `regions` stand in the order of the numbers that the drawing bears, and they are not shuffled: a row must
    have the number its place has in the picture. This leaks nothing, because the order of the list says no
    more than the numbers that everybody sees in the picture, and an author numbers places as they lie there.
    The list is complete without the picture: nobody needs to see it or to click on it.
    """

    kind: Literal["hotspot"]
    figure: Annotated[str, AfterValidator(_drawing)]
    regions: tuple[Region, ...]
    answer: str

    @model_validator(mode="after")
    def _regions_make_sense(self) -> Self:
        keys = keys_of(self.regions)
        at_least(2, keys, "regions")
        refuse_repeated_keys(keys, "regions")
        refuse_repeated_texts((region.text for region in self.regions), "regions")
        refuse_unknown_keys([self.answer], keys, "answer")
        if len({region.at for region in self.regions}) < len(keys):
            raise ValueError("Two regions have the same `at`: give each its own place in the picture.")
        return self

    @property
    def module(self) -> str:
        """The module that keeps the drawing."""
        return self.lesson.partition("/")[0]

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

    def parse(self, fields: Fields) -> Response:
        sent = one(fields, "answer")
        return {"answer": picked(self.by_opaque(keys_of(self.regions)), sent)} if sent else {}

    def recognises(self, response: Response) -> bool:
        return not response or (response.keys() == {"answer"} and response["answer"] in keys_of(self.regions))

    def is_complete(self, response: Response) -> bool:
        return bool(self._chosen(response))

    def mark(self, response: Response) -> Grade:
        right = response.get("answer") == self.answer
        return Grade(Fraction(int(right)), {"answer": right})

    def describe(self, response: Response, language: str) -> str:
        return texts(self.regions, self._chosen(response), language)

    def right_answer(self, language: str) -> str:
        return texts(self.regions, [self.answer], language)

    def remarks(self, response: Response, language: str, *, with_key: bool) -> tuple[Remark, ...]:
        chosen = self._chosen(response)
        return option_remarks(self.regions, chosen, [self.answer], language, with_key=with_key)

    def classes(self, response: Response) -> dict[str, str]:
        return {"answer": response.get("answer", NO_ANSWER)}

    def samples(self) -> tuple[Sample, ...]:
        wrong = (key for key in keys_of(self.regions) if key != self.answer)
        return (
            Sample({"answer": self.answer}, Fraction(1)),
            *(Sample({"answer": key}, Fraction(0)) for key in wrong),
            Sample({}, Fraction(0)),
        )

    def _chosen(self, response: Response) -> list[str]:
        return [response["answer"]] if response and self.recognises(response) else []
