"""Rows that content leaves in the database: every version of a question that an attempt may have been shown."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from course.base.db import Base, Moment


class QuestionVersion(Base):
    """The canonical form of one question, kept once; attempts, review and statistics read this."""

    __tablename__ = "question_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), index=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    canonical: Mapped[str] = mapped_column(Text)
    first_seen_at: Mapped[datetime] = mapped_column(Moment)
