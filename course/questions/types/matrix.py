"""Matrix: each row gets its column, or all the columns that apply to it."""

import random
from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Literal, Self

from pydantic import model_validator

from course.base.errors import N_
from course.questions.authoring import (
    AuthoredText,
    Key,
    Option,
    Part,
    at_least,
    refuse_repeated_keys,
    refuse_repeated_texts,
)
from course.questions.cells import Cells, columns_of, refuse_idle_cells, share
from course.questions.fields import listed, picked, placed
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
    in_language,
)

LEFT_EMPTY = "left empty"
NOTHING = "—"


class Column(Part):
    """What a row may be given."""

    key: Key
    text: AuthoredText


class Matrix(Question):
    """Response: {"answer": {row key: column key}}, or {row key: [column keys in the author's order]} where
    the author's `answer` has lists; rows to which nothing was given are left out.

    Marks: the mean over the rows (outline, item conventions). One column a row: 1 when it is right. Lists:
    (right ticks - wrong ticks) / number of right ones, never below 0; a row in which nothing is right scores
    1 when it is left empty, but only if something else was answered. Parts: the rows.
    The rows are shuffled; the columns, often a scale, stay as the author wrote them: every row has them all,
    so their order says nothing about any row. In the browser rows have role "r", columns role "c".
    """

    kind: Literal["matrix"]
    rows: tuple[Option, ...]
    columns: tuple[Column, ...]
    answer: Cells

    @model_validator(mode="after")
    def _rows_and_columns_make_sense(self) -> Self:
        at_least(2, self.rows, "rows")
        at_least(2, self.columns, "columns")
        refuse_repeated_keys(keys_of(self.rows), "rows")
        refuse_repeated_keys(self._columns(), "columns")
        refuse_repeated_texts((row.text for row in self.rows), "rows")
        refuse_repeated_texts((column.text for column in self.columns), "columns")
        refuse_idle_cells(self.answer, keys_of(self.rows), self._columns())
        return self

    def arrange(self, rng: random.Random) -> Arrangement:
        return {"rows": shuffled(keys_of(self.rows), rng)}

    def present(self, arrangement: Arrangement, response: Response, language: str) -> Presentation:
        given, by_key = self._given(response), {row.key: row for row in self.rows}
        rows = tuple(
            Row(
                self.opaque(key, "r"),
                in_language(by_key[key].text, language),
                chosen=key in given,
                value=" ".join(self.opaque(column, "c") for column in given.get(key, [])),
            )
            for key in self.in_order(by_key, arrangement.get("rows", []), "r")
        )
        choices = tuple(
            Row(self.opaque(column.key, "c"), in_language(column.text, language)) for column in self.columns
        )
        task = (
            N_("Tick all that apply in each row; a row may stay empty. A wrong tick takes a mark away.")
            if self._takes_several()
            else N_("Choose one answer in each row.")
        )
        ask = in_language(self.ask, language)
        return Presentation(self.kind, ask, task, rows, choices, several=self._takes_several())

    def parse(self, fields: Fields) -> Response:
        rows, names = self.by_opaque(keys_of(self.rows), "r"), self.by_opaque(self._columns(), "c")
        if self._takes_several():
            sent = listed(fields, rows)
        else:
            sent = {row: [column] for row, column in placed(fields, rows).items()}
        return self._response({row: [picked(names, column) for column in sent[row]] for row in sent})

    def recognises(self, response: Response) -> bool:
        if not response:
            return True
        given = response.get("answer")
        return (
            response.keys() == {"answer"}
            and isinstance(given, dict)
            and given.keys() <= set(keys_of(self.rows))
            and all(self._fits(cell) for cell in given.values())
        )

    def is_complete(self, response: Response) -> bool:
        """Every row has its column; with lists something is ticked, for any row may rightly stay empty."""
        given = self._given(response)
        return bool(given) if self._takes_several() else len(given) == len(self.rows)

    def mark(self, response: Response) -> Grade:
        given = self._given(response)
        shares = {
            row: share(right, given.get(row, []), is_answered=bool(given))
            for row, right in self._rights().items()
        }
        fraction = sum(shares.values(), Fraction(0)) / len(shares)
        return Grade(fraction, {row: scored == 1 for row, scored in shares.items()})

    def describe(self, response: Response, language: str) -> str:
        answered = self._answered(response)
        return "; ".join(self._line(row, columns, language) for row, columns in answered.items())

    def right_answer(self, language: str) -> str:
        return "; ".join(self._line(row, columns, language) for row, columns in self._rights().items())

    def remarks(self, response: Response, language: str, *, with_key: bool) -> tuple[Remark, ...]:
        """A row's feedback explains what is right there, so after a wrong answer it comes only `with_key`."""
        answered, parts, rights = self._answered(response), self.mark(response).parts, self._rights()
        found: list[Remark] = []
        for row in self.rows:
            why, is_right = in_language(row.feedback, language), parts[row.key]
            if row.key in answered:
                about = self._line(row.key, answered[row.key], language)
                found.append(Remark(about, why if is_right else "", is_right))
            if with_key and not is_right:
                found.append(Remark(self._line(row.key, rights[row.key], language), why, True))
        return tuple(found)

    def classes(self, response: Response) -> dict[str, str]:
        """The class of a row is its column; with lists its columns, joined by plus signs."""
        answered = self._answered(response)
        return {
            row: ("+".join(answered[row]) or LEFT_EMPTY) if row in answered else NO_ANSWER
            for row in keys_of(self.rows)
        }

    def samples(self) -> tuple[Sample, ...]:
        rights = self._rights()
        first = next(row for row, right in rights.items() if right)
        # One right tick; the rows in which nothing is right are then rightly empty.
        partly = (Fraction(1, len(rights[first])) + sum(not right for right in rights.values())) / len(rights)
        return (
            Sample(self._response(rights), Fraction(1)),
            Sample(self._response(self._wrongs()), Fraction(0)),
            Sample(self._response({first: rights[first][:1]}), partly),
            Sample({}, Fraction(0)),
        )

    def _columns(self) -> list[str]:
        return [column.key for column in self.columns]

    def _in_columns(self, keys: Collection[str]) -> list[str]:
        return [column for column in self._columns() if column in keys]

    def _takes_several(self) -> bool:
        return not all(isinstance(cell, str) for cell in self.answer.values())

    def _rights(self) -> dict[str, list[str]]:
        """Row -> its right columns."""
        return {row: self._in_columns(columns_of(self.answer[row])) for row in keys_of(self.rows)}

    def _wrongs(self) -> dict[str, list[str]]:
        """Row -> columns that are wrong in it: all of them, or the first where a row takes one."""
        last = None if self._takes_several() else 1
        return {
            row: [column for column in self._columns() if column not in right][:last]
            for row, right in self._rights().items()
        }

    def _fits(self, cell: object) -> bool:
        columns = self._columns()
        if not self._takes_several():
            return cell in columns
        return isinstance(cell, list) and all(key in columns for key in cell) and len(set(cell)) == len(cell)

    def _given(self, response: Response) -> dict[str, list[str]]:
        """Row -> the columns given to it; rows without any are left out."""
        cells = response["answer"] if response and self.recognises(response) else {}
        return {row: columns_of(cell) for row, cell in cells.items() if cell}

    def _answered(self, response: Response) -> dict[str, list[str]]:
        """As `_given`, in the author's order; with lists, once anything is given, empty rows count too."""
        given = self._given(response)
        all_count = self._takes_several() and given
        return {row: given.get(row, []) for row in keys_of(self.rows) if row in given or all_count}

    def _response(self, given: Mapping[str, Collection[str]]) -> Response:
        cells = {row: self._in_columns(given[row]) for row in keys_of(self.rows) if given.get(row)}
        if not cells:
            return {}
        if self._takes_several():
            return {"answer": cells}
        return {"answer": {row: columns[0] for row, columns in cells.items()}}

    def _line(self, row: str, columns: Collection[str], language: str) -> str:
        row_text = {one.key: one.text for one in self.rows}[row]
        given = [in_language(column.text, language) for column in self.columns if column.key in columns]
        return f"{in_language(row_text, language)} → {', '.join(given) or NOTHING}"
