"""Risk matrix: how likely, how grave, and why."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, Self

from pydantic import model_validator

from course.base.errors import N_
from course.questions.authoring import (
    AuthoredText,
    Key,
    Option,
    Part,
    refuse_unfit_offer,
    refuse_unknown_keys,
)
from course.questions.fields import one, picked
from course.questions.number_key import AuthoredNumber
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
    Row,
    Sample,
    in_language,
)

MOST_LEVELS = 6
AXES = ("likelihood", "impact")


class Level(Part):
    """A step of a scale."""

    key: Key
    text: AuthoredText


class Cell(Part):
    """A place in the grid that earns something: `points` is its share of the cell's weight."""

    likelihood: str
    impact: str
    points: AuthoredNumber = Decimal(1)


class OnCell(Part):
    """What to tell those whose cell is right, earns a part, or earns nothing."""

    right: AuthoredText
    partly: AuthoredText | None = None
    wrong: AuthoredText


@dataclass(frozen=True)
class Axis:
    """One scale on a page; `title` is an N_ word."""

    name: str
    title: str
    levels: tuple[Row, ...]


@dataclass(frozen=True)
class Grid(Presentation):
    """Two scales, lowest level first; `choices` are the reasons."""

    likelihood: Axis = Axis("likelihood", N_("Likelihood"), ())
    impact: Axis = Axis("impact", N_("Impact"), ())


