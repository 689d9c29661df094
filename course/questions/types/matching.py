"""Matching: each left side gets its right side; distractors may be left over."""

import random
from fractions import Fraction
from typing import Literal, Self

from pydantic import model_validator

from course.base.errors import N_
from course.questions.authoring import (
    AuthoredText,
    Key,
    Part,
    at_least,
    refuse_repeated_keys,
    refuse_repeated_texts,
)
from course.questions.fields import picked, placed
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
    in_language,
)


class Pair(Part):
    """Two sides that belong together, and why."""

    key: Key
    left: AuthoredText
    right: AuthoredText
    feedback: AuthoredText


class Distractor(Part):
    """A right side that belongs to nothing."""

    key: Key
    text: AuthoredText


class Matching(Question):
    """Response: {"answer": {pair key: key of the pair or distractor whose right side was chosen}}.

    Marks: the share of pairs that are right (outline, item conventions). Parts: the pairs.
    In the browser the left side of a pair is named in role "l", its right side in role "r": unrelated names.
    """

    kind: Literal["matching"]
    pairs: tuple[Pair, ...]
    distractors: tuple[Distractor, ...] = ()

    @model_validator(mode="after")
    def _pairs_make_sense(self) -> Self:
        at_least(2, self.pairs, "pairs")
        sides = [pair.key for pair in self.pairs] + [distractor.key for distractor in self.distractors]
        refuse_repeated_keys(sides, "pairs or distractors")
        refuse_repeated_texts((pair.left for pair in self.pairs), "left sides")
        refuse_repeated_texts(self._rights().values(), "right sides")
        return self

    def arrange(self, rng: random.Random) -> Arrangement:
        return {"pairs": shuffled(self._lefts(), rng), "rights": shuffled(self._rights(), rng)}

    def present(self, arrangement: Arrangement, response: Response, language: str) -> Presentation:
        given, lefts, rights = self._given(response), self._lefts(), self._rights()
        rows = tuple(
            Row(
                self.opaque(key, "l"),
                in_language(lefts[key], language),
                chosen=key in given,
                value=self.opaque(given[key], "r") if key in given else "",
            )
            for key in self.in_order(lefts, arrangement.get("pairs", []), "l")
        )
        choices = tuple(
            Row(self.opaque(key, "r"), in_language(rights[key], language))
            for key in self.in_order(rights, arrangement.get("rights", []), "r")
        )
        task = N_("Choose a match for each row.")
        return Presentation(self.kind, in_language(self.ask, language), task, rows, choices)

    def parse(self, fields: Fields) -> Response:
        sent = placed(fields, self.by_opaque(self._lefts(), "l"))
        names = self.by_opaque(self._rights(), "r")
        answer = {key: picked(names, sent[key]) for key in self._lefts() if key in sent}
        return {"answer": answer} if answer else {}

    def recognises(self, response: Response) -> bool:
        if not response:
            return True
        given = response.get("answer")
        rights = list(self._rights())
        return (
            response.keys() == {"answer"}
            and isinstance(given, dict)
            and given.keys() <= self._lefts().keys()
            and all(right in rights for right in given.values())
        )

    def is_complete(self, response: Response) -> bool:
        return len(self._given(response)) == len(self.pairs)

    def mark(self, response: Response) -> Grade:
        given = self._given(response)
        parts = {key: given.get(key) == key for key in self._lefts()}
        return Grade(Fraction(sum(parts.values()), len(parts)), parts)

    def describe(self, response: Response, language: str) -> str:
        given = self._given(response)
        return "; ".join(self._match(key, given[key], language) for key in self._lefts() if key in given)

    def right_answer(self, language: str) -> str:
        return "; ".join(self._match(key, key, language) for key in self._lefts())

    def remarks(self, response: Response, language: str, *, with_key: bool) -> tuple[Remark, ...]:
        """A pair's feedback explains the right match, so after a wrong one it comes only `with_key`."""
        given = self._given(response)
        found: list[Remark] = []
        for pair in self.pairs:
            why = in_language(pair.feedback, language)
            chosen = given.get(pair.key)
            if chosen is not None:
                about = self._match(pair.key, chosen, language)
                found.append(Remark(about, why if chosen == pair.key else "", chosen == pair.key))
            if with_key and chosen != pair.key:
                found.append(Remark(self._match(pair.key, pair.key, language), why, True))
        return tuple(found)

    def classes(self, response: Response) -> dict[str, str]:
        given = self._given(response)
        return {key: given.get(key, NO_ANSWER) for key in self._lefts()}

    def samples(self) -> tuple[Sample, ...]:
        keys = list(self._lefts())
        turned = dict(zip(keys, [*keys[1:], keys[0]], strict=True))
        return (
            Sample({"answer": {key: key for key in keys}}, Fraction(1)),
            Sample({"answer": turned}, Fraction(0)),
            Sample({"answer": {keys[0]: keys[0]}}, Fraction(1, len(keys))),
            Sample({}, Fraction(0)),
        )

    def _lefts(self) -> dict[str, dict[str, str]]:
        return {pair.key: pair.left for pair in self.pairs}

    def _rights(self) -> dict[str, dict[str, str]]:
        return {pair.key: pair.right for pair in self.pairs} | {
            distractor.key: distractor.text for distractor in self.distractors
        }

    def _match(self, left: str, right: str, language: str) -> str:
        return (
            f"{in_language(self._lefts()[left], language)} → {in_language(self._rights()[right], language)}"
        )

    def _given(self, response: Response) -> dict[str, str]:
        return dict(response["answer"]) if response and self.recognises(response) else {}
