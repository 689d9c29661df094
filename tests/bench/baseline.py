"""The bare things we compare with: a Flask page with as many queries, and a durable write of one row."""

from pathlib import Path

from flask import Flask, Response, request
from sqlalchemy import Integer, String, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from course.base.db import Database


class Bare(DeclarativeBase):
    pass


class Row(Bare):
    __tablename__ = "bare_row"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    text: Mapped[str] = mapped_column(String(200))


def make_baseline(path: Path, queries: int) -> Flask:
    """`/page`: `queries` reads by primary key; `/write` (PUT): one row, committed to disk."""
    app = Flask("baseline")
    database = Database(f"sqlite:///{path}")
    with database.writing.begin() as connection:
        Bare.metadata.create_all(connection)
    with database.session(writes=True) as session:
        if session.get(Row, 1) is None:
            session.add_all(Row(id=number, text="x" * 100) for number in range(1, 11))
        session.commit()

    @app.get("/page")
    def page() -> str:
        with database.session(writes=False) as session:
            rows = [
                session.scalars(select(Row).where(Row.id == number)).one() for number in range(1, queries + 1)
            ]
            return "<!doctype html><title>bare</title>" + "".join(row.text for row in rows)

    @app.put("/write")
    def write() -> Response:
        text = str(request.get_json()["fields"])
        with database.session(writes=True) as session:
            session.add(Row(text=text[:100]))
            session.commit()
        return Response('{"saved": true}', content_type="application/json")

    return app