class RiskMatrix(Question):
    """Response: {"likelihood": level key, "impact": level key, "reason": option key}, each of them optional.

    Marks: `weight` x the points of the cell (likelihood and impact together) + (1 - `weight`) for the right
    reason, which counts only when the cell earns something. A cell that is not among `cells` earns nothing:
    a neighbour of the right one is worth what the author says. Parts: the cell, the reason.
    The levels, a scale, stay as the author wrote them, lowest first; the reasons are shuffled. In the browser
    levels have roles "l" and "i".
    """

    kind: Literal["risk_matrix"]
    likelihood: tuple[Level, ...]
    impact: tuple[Level, ...]
    cells: tuple[Cell, ...]
    feedback: OnCell
    reasons: tuple[Option, ...]
    reason: str
    weight: AuthoredNumber = Decimal("0.5")

    @model_validator(mode="after")
    def _grid_makes_sense(self) -> Self:
        for axis in AXES:
            levels = self._levels(axis)
            if len(levels) > MOST_LEVELS:
                raise ValueError(f"Write at most {MOST_LEVELS} levels of {axis}: a phone shows no more.")
            refuse_unfit_offer(levels, f"levels of {axis}")
            keys = [level.key for level in levels]
            refuse_unknown_keys((getattr(cell, axis) for cell in self.cells), keys, f"cells.{axis}")
        if len(self._points) < len(self.cells):
            raise ValueError("Two cells stand for the same place: keep one.")
        if not all(0 < points <= 1 for points in self._points.values()):
            raise ValueError(
                "points of a cell are more than 0 and at most 1: leave out a cell that is wrong."
            )
        if Fraction(1) not in self._points.values():
            raise ValueError("No cell has all the points: give the right one `points: 1`.")
        if len(self._points) == len(self.likelihood) * len(self.impact):
            raise ValueError("Every cell earns something: take those out that are wrong.")
        if (self.feedback.partly is None) == any(points < 1 for points in self._points.values()):
            raise ValueError(
                "Write feedback.partly when some cells earn a part of the points, and only then."
            )
        return self

    @model_validator(mode="after")
    def _reasons_make_sense(self) -> Self:
        refuse_unfit_offer(self.reasons, "reasons")
        refuse_unknown_keys([self.reason], keys_of(self.reasons), "reason")
        if not 0 < self.weight < 1:
            raise ValueError(
                "The weight of the cell is between 0 and 1, for instance 0.5: the reason has the rest."
            )
        return self

    def arrange(self, rng: random.Random) -> Arrangement:
        return {"reasons": shuffled(keys_of(self.reasons), rng)}

    def present(self, arrangement: Arrangement, response: Response, language: str) -> Grid:
        known = self._known(response)
        reason = [known["reason"]] if "reason" in known else []
        choices = option_rows(self, self.reasons, arrangement.get("reasons", []), reason, language)
        likelihood, impact = (
            tuple(
                Row(
                    self.opaque(level.key, axis[0]),
                    in_language(level.text, language),
                    chosen=level.key == known.get(axis),
                )
                for level in self._levels(axis)
            )
            for axis in AXES
        )
        return Grid(
            self.kind,
            in_language(self.ask, language),
            N_("Choose how likely it is and how grave, then choose the reason."),
            choices=choices,
            likelihood=Axis("likelihood", N_("Likelihood"), likelihood),
            impact=Axis("impact", N_("Impact"), impact),
        )

    def parse(self, fields: Fields) -> Response:
        response: Response = {}
        for axis in AXES:
            if sent := one(fields, f"answer.{axis}"):
                names = self.by_opaque((level.key for level in self._levels(axis)), axis[0])
                response[axis] = picked(names, sent)
        if sent := one(fields, "reason"):
            response["reason"] = picked(self.by_opaque(keys_of(self.reasons)), sent)
        return response

    def recognises(self, response: Response) -> bool:
        offered = {axis: [level.key for level in self._levels(axis)] for axis in AXES}
        offered["reason"] = keys_of(self.reasons)
        return all(part in offered and given in offered[part] for part, given in response.items())

    def is_complete(self, response: Response) -> bool:
        return len(self._known(response)) == 3

    def mark(self, response: Response) -> Grade:
        cell = self._earned(response)
        reason = bool(cell) and response.get("reason") == self.reason
        weight = Fraction(self.weight)
        return Grade(weight * cell + (1 - weight) * reason, {"cell": cell == 1, "reason": reason})

    def describe(self, response: Response, language: str) -> str:
        place, known = self._place(response, language), self._known(response)
        reason = texts(self.reasons, [known["reason"]], language) if "reason" in known else ""
        return ": ".join(said for said in (place, reason) if said)

    def right_answer(self, language: str) -> str:
        cells = "; ".join(self._place(right, language) for right in self._rights())
        return f"{cells}: {texts(self.reasons, [self.reason], language)}"

    def remarks(self, response: Response, language: str, *, with_key: bool) -> tuple[Remark, ...]:
        """On the cell once both its levels are chosen, and on the reason."""
        known, points = self._known(response), self._earned(response)
        found: list[Remark] = []
        if known.keys() >= set(AXES):
            said = self.feedback.right if points == 1 else self.feedback.wrong
            if 0 < points < 1 and self.feedback.partly:
                said = self.feedback.partly
            found.append(Remark(self._place(response, language), in_language(said, language), points == 1))
        if with_key and points < 1:
            why = in_language(self.feedback.right, language)
            found += [Remark(self._place(right, language), why, True) for right in self._rights()]
        reason = [known["reason"]] if "reason" in known else []
        return (*found, *option_remarks(self.reasons, reason, [self.reason], language, with_key=with_key))

    def classes(self, response: Response) -> dict[str, str]:
        """The class of the cell is both its levels, joined by a plus sign."""
        levels = [response[axis] for axis in AXES if axis in response]
        cell = "+".join(levels) if len(levels) == len(AXES) else NO_ANSWER
        return {"cell": cell, "reason": response.get("reason", NO_ANSWER)}

    def samples(self) -> tuple[Sample, ...]:
        weight, right = Fraction(self.weight), next(self._rights())
        other = next(key for key in keys_of(self.reasons) if key != self.reason)
        wrong = next(
            {"likelihood": one.key, "impact": two.key}
            for one in self.likelihood
            for two in self.impact
            if (one.key, two.key) not in self._points
        )
        partly = [
            Sample(
                {"likelihood": likelihood, "impact": impact, "reason": self.reason},
                weight * points + 1 - weight,
            )
            for (likelihood, impact), points in self._points.items()
            if points < 1
        ]
        return (
            Sample(right | {"reason": self.reason}, Fraction(1)),
            Sample(right | {"reason": other}, weight),
            *partly,
            Sample(wrong | {"reason": self.reason}, Fraction(0)),
            Sample(wrong | {"reason": other}, Fraction(0)),
            Sample({"likelihood": right["likelihood"]}, Fraction(0)),
            Sample({"reason": self.reason}, Fraction(0)),
            Sample({}, Fraction(0)),
        )

    @property
    def _points(self) -> dict[tuple[str, str], Fraction]:
        """Likelihood and impact → points, of the cells that earn something."""
        return {(cell.likelihood, cell.impact): Fraction(cell.points) for cell in self.cells}

    def _levels(self, axis: str) -> tuple[Level, ...]:
        return self.likelihood if axis == "likelihood" else self.impact

    def _rights(self) -> Iterator[Response]:
        for (likelihood, impact), points in self._points.items():
            if points == 1:
                yield {"likelihood": likelihood, "impact": impact}

    def _earned(self, response: Response) -> Fraction:
        known = self._known(response)
        place = known.get("likelihood", ""), known.get("impact", "")
        return self._points.get(place, Fraction(0))

    def _place(self, response: Response, language: str) -> str:
        """The levels in plain text, with a dash for the one that was not chosen; "" when neither was."""
        known = self._known(response)
        said = [
            next(
                (in_language(one.text, language) for one in self._levels(axis) if one.key == known.get(axis)),
                "—",
            )
            for axis in AXES
        ]
        return " × ".join(said) if known.keys() & set(AXES) else ""

    def _known(self, response: Response) -> dict[str, str]:
        return dict(response) if self.recognises(response) else {}
