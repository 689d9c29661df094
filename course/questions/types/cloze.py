"""Cloze: a text with gaps, each to be chosen, written or counted."""

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from course.base.errors import N_
from course.questions.authoring import (
    TYPED_LIMIT,
    AuthoredText,
    Key,
    Option,
    Part,
    at_least,
    refuse_repeated_keys,
    refuse_unfit_offer,
    refuse_unknown_keys,
)
from course.questions.fields import picked, placed, typed
from course.questions.number_key import NumberKey
from course.questions.options import keys_of, shuffled, texts
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
from course.questions.word_key import WordKey

_GAP = re.compile(r"\{\{(.*?)\}\}")


class ChoiceGap(Part):
    """A gap for one of several options. What is given is the key of an option."""

    key: Key
    type: Literal["choice"]
    options: tuple[Option, ...]
    answer: str

    @model_validator(mode="after")
    def _options_make_sense(self) -> Self:
        refuse_unfit_offer(self.options, "options")
        refuse_unknown_keys([self.answer], keys_of(self.options), "answer")
        return self

    def fits(self, given: str) -> bool:
        return given in keys_of(self.options)

    def is_right(self, given: str) -> bool:
        return given == self.answer

    def judged(self, given: str) -> str:
        return given or NO_ANSWER

    def told(self, found: str, language: str) -> tuple[str, ...]:
        return tuple(in_language(one.feedback, language) for one in self.options if one.key == found)

    def said(self, given: str, language: str) -> str:
        return texts(self.options, [given], language)

    def right_text(self, language: str) -> str:
        return self.said(self.answer, language)

    def right_texts(self) -> tuple[str, ...]:
        return (self.answer,)

    def wrong_texts(self) -> tuple[str, ...]:
        return tuple(key for key in keys_of(self.options) if key != self.answer)


class WordGap(WordKey):
    """A gap for a typed word. What is given is the text as typed."""

    key: Key
    type: Literal["word"]

    def fits(self, given: str) -> bool:
        return bool(given)

    def is_right(self, given: str) -> bool:
        return self.judged(given) == "right"

    def said(self, given: str, language: str) -> str:
        return given


class NumberGap(NumberKey):
    """A gap for a typed number. What is given is the text as typed."""

    key: Key
    type: Literal["number"]

    def fits(self, given: str) -> bool:
        return self.number(given) is not None

    def is_right(self, given: str) -> bool:
        return self.judged(given) == "right"

    def said(self, given: str, language: str) -> str:
        return given


Gap = Annotated[ChoiceGap | WordGap | NumberGap, Field(discriminator="type")]


@dataclass(frozen=True)
class Blank:
    """A gap on a page: `options` to choose from, or none where something is typed."""

    number: int
    key: str
    type: str
    value: str
    options: tuple[Row, ...] = ()
    unit: str = ""


@dataclass(frozen=True)
class GappedText(Presentation):
    """`pieces`: words and gaps as they follow one another."""

    pieces: tuple[str | Blank, ...] = ()

    def with_typed(self, fields: Fields) -> Self:
        sent = {
            name.removeprefix("answer."): next(iter(values), "")
            for name, values in fields.items()
            if name.startswith("answer.")
        }
        return replace(self, pieces=tuple(_retyped(piece, sent) for piece in self.pieces))

    @property
    def count(self) -> int:
        """How many gaps there are."""
        return sum(isinstance(piece, Blank) for piece in self.pieces)


def _retyped(piece: str | Blank, sent: Mapping[str, str]) -> str | Blank:
    return piece if isinstance(piece, str) else replace(piece, value=sent.get(piece.key, ""))


