"""Machine-readable zone: the missing check digits, or the fields whose check digit does not fit."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, Self

from pydantic import model_validator

from course.base.errors import N_
from course.questions.authoring import RightWrong
from course.questions.check_digits import FILLER, check_digit, working
from course.questions.fields import picked, placed, typed
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

STATE = "UTO"
"""Utopia, the State of the specimens in Doc 9303: nobody's documents are copied into a course."""
ASKED = "?"
LETTER_O = N_("This is the letter O. A check digit is always a figure: zero is 0.")
_LETTERS_O = ("O", "О")
"""The Latin and the Cyrillic one."""
_SIGN_LIMIT = 20
_LONG, _SHORT = 44, 10

FIELDS = {
    "number": {
        "en": "Document number",
        "ru": "Номер документа",
        "kk": "Құжат нөмірі",
        "ky": "Документтин номери",
        "tg": "Рақами ҳуҷҷат",
        "tk": "Resminamanyň belgisi",
        "uz": "Hujjat raqami",
    },
    "birth": {
        "en": "Date of birth",
        "ru": "Дата рождения",
        "kk": "Туған күні",
        "ky": "Туулган күнү",
        "tg": "Санаи таваллуд",
        "tk": "Doglan senesi",
        "uz": "Tugʻilgan sanasi",
    },
    "expiry": {
        "en": "Date of expiry",
        "ru": "Дата истечения срока действия",
        "kk": "Жарамдылық мерзімі",
        "ky": "Жарактуулук мөөнөтү",
        "tg": "Мӯҳлати эътибор",
        "tk": "Hereket ediş möhleti",
        "uz": "Amal qilish muddati",
    },
    "optional": {
        "en": "Optional data",
        "ru": "Дополнительные данные",
        "kk": "Қосымша деректер",
        "ky": "Кошумча маалыматтар",
        "tg": "Маълумоти иловагӣ",
        "tk": "Goşmaça maglumatlar",
        "uz": "Qoʻshimcha maʼlumotlar",
    },
    "composite": {
        "en": "Composite check digit",
        "ru": "Сводная контрольная цифра",
        "kk": "Жиынтық бақылау цифры",
        "ky": "Жыйынтык текшерүү цифрасы",
        "tg": "Рақами ҷамъбастии санҷиш",
        "tk": "Jemleýji barlag sany",
        "uz": "Umumiy nazorat raqami",
    },
}
VERDICTS = {
    "fits": {
        "en": "Fits",
        "ru": "Сходится",
        "kk": "Сәйкес",
        "ky": "Туура келет",
        "tg": "Мувофиқ",
        "tk": "Gabat gelýär",
        "uz": "Mos keladi",
    },
    "fails": {
        "en": "Does not fit",
        "ru": "Не сходится",
        "kk": "Сәйкес емес",
        "ky": "Туура келбейт",
        "tg": "Номувофиқ",
        "tk": "Gabat gelmeýär",
        "uz": "Mos kelmaydi",
    },
}

_PASSPORT = {
    "number": (((0, 9),), 9),
    "birth": (((13, 19),), 19),
    "expiry": (((21, 27),), 27),
    "optional": (((28, 42),), 42),
    "composite": (((0, 10), (13, 20), (21, 43)), 43),
}
"""Field → what its check digit is computed over (from, before) and where it stands, counted from 0."""
_NUMBER_ALONE = {"number": _PASSPORT["number"]}


@dataclass(frozen=True)
class Checked:
    """A field with its check digit on a page: `sign` is what stands there, `value` what was answered."""

    key: str
    name: str
    data: str
    sign: str
    value: str


@dataclass(frozen=True)
class Zone(Presentation):
    """The zone as printed, `lines`, and the fields that are asked for; `choices` are the verdicts, if any."""

    lines: tuple[str, ...] = ()
    fields: tuple[Checked, ...] = ()

    def with_typed(self, fields: Fields) -> Self:
        kept = (
            replace(one, value=next(iter(fields.get(f"answer.{one.key}", ())), "")) for one in self.fields
        )
        return replace(self, fields=tuple(kept))


