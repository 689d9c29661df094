"""The parts of a lesson file: its name, its front matter and its Markdown body."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from course.content.translation import Review
from course.content.wording import KEY, Format, Words
from course.questions.authoring import Key

_NAME = re.compile(rf"(?P<number>\d\d)-(?P<key>{KEY})\.(?P<language>[a-z]{{2,3}})\.md")


class SourceFile(Format):
    key: Key
    title: Words
    article: str = ""
    """The place in the source, empty where the whole is meant."""
    checked: date


class FrontMatter(Format):
    title: Words
    minutes: Annotated[int, Field(ge=1, le=600)]
    activity_minutes: Annotated[int, Field(ge=0, le=600)] = 0
    revision: Annotated[int, Field(ge=1)]
    translated_from: Annotated[int, Field(ge=1)] | None = None
    """Revision of the English text this one was made from."""
    review: Review | None = None
    extent: Literal["whole", "summary"] = "whole"
    """A summary is a translation of title, objectives and key points; the text stays in English."""
    objectives: Annotated[list[Words], Field(min_length=1)]
    sources: list[SourceFile] = Field(default_factory=list)


class GuideMatter(Format):
    """The front matter of a trainers' guide."""

    title: Words
    revision: Annotated[int, Field(ge=1)]
    translated_from: Annotated[int, Field(ge=1)] | None = None
    review: Review | None = None


@dataclass(frozen=True)
class LessonName:
    number: int
    key: str
    language: str

    @property
    def file(self) -> str:
        return f"{self.number:02}-{self.key}.{self.language}.md"


@dataclass(frozen=True)
class LessonFile:
    front: str
    body: str
    body_line: int
    """Line of the file, counted from 1, on which the body starts."""


def parse_name(name: str) -> LessonName | None:
    """`NN-slug.<language>.md`; None if `name` is something else."""
    match = _NAME.fullmatch(name)
    return LessonName(int(match["number"]), match["key"], match["language"]) if match else None


def split_lesson(text: str) -> LessonFile | None:
    """Front matter between two `---` lines, and the rest; None if it does not begin or end."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return None
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == "---":
            return LessonFile("\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 2)
    return None
