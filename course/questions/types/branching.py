"""Branching: a scenario in which each choice leads to the next step."""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from course.base.errors import N_
from course.questions.authoring import (
    AuthoredText,
    Key,
    Option,
    Part,
    at_least,
    refuse_repeated_keys,
    refuse_unfit_offer,
)
from course.questions.fields import one, picked, placed
from course.questions.options import keys_of, shuffled
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
    Unreadable,
    in_language,
)

END = "end"
"""Written as `next` of a choice that ends the scenario."""
NOT_REACHED = "not reached"
MOST_CHOICES = 4
MOST_STEPS = 20
"""Of the whole scenario. Each step passed is a field of the form, and a form has at most forty."""


class Choice(Option):
    """What can be done at a step, where it leads, and what it earns: `points`, or `right` for one or none."""

    points: Annotated[int, Field(ge=0, strict=True)] | None = None
    right: Annotated[bool, Field(strict=True)] | None = None
    next: Key

    @model_validator(mode="after")
    def _worth_is_written_once(self) -> Self:
        if (self.points is None) == (self.right is None):
            raise ValueError(f"Write `points` or `right` for the choice {self.key}: one of the two.")
        return self

    @property
    def worth(self) -> int:
        """Points for this choice."""
        return int(bool(self.right)) if self.points is None else self.points


class Step(Part):
    """Where the official stands, and what can be done there."""

    key: Key
    text: AuthoredText
    choices: tuple[Choice, ...]

    @model_validator(mode="after")
    def _choices_make_sense(self) -> Self:
        if len(self.choices) > MOST_CHOICES:
            raise ValueError(f"Write at most {MOST_CHOICES} choices at the step {self.key}.")
        refuse_unfit_offer(self.choices, f"choices at the step {self.key}")
        if self.key == END:
            raise ValueError(f'No step can have the key "{END}": it says that a choice ends the scenario.')
        return self


Made = tuple[Step, Choice]


@dataclass(frozen=True)
class Decision:
    """A step that was passed: under the opaque name `key` the page sends `value`, the choice made there."""

    key: str
    text: str
    value: str
    choice: str


@dataclass(frozen=True)
class Scene(Presentation):
    """The `story` so far and the `step` at which the official stands, "" at the end; `rows` are its choices."""

    story: tuple[Decision, ...] = ()
    step: str = ""


