"""The key of a matrix as an author writes it, and what one row of it is worth."""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Annotated

from pydantic import BeforeValidator

from course.questions.authoring import NO_TEXTS, refuse_repeated_keys, refuse_unknown_keys


def _of_one_sort(cells: object) -> object:
    if not isinstance(cells, dict):
        return cells
    lists = [cell for cell in cells.values() if isinstance(cell, list | tuple)]
    if lists and len(lists) < len(cells):
        raise ValueError("Write one column for every row, or a list for every row: [] where none is right.")
    columns = [column for cell in lists for column in cell] if lists else list(cells.values())
    if not all(isinstance(column, str) for column in columns):
        raise ValueError("Write the keys of columns as text: put them in quotes.")
    return cells


Cells = Annotated[dict[str, str | tuple[str, ...]], BeforeValidator(_of_one_sort), NO_TEXTS]
"""Row -> its right column, or the columns that are right in it: the same sort for all rows."""


def refuse_idle_cells(cells: Mapping[str, str | Sequence[str]], rows: list[str], columns: list[str]) -> None:
    """ValueError when `cells` leaves a row out, names what is not there, or makes all or nothing right."""
    refuse_unknown_keys(cells, rows, "answer")
    if missing := [row for row in rows if row not in cells]:
        raise ValueError(f"answer lacks {', '.join(missing)}: say for each row what is right in it.")
    right = {row: columns_of(cell) for row, cell in cells.items()}
    for row, named in right.items():
        refuse_unknown_keys(named, columns, f"answer.{row}")
        refuse_repeated_keys(named, f"entries of answer.{row}")
    ticks = sum(map(len, right.values()))
    if not ticks:
        raise ValueError("No row has a right column, so leaving all empty wins: give one row its column.")
    if ticks == len(rows) * len(columns):
        raise ValueError("Everything is right, so ticking everything wins: add a column that is wrong.")


def columns_of(cell: str | Sequence[str]) -> list[str]:
    """The columns in one cell of a key or of a response."""
    return [cell] if isinstance(cell, str) else list(cell)


def share(right: Collection[str], given: Collection[str], *, is_answered: bool) -> Fraction:
    """What one row scores, 0 to 1: right columns less wrong ones, over the number of right ones.

    Where nothing is right, 1 for leaving the row empty, but only if something else in the matrix
    `is_answered`.
    """
    if not right:
        return Fraction(int(is_answered and not given))
    hits = sum(column in right for column in given)
    return max(Fraction(0), Fraction(hits - (len(given) - hits), len(right)))
