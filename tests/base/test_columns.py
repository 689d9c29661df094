"""Moments and exact numbers come back from both databases as they went in."""

from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select
from sqlalchemy.exc import StatementError

from course.base.db import Exact, Moment

MOMENTS = (
    datetime(2026, 11, 23, 12, 0, tzinfo=UTC),
    datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=UTC),
    datetime(2024, 2, 29, 23, 59, 59, 999999, tzinfo=ZoneInfo("Asia/Almaty")),
    datetime(2024, 3, 1, 0, 30, tzinfo=ZoneInfo("Asia/Almaty")),
    datetime(2026, 3, 29, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Vienna")),
    datetime(1970, 1, 1, tzinfo=UTC),
    datetime(1900, 1, 1, tzinfo=timezone(timedelta(hours=5, minutes=30))),
    datetime(2199, 12, 31, 23, 0, tzinfo=timezone(-timedelta(hours=11))),
    None,
)
NUMBERS = (
    Fraction(0), Fraction(1), Fraction(1, 3), Fraction(-7, 12), Fraction(7, 10), Fraction(999_999_937, 1_000_000_007),
    Fraction(10**18, 3), None,
)  # fmt: skip


@pytest.fixture
def kept(empty_database):
    """Put values into a column of this type and read them back."""

    def through(kind, values):
        table = Table("trip", MetaData(), Column("id", Integer, primary_key=True), Column("value", kind))
        with empty_database.session(writes=True) as unit:
            table.metadata.create_all(unit.connection())
            for number, value in enumerate(values):
                unit.execute(insert(table).values(id=number, value=value))
            unit.commit()
        with empty_database.session(writes=False) as session:
            found = session.scalars(select(table.c.value).order_by(table.c.id)).all()
            earliest = session.scalars(select(table.c.value).order_by(table.c.value, table.c.id)).all()
            return found, [value for value in earliest if value is not None]

    return through


def test_a_moment_comes_back_as_the_same_moment_in_utc(kept):
    found, in_order = kept(Moment, MOMENTS)
    assert found == [moment and moment.astimezone(UTC) for moment in MOMENTS]
    assert {moment.tzinfo for moment in found if moment} == {UTC}
    assert in_order == sorted(filter(None, found))


def test_a_moment_without_a_zone_is_refused(kept):
    with pytest.raises(StatementError, match="time zone"):
        kept(Moment, [datetime(2026, 11, 23, 12, 0)])  # noqa: DTZ001 - the fault itself


def test_an_exact_number_comes_back_exactly(kept):
    found, _ = kept(Exact, NUMBERS)
    assert found == list(NUMBERS)
    assert [type(number) for number in found if number is not None] == [Fraction] * (len(NUMBERS) - 1)


def test_moments_are_compared_as_moments_whatever_their_zone(empty_database):
    table = Table("trip", MetaData(), Column("id", Integer, primary_key=True), Column("at", Moment))
    noon = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    almaty = ZoneInfo("Asia/Almaty")
    with empty_database.session(writes=True) as unit:
        table.metadata.create_all(unit.connection())
        unit.execute(insert(table).values(id=1, at=noon))
        unit.commit()
    with empty_database.session(writes=False) as session:
        for now, due in (
            (noon.astimezone(almaty), True),
            (noon.astimezone(almaty) - timedelta(seconds=1), False),
        ):
            assert bool(session.scalar(select(table.c.id).where(table.c.at <= now))) is due