class Mrz(Question):
    """Response: {"answer": {field: sign}}, or {field: "fits" or "fails"}; fields without anything are left out.

    The author writes `second_line`, the second line of a passport (TD3, ICAO Doc 9303 part 4, 4.2.2), with
    `first_line` above it if it is to be shown, or a document `number` with its check digit. A ? where a check
    digit stands asks for that digit; without any ?, each field is asked for whether its check digit fits. The
    right answers are computed (`check_digits`, Doc 9303 part 3, 4.9), so there is no key to write. Where the
    optional data are all fillers, their check digit may be 0 or < (part 4, 4.2.2).

    Marks: the share of fields that are right. Parts: the fields. Answers are compared without regard to case
    and spaces; the letter O for the figure 0 is wrong and told so. In the browser fields have role "f".
    """

    kind: Literal["mrz"]
    first_line: str | None = None
    second_line: str | None = None
    number: str | None = None
    feedback: RightWrong

    @model_validator(mode="after")
    def _zone_makes_sense(self) -> Self:
        if (self.second_line is None) == (self.number is None):
            raise ValueError("Write `second_line` or `number`: one of the two.")
        if self.first_line is not None:
            if self.second_line is None:
                raise ValueError("Leave out first_line, or write the second_line that belongs to it.")
            _refuse_foreign("first_line", self.first_line, _LONG)
            _refuse_states("first_line", self.first_line[2:5])
            if ASKED in self.first_line:
                raise ValueError("first_line has no check digits: write ? in the second line only.")
        name = "number" if self.second_line is None else "second_line"
        _refuse_foreign(name, self._line, _LONG if self.second_line else _SHORT)
        if self.second_line is not None:
            _refuse_states(name, self.second_line[10:13])
        digits = [at for _, at in self._layout.values()]
        for place, sign in enumerate(self._line):
            if sign == ASKED and place not in digits:
                raise ValueError(f"{name} has ? at position {place + 1}, where no check digit stands.")
        for field in self._layout if self._asks_digits else ():
            if not self._fits(field, self._sign(field)) and self._sign(field) != ASKED:
                raise ValueError(
                    f"{name} has {self._sign(field)} as the check digit of {field}, computed is "
                    f"{self._digits(field)[0]}: correct it, or write ? to ask for it."
                )
        return self

    def arrange(self, rng: random.Random) -> Arrangement:
        return {}

    def present(self, arrangement: Arrangement, response: Response, language: str) -> Zone:
        given = self._given(response)
        choices = tuple(Row(key, in_language(text, language)) for key, text in VERDICTS.items())
        fields = tuple(
            Checked(
                self.opaque(field, "f"),
                in_language(FIELDS[field], language),
                self._printed(field),
                self._sign(field),
                given.get(field, ""),
            )
            for field in self._asked()
        )
        return Zone(
            self.kind,
            in_language(self.ask, language),
            N_("Write the missing check digits.")
            if self._asks_digits
            else N_("Say of each field whether its check digit fits."),
            choices=() if self._asks_digits else choices,
            lines=(*((self.first_line,) if self.first_line else ()), self._line),
            fields=fields,
        )

    def parse(self, fields: Fields) -> Response:
        sent = placed(fields, self.by_opaque(self._asked(), "f"))
        answer = {field: self._read(sent[field]) for field in self._asked() if field in sent}
        return {"answer": answer} if answer else {}

    def _read(self, sent: str) -> str:
        if not self._asks_digits:
            return picked({key: key for key in VERDICTS}, sent)
        sign = "".join(typed({"answer": [sent]}, "answer", _SIGN_LIMIT).split()).upper()
        if len(sign) != 1:
            raise Unreadable(N_("Write one figure for each check digit."))
        return sign

    def recognises(self, response: Response) -> bool:
        if not response:
            return True
        given = response.get("answer")
        return (
            response.keys() == {"answer"}
            and isinstance(given, dict)
            and given.keys() <= set(self._asked())
            and all(isinstance(one, str) and self._can_be(one) for one in given.values())
        )

    def is_complete(self, response: Response) -> bool:
        return len(self._given(response)) == len(self._asked())

    def mark(self, response: Response) -> Grade:
        given = self._given(response)
        parts = {field: given.get(field) in self._rights(field) for field in self._asked()}
        return Grade(Fraction(sum(parts.values()), len(parts)), parts)

    def describe(self, response: Response, language: str) -> str:
        given = self._given(response)
        return "; ".join(
            self._about(field, given[field], language) for field in self._asked() if field in given
        )

    def right_answer(self, language: str) -> str:
        return "; ".join(self._about(field, self._rights(field)[0], language) for field in self._asked())

    def remarks(self, response: Response, language: str, *, with_key: bool) -> tuple[Remark, ...]:
        """Field by field, the letter O by the N_ sentence LETTER_O, then the author's feedback on the whole.

        `with_key` adds the computation for each field that is not right.
        """
        given, grade = self._given(response), self.mark(response)
        found: list[Remark] = []
        for field in self._asked():
            if field in given:
                said = LETTER_O if given[field] in _LETTERS_O else ""
                found.append(Remark(self._about(field, given[field], language), said, grade.parts[field]))
            if with_key and not grade.parts[field]:
                about = self._about(field, self._rights(field)[0], language)
                found.append(Remark(about, working(self._data(field)), True))
        if given:
            whole = self.feedback.right if grade.fraction == 1 else self.feedback.wrong
            found.append(Remark("", in_language(whole, language), grade.fraction == 1))
        return tuple(found)

    def classes(self, response: Response) -> dict[str, str]:
        """The class of a field is the sign or the verdict given."""
        given = self._given(response)
        return {field: given.get(field, NO_ANSWER) for field in self._asked()}

    def samples(self) -> tuple[Sample, ...]:
        asked = self._asked()
        right = {field: self._rights(field)[0] for field in asked}
        wrong = {field: next(self._wrongs(field)) for field in asked}
        return (
            Sample({"answer": right}, Fraction(1)),
            Sample({"answer": wrong}, Fraction(0)),
            Sample({"answer": {asked[0]: right[asked[0]]}}, Fraction(1, len(asked))),
            Sample({}, Fraction(0)),
        )

    @property
    def _line(self) -> str:
        return self.second_line or self.number or ""

    @property
    def _layout(self) -> dict[str, tuple[tuple[tuple[int, int], ...], int]]:
        return _NUMBER_ALONE if self.second_line is None else _PASSPORT

    @property
    def _asks_digits(self) -> bool:
        return ASKED in self._line

    def _asked(self) -> list[str]:
        return [field for field in self._layout if not self._asks_digits or self._sign(field) == ASKED]

    def _sign(self, field: str) -> str:
        return self._line[self._layout[field][1]]

    def _printed(self, field: str) -> str:
        """What the check digit is computed over, as it is printed."""
        return "".join(self._line[start:end] for start, end in self._layout[field][0])

    def _data(self, field: str) -> str:
        """The same with the digits that are asked for put in, for the composite digit covers the others."""
        line = list(self._line)
        for other, (_, at) in self._layout.items():
            if line[at] == ASKED and other not in (field, "composite"):
                line[at] = check_digit(self._printed(other))
        return "".join("".join(line[start:end]) for start, end in self._layout[field][0])

    def _digits(self, field: str) -> tuple[str, ...]:
        """The signs that may stand as the check digit of `field`."""
        data = self._data(field)
        is_empty = field == "optional" and not data.strip(FILLER)
        return (check_digit(data), *((FILLER,) if is_empty else ()))

    def _fits(self, field: str, sign: str) -> bool:
        return sign in self._digits(field)

    def _rights(self, field: str) -> tuple[str, ...]:
        if self._asks_digits:
            return self._digits(field)
        return ("fits" if self._fits(field, self._sign(field)) else "fails",)

    def _wrongs(self, field: str) -> Iterator[str]:
        possible = "O0123456789" if self._asks_digits else VERDICTS
        return (given for given in possible if given not in self._rights(field))

    def _can_be(self, given: str) -> bool:
        return len(given) == 1 if self._asks_digits else given in VERDICTS

    def _about(self, field: str, given: str, language: str) -> str:
        said = given if self._asks_digits else in_language(VERDICTS[given], language)
        return f"{in_language(FIELDS[field], language)}: {said}"

    def _given(self, response: Response) -> dict[str, str]:
        return dict(response["answer"]) if response and self.recognises(response) else {}


def _refuse_foreign(name: str, line: str, length: int) -> None:
    if found := re.search(r"[^0-9A-Z<?]", line):
        raise ValueError(
            f'{name} holds "{found[0]}": write figures, capital letters and <, and ? where a digit is asked for.'
        )
    if len(line) != length:
        raise ValueError(f"{name} has {len(line)} signs, it must have {length}: count the fillers <.")


def _refuse_states(name: str, state: str) -> None:
    if state != STATE:
        raise ValueError(
            f"{name} names the State {state}: write {STATE}, the State of the ICAO specimens, and no other."
        )
