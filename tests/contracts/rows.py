"""Every row of a database as text, to see what an act has changed."""

from sqlalchemy import select

from course.base.db import Base
from tests.house import House


def all_rows(house: House) -> set[str]:
    """One line per row, `table: values`."""
    with house.look() as session:
        return {
            f"{table.name}: {tuple(row)}"
            for table in Base.metadata.sorted_tables
            for row in session.execute(select(table))
        }