class Branching(Question):
    """Response: {"answer": [choice keys from the first step on], "leaning": choice key at the present step}.

    A press of the page's button makes the choice that is ticked and brings the next step. What is only ticked
    is kept as `leaning` (saved by script, shown again as ticked), may still be changed, and counts when the
    attempt ends so. A choice that was made stays: the next step shows what came of it, so whoever could go
    back would try each choice and keep the best. The page holds no step that was not reached and no points.

    Marks: points gathered / the most that any path can gather. Parts: the steps reached, True where the
    choice keeps the most that could still be gathered. A path not taken to its end keeps what it gathered.
    """

    kind: Literal["branching"]
    steps: tuple[Step, ...]

    @model_validator(mode="after")
    def _steps_lead_to_an_end(self) -> Self:
        keys = [step.key for step in self.steps]
        at_least(2, keys, "steps")
        if len(keys) > MOST_STEPS:
            raise ValueError(f"Write at most {MOST_STEPS} steps; there are {len(keys)}.")
        refuse_repeated_keys(keys, "steps")
        for step in self.steps:
            for choice in step.choices:
                if choice.next not in (*keys, END):
                    raise ValueError(
                        f'{step.key}.{choice.key}.next names "{choice.next}", which is no step: write one of '
                        f"{', '.join(keys)}, or {END}."
                    )
        self._refuse_endless()
        self._refuse_loops()
        self._refuse_unreachable()
        if not self._most[self._first.key]:
            raise ValueError("No path earns a point: give a choice `points`, or say which is `right`.")
        if self._most[self._first.key] == self._least[self._first.key]:
            raise ValueError("Every path earns the same, so any choice wins: give one of them less.")
        return self

    def _refuse_endless(self) -> None:
        ending = {END}
        while more := {
            step.key for step in self.steps for choice in step.choices if choice.next in ending
        }.difference(ending):
            ending |= more
        if lost := [step.key for step in self.steps if step.key not in ending]:
            raise ValueError(f"From {', '.join(lost)} no choice ever comes to an end: let one lead to {END}.")

    def _refuse_loops(self) -> None:
        left = set(self._by_key)
        while left:
            onward = {key: {one.next for one in self._by_key[key].choices} & left for key in left}
            outside = {key for key in left if not onward[key] or not any(key in to for to in onward.values())}
            if not outside:
                circle = ", ".join(step.key for step in self.steps if step.key in left)
                raise ValueError(f"Choices lead round in a circle through {circle}: lead them forward only.")
            left -= outside

    def _refuse_unreachable(self) -> None:
        reached, waiting = set(), [self._first.key]
        while waiting:
            key = waiting.pop()
            if key != END and key not in reached:
                reached.add(key)
                waiting += [choice.next for choice in self._by_key[key].choices]
        if idle := [step.key for step in self.steps if step.key not in reached]:
            raise ValueError(
                f"No choice leads to {', '.join(idle)}: name it as `next` of one, or take it out."
            )

    def arrange(self, rng: random.Random) -> Arrangement:
        return {step.key: shuffled(keys_of(step.choices), rng) for step in self.steps}

    def present(self, arrangement: Arrangement, response: Response, language: str) -> Scene:
        made = self._walk(self._made(response))
        ask, step = in_language(self.ask, language), self._after(made)
        story = tuple(
            Decision(
                self.opaque(step.key, "s"),
                in_language(step.text, language),
                self._name(step, choice.key),
                in_language(choice.text, language),
            )
            for step, choice in made
        )
        if step is None:
            return Scene(self.kind, ask, N_("The scenario is at its end. Your choices stand."), story=story)
        by_name = {f"{step.key}/{choice.key}": choice for choice in step.choices}
        order = self.in_order(by_name, [f"{step.key}/{key}" for key in arrangement.get(step.key, [])])
        leaning = response.get("leaning") if self.recognises(response) else None
        rows = tuple(
            Row(self.opaque(name), in_language(by_name[name].text, language), by_name[name].key == leaning)
            for name in order
        )
        task = N_(
            "Choose what you do and press the first button below: the next step follows. "
            "A step you have left cannot be changed."
        )
        return Scene(self.kind, ask, task, rows, story=story, step=in_language(step.text, language))

    def parse(self, fields: Fields) -> Response:
        """The choices of the story, and the one ticked at the step after it, as made."""
        sent = placed(fields, self.by_opaque(self._by_key, "s"))
        made: list[Made] = []
        while (step := self._after(made)) and step.key in sent:
            made.append((step, self._picked(step, sent.pop(step.key))))
        ticked = one(fields, "answer")
        if sent or (ticked and step is None):
            raise Unreadable(N_("This is not one of the choices. Load the page again and choose once more."))
        if ticked and step:
            made.append((step, self._picked(step, ticked)))
        return {"answer": [choice.key for _, choice in made]} if made else {}

    def draft(self, fields: Fields, saved: Response) -> Response:
        made, path = self._made(saved), self._made(self.parse(fields))
        if path[: len(made)] != made:
            raise Unreadable(
                N_("A step you have left cannot be changed. Open the question again to go on from there.")
            )
        leaning = path[len(made) :][:1]
        return ({"answer": made} if path else {}) | ({"leaning": leaning[0]} if leaning else {})

    def may_follow(self, saved: Response, response: Response) -> bool:
        made = self._made(saved)
        return self._made(response)[: len(made)] == made

    def is_under_way(self, response: Response) -> bool:
        return self._after(self._walk(self._path(response))) is not None

    def recognises(self, response: Response) -> bool:
        if not response:
            return True
        keys = response.get("answer")
        if not isinstance(keys, list) or not response.keys() <= {"answer", "leaning"}:
            return False
        path = [*keys, response["leaning"]] if "leaning" in response else keys
        return len(self._walk(path)) == len(path)

    def is_complete(self, response: Response) -> bool:
        return not self.is_under_way(response)

    def mark(self, response: Response) -> Grade:
        path = self._walk(self._path(response))
        parts = {step.key: self._keeps_most(step, choice) for step, choice in path}
        if step := self._after(path):
            parts[step.key] = False
        gathered = sum(choice.worth for _, choice in path)
        return Grade(Fraction(gathered, self._most[self._first.key]), parts)

    def describe(self, response: Response, language: str) -> str:
        return _told(self._walk(self._path(response)), language)

    def right_answer(self, language: str) -> str:
        return _told(self._best(), language)

    def remarks(self, response: Response, language: str, *, with_key: bool) -> tuple[Remark, ...]:
        """What each choice made is answered with; `with_key` adds the best path where less was gathered."""
        path = self._walk(self._path(response))
        found = [
            _remark(number, choice, language, self._keeps_most(step, choice))
            for number, (step, choice) in enumerate(path, start=1)
        ]
        if with_key and self.mark(response).fraction != 1:
            best = enumerate(self._best(), start=1)
            found += [
                _remark(number, choice, language, True)
                for number, (step, choice) in best
                if (step, choice) not in path
            ]
        return tuple(found)

    def classes(self, response: Response) -> dict[str, str]:
        """The class of a step is the choice made there; once one is made, other steps may be not reached."""
        path = self._walk(self._path(response))
        step = self._after(path)
        chosen = {step.key: choice.key for step, choice in path}
        elsewhere = NOT_REACHED if path else NO_ANSWER
        return {
            key: chosen.get(key, NO_ANSWER if step and key == step.key else elsewhere) for key in self._by_key
        }

    def samples(self) -> tuple[Sample, ...]:
        most = self._most[self._first.key]
        best, worst = self._best(), self._path_by(self._least)
        shortest = worst[:1]
        return tuple(
            Sample(
                {"answer": [choice.key for _, choice in path]} if path else {},
                Fraction(sum(choice.worth for _, choice in path), most),
            )
            for path in (best, shortest, worst, [])
        )

    @property
    def _first(self) -> Step:
        return self.steps[0]

    @cached_property
    def _by_key(self) -> dict[str, Step]:
        return {step.key: step for step in self.steps}

    @cached_property
    def _most(self) -> dict[str, int]:
        """Step → the most that can be gathered from there on; 0 at the end."""
        return self._totals(max)

    @cached_property
    def _least(self) -> dict[str, int]:
        return self._totals(min)

    def _totals(self, chosen: Callable[[Iterable[int]], int]) -> dict[str, int]:
        """Step → what is gathered from there on when at every step the total is `chosen` among its choices."""
        totals = {END: 0}
        while left := [step for step in self.steps if step.key not in totals]:
            for step in left:
                if all(choice.next in totals for choice in step.choices):
                    totals[step.key] = chosen(choice.worth + totals[choice.next] for choice in step.choices)
        return totals

    def _keeps_most(self, step: Step, choice: Choice) -> bool:
        return choice.worth + self._most[choice.next] == self._most[step.key]

    def _best(self) -> list[Made]:
        return self._path_by(self._most)

    def _path_by(self, totals: dict[str, int]) -> list[Made]:
        """From the first step to an end, each time by the first choice that keeps the total."""
        made: list[Made] = []
        while step := self._after(made):
            kept = (one for one in step.choices if one.worth + totals[one.next] == totals[step.key])
            made.append((step, next(kept)))
        return made

    def _after(self, made: Sequence[Made]) -> Step | None:
        """The step that the last choice leads to; None at the end."""
        return self._by_key.get(made[-1][1].next) if made else self._first

    def _walk(self, keys: Sequence[object]) -> list[Made]:
        """The choices with these keys from the first step on, as far as there are such."""
        made: list[Made] = []
        for key in keys:
            step = self._after(made)
            choice = next((one for one in step.choices if one.key == key), None) if step else None
            if step is None or choice is None:
                break
            made.append((step, choice))
        return made

    def _made(self, response: Response) -> list[str]:
        return list(response.get("answer", ())) if self.recognises(response) else []

    def _path(self, response: Response) -> list[str]:
        """The choices made and the one leaned to."""
        leaning = [response["leaning"]] if "leaning" in response and self.recognises(response) else []
        return [*self._made(response), *leaning]

    def _name(self, step: Step, choice: str) -> str:
        return self.opaque(f"{step.key}/{choice}")

    def _picked(self, step: Step, sent: str) -> Choice:
        by_name = {self._name(step, choice.key): choice for choice in step.choices}
        names = {name: name for name in by_name}
        return by_name[picked(names, sent)]


def _told(path: Sequence[Made], language: str) -> str:
    return "; ".join(_line(number, choice, language) for number, (_, choice) in enumerate(path, start=1))


def _remark(number: int, choice: Choice, language: str, is_right: bool) -> Remark:
    return Remark(_line(number, choice, language), in_language(choice.feedback, language), is_right)


def _line(number: int, choice: Choice, language: str) -> str:
    return f"{number}. {in_language(choice.text, language)}"
