"""Ordering: every item gets its place."""

import random
from fractions import Fraction
from typing import Literal, Self

from pydantic import model_validator

from course.base.errors import N_
from course.questions.authoring import (
    AuthoredText,
    Key,
    Part,
    RightWrong,
    at_least,
    refuse_repeated_keys,
    refuse_repeated_texts,
)
from course.questions.fields import placed
from course.questions.options import shuffled
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


class Item(Part):
    """Something that has a place in the order."""

    key: Key
    text: AuthoredText


class Ordering(Question):
    """Response: {"answer": {item key: position from 1}}; `items` stand in the right order.

    Marks: the share of items that stand in their right place (outline, item conventions). Parts: the items.
    """

    kind: Literal["ordering"]
    items: tuple[Item, ...]
    feedback: RightWrong

    @model_validator(mode="after")
    def _items_make_sense(self) -> Self:
        at_least(3, self.items, "items")
        refuse_repeated_keys(self._keys(), "items")
        refuse_repeated_texts((item.text for item in self.items), "items")
        return self

    def arrange(self, rng: random.Random) -> Arrangement:
        return {"items": shuffled(self._keys(), rng)}

    def present(self, arrangement: Arrangement, response: Response, language: str) -> Presentation:
        given = self._given(response)
        by_key = {item.key: item for item in self.items}
        rows = tuple(
            Row(
                self.opaque(key, "i"),
                in_language(by_key[key].text, language),
                chosen=key in given,
                value=str(given.get(key, "")),
            )
            for key in self.in_order(by_key, arrangement.get("items", []), "i")
        )
        positions = tuple(Row(position, position) for position in self._positions())
        task = N_("Put in order: give each row its position, 1 for the first.")
        return Presentation(self.kind, in_language(self.ask, language), task, rows, positions)

    def parse(self, fields: Fields) -> Response:
        sent = placed(fields, self.by_opaque(self._keys(), "i"))
        if not set(sent.values()) <= set(self._positions()):
            raise Unreadable(N_("Give each row a position from 1 to %(last)s."), last=len(self.items))
        if len(set(sent.values())) < len(sent):
            raise Unreadable(N_("Give each position once."))
        return {"answer": {key: int(sent[key]) for key in self._keys() if key in sent}} if sent else {}

    def recognises(self, response: Response) -> bool:
        if not response:
            return True
        given = response.get("answer")
        if (
            response.keys() != {"answer"}
            or not isinstance(given, dict)
            or not given.keys() <= set(self._keys())
        ):
            return False
        numbers = [
            number for number in given.values() if type(number) is int and 1 <= number <= len(self.items)
        ]
        return len(numbers) == len(given) == len(set(numbers))

    def is_complete(self, response: Response) -> bool:
        return len(self._given(response)) == len(self.items)

    def mark(self, response: Response) -> Grade:
        given = self._given(response)
        parts = {key: given.get(key) == place for place, key in enumerate(self._keys(), start=1)}
        return Grade(Fraction(sum(parts.values()), len(parts)), parts)

    def describe(self, response: Response, language: str) -> str:
        at = {place: key for key, place in self._given(response).items()}
        text = {item.key: in_language(item.text, language) for item in self.items}
        return "; ".join(f"{place}. {text[at[place]]}" for place in sorted(at))

    def right_answer(self, language: str) -> str:
        return self.describe(self._right(), language)

    def remarks(self, response: Response, language: str, *, with_key: bool) -> tuple[Remark, ...]:
        """The feedback for a wrong order explains the right one, so it comes only `with_key`."""
        grade = self.mark(response)
        given = self._given(response)
        on_items = tuple(
            Remark(in_language(item.text, language), "", grade.parts[item.key])
            for item in self.items
            if item.key in given
        )
        # In the author's order the rows would give the key away.
        on_items = tuple(sorted(on_items, key=lambda remark: remark.about))
        if grade.fraction == 1:
            return (*on_items, Remark("", in_language(self.feedback.right, language), True))
        if not with_key:
            return on_items
        on_whole = (Remark("", in_language(self.feedback.wrong, language), False),) if given else ()
        return (*on_items, *on_whole, Remark(self.right_answer(language), "", True))

    def classes(self, response: Response) -> dict[str, str]:
        given = self._given(response)
        return {key: str(given.get(key, NO_ANSWER)) for key in self._keys()}

    def samples(self) -> tuple[Sample, ...]:
        keys, count = self._keys(), len(self.items)
        turned = {key: place % count + 1 for place, key in enumerate(keys, start=1)}
        swapped = self._right()["answer"] | {keys[0]: 2, keys[1]: 1}
        return (
            Sample(self._right(), Fraction(1)),
            Sample({"answer": turned}, Fraction(0)),
            Sample({"answer": swapped}, Fraction(count - 2, count)),
            Sample({"answer": {keys[0]: 1}}, Fraction(1, count)),
            Sample({}, Fraction(0)),
        )

    def _keys(self) -> list[str]:
        return [item.key for item in self.items]

    def _positions(self) -> list[str]:
        return [str(place) for place in range(1, len(self.items) + 1)]

    def _right(self) -> Response:
        return {"answer": {key: place for place, key in enumerate(self._keys(), start=1)}}

    def _given(self, response: Response) -> dict[str, int]:
        return dict(response["answer"]) if response and self.recognises(response) else {}