class Cloze(Question):
    """Response: {"answer": {gap key: option key or text as typed}}; gaps without anything are left out.

    `text` has every gap once in every language, as {{key}}; the languages may have them in another order, and
    gaps are counted as the text of the reader's language has them. Marks: the share of gaps that are right, a
    word by `word_key.WordKey`, a number by `number_key.NumberKey`. Parts: the gaps. In the browser gaps have
    role "g", the options of one gap have their names from both keys.
    """

    kind: Literal["cloze"]
    text: AuthoredText
    gaps: tuple[Gap, ...]

    @model_validator(mode="after")
    def _text_has_every_gap_once(self) -> Self:
        at_least(1, self.gaps, "gaps")
        refuse_repeated_keys(self._keys(), "gaps")
        for language, words in self.text.items():
            there = _GAP.findall(words)
            if "{{" in _GAP.sub("", words) or "}}" in _GAP.sub("", words):
                raise ValueError(f"text in {language} has a gap that is not closed: write it as {{{{key}}}}.")
            refuse_unknown_keys(there, self._keys(), f"text in {language}")
            for key in self._keys():
                if there.count(key) != 1:
                    times = "twice" if key in there else "not"
                    raise ValueError(
                        f"text in {language} has the gap {key} {times}: every language has every gap once."
                    )
        return self

    def arrange(self, rng: random.Random) -> Arrangement:
        return {
            gap.key: shuffled(keys_of(gap.options), rng) for gap in self.gaps if isinstance(gap, ChoiceGap)
        }

    def present(self, arrangement: Arrangement, response: Response, language: str) -> GappedText:
        given, by_key = self._given(response), {gap.key: gap for gap in self.gaps}
        pieces: list[str | Blank] = []
        for place, piece in enumerate(_GAP.split(in_language(self.text, language))):
            if place % 2:
                order = arrangement.get(piece, [])
                pieces.append(
                    self._blank(by_key[piece], place // 2 + 1, order, given.get(piece, ""), language)
                )
            elif piece:
                pieces.append(piece)
        ask = in_language(self.ask, language)
        return GappedText(self.kind, ask, N_("Fill in the gaps."), pieces=tuple(pieces))

    def _blank(self, gap: Gap, number: int, placed: list[str], given: str, language: str) -> Blank:
        if not isinstance(gap, ChoiceGap):
            unit = in_language(gap.unit, language) if isinstance(gap, NumberGap) and gap.unit else ""
            return Blank(number, self.opaque(gap.key, "g"), gap.type, given, unit=unit)
        by_name = {_named(gap, option): option for option in gap.options}
        order = self.in_order(by_name, [f"{gap.key}/{key}" for key in placed])
        rows = tuple(Row(self.opaque(name), in_language(by_name[name].text, language)) for name in order)
        value = self.opaque(f"{gap.key}/{given}") if given else ""
        return Blank(number, self.opaque(gap.key, "g"), gap.type, value, rows)

    def parse(self, fields: Fields) -> Response:
        sent = placed(fields, self.by_opaque(self._keys(), "g"))
        answer = {gap.key: self._read(gap, sent[gap.key]) for gap in self.gaps if gap.key in sent}
        answer = {key: given for key, given in answer.items() if given}
        return {"answer": answer} if answer else {}

    def _read(self, gap: Gap, sent: str) -> str:
        if isinstance(gap, ChoiceGap):
            names = self.by_opaque(_named(gap, option) for option in gap.options)
            return picked(names, sent).partition("/")[2]
        text = typed({"answer": [sent]}, "answer", TYPED_LIMIT)
        if isinstance(gap, NumberGap) and text and gap.number(text) is None:
            raise Unreadable(N_("Write a number where one is asked for, for instance 3.5."))
        return text

    def recognises(self, response: Response) -> bool:
        if not response:
            return True
        given = response.get("answer")
        return (
            response.keys() == {"answer"}
            and isinstance(given, dict)
            and given.keys() <= set(self._keys())
            and all(
                isinstance(given[gap.key], str) and gap.fits(given[gap.key])
                for gap in self.gaps
                if gap.key in given
            )
        )

    def is_complete(self, response: Response) -> bool:
        return len(self._given(response)) == len(self.gaps)

    def mark(self, response: Response) -> Grade:
        given = self._given(response)
        parts = {gap.key: gap.key in given and gap.is_right(given[gap.key]) for gap in self.gaps}
        return Grade(Fraction(sum(parts.values()), len(parts)), parts)

    def describe(self, response: Response, language: str) -> str:
        given = self._given(response)
        return "; ".join(
            f"{number}. {gap.said(given[gap.key], language)}"
            for number, gap in self._numbered(language)
            if gap.key in given
        )

    def right_answer(self, language: str) -> str:
        return "; ".join(f"{number}. {gap.right_text(language)}" for number, gap in self._numbered(language))

    def remarks(self, response: Response, language: str, *, with_key: bool) -> tuple[Remark, ...]:
        """A near miss is told by the N_ sentence `word_key.CHECK_SPELLING`, to be translated by the page."""
        given = self._given(response)
        found: list[Remark] = []
        for number, gap in self._numbered(language):
            answer = given.get(gap.key, "")
            is_right = bool(answer) and gap.is_right(answer)
            if answer:
                about = f"{number}. {gap.said(answer, language)}"
                found += [Remark(about, text, is_right) for text in gap.told(gap.judged(answer), language)]
            if with_key and not is_right:
                why = gap.told(gap.judged(gap.right_texts()[0]), language)
                found += [Remark(f"{number}. {gap.right_text(language)}", text, True) for text in why]
        return tuple(found)

    def classes(self, response: Response) -> dict[str, str]:
        """The class of a gap is the option chosen, or what `word_key` and `number_key` call the answer."""
        given = self._given(response)
        return {gap.key: gap.judged(given.get(gap.key, "")) for gap in self.gaps}

    def samples(self) -> tuple[Sample, ...]:
        first = self.gaps[0]
        right = {gap.key: gap.right_texts()[0] for gap in self.gaps}
        wrong = {gap.key: gap.wrong_texts()[-1] for gap in self.gaps}
        return (
            Sample({"answer": right}, Fraction(1)),
            Sample({"answer": wrong}, Fraction(0)),
            *(Sample({"answer": {first.key: text}}, Fraction(0)) for text in first.wrong_texts()),
            Sample({"answer": {first.key: right[first.key]}}, Fraction(1, len(self.gaps))),
            Sample({}, Fraction(0)),
        )

    def _keys(self) -> list[str]:
        return [gap.key for gap in self.gaps]

    def _numbered(self, language: str) -> Iterator[tuple[int, Gap]]:
        """The gaps in the order of the text, counted from 1."""
        by_key = {gap.key: gap for gap in self.gaps}
        for number, key in enumerate(_GAP.findall(in_language(self.text, language)), start=1):
            yield number, by_key[key]

    def _given(self, response: Response) -> dict[str, str]:
        return dict(response["answer"]) if response and self.recognises(response) else {}


def _named(gap: ChoiceGap, option: Option) -> str:
    return f"{gap.key}/{option.key}"
