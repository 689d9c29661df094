"""What every kind of question can do, and the shapes in which it talks to pages, marks and statistics."""

import hashlib
import json
import random
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

from course.base.errors import CourseError
from course.questions.authoring import AuthoredText, Key, texts_of

Text = dict[str, str]
Response = dict[str, Any]
Fields = Mapping[str, Sequence[str]]
Arrangement = dict[str, list[str]]

NO_ANSWER = "no answer"
UNREADABLE = "unreadable"


def in_language(text: Mapping[str, str], language: str) -> str:
    """`text` in `language`, or in English where it is not translated."""
    return text.get(language, text["en"])


class Unreadable(CourseError):
    """What was sent has not the form of an answer; that is not the same as a wrong answer."""


@dataclass(frozen=True)
class Grade:
    """`fraction` of the points, 0 to 1, None when a human has to mark; `parts` says what was right."""

    fraction: Fraction | None
    parts: dict[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """One thing to choose or to place; `key` is opaque.

    `value` is what was given to it, an opaque key (several with spaces between) or a position; in a picture
    it is the number the place bears there.
    """

    key: str
    text: str
    chosen: bool = False
    value: str = ""


@dataclass(frozen=True)
class Presentation:
    """All that a page may know while the attempt runs: neither key nor feedback. `task` is an N_ sentence.

    `several` says that one row may be given several of the choices. `figure` is the file name of the drawing
    that belongs to the question, in the assets of `module`. A kind that needs more has a class of its own.
    """

    kind: str
    ask: str
    task: str
    rows: tuple[Row, ...] = ()
    choices: tuple[Row, ...] = ()
    unit: str = ""
    value: str = ""
    several: bool = False
    module: str = ""
    figure: str = ""

    def with_typed(self, fields: Fields) -> Self:
        """The same page with what was typed in `fields`, for a person to mend what could not be read."""
        return replace(self, value=next(iter(fields.get("answer", ())), ""))


@dataclass(frozen=True)
class Remark:
    """Feedback: `about` is the text of the row it is on, or ""; `right` is None where nobody can say yet."""

    about: str
    text: str
    right: bool | None


@dataclass(frozen=True)
class Sample:
    """A response and the fraction it must be given."""

    response: Response
    fraction: Fraction | None


class Question(BaseModel, ABC):
    """One question in all its languages, immutable. A kind adds its fields and the abstract methods.

    A response that this question cannot have produced is never marked: its grade is None (a human looks).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: Key
    kind: str
    use: Literal["graded", "practice", "test-a", "test-b"]
    topic: Key
    level: Literal["remember", "understand", "apply", "analyse", "evaluate", "create"]
    lesson: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")]
    source: Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
    ask: AuthoredText

    @model_validator(mode="after")
    def _texts_share_languages(self) -> Self:
        for path, text in texts_of(self):
            missing = sorted(set(self.ask) - set(text))
            extra = sorted(set(text) - set(self.ask))
            if missing:
                raise ValueError(
                    f"{path} lacks {', '.join(missing)}, in which the question is asked: translate it."
                )
            if extra:
                raise ValueError(
                    f"{path} is written in {', '.join(extra)}, but `ask` is not: translate `ask` too."
                )
        return self

    @abstractmethod
    def arrange(self, rng: random.Random) -> Arrangement:
        """The order of the options for one attempt, in the author's keys; the same for the same `rng`."""

    @abstractmethod
    def present(self, arrangement: Arrangement, response: Response, language: str) -> Presentation:
        """What the page shows, with what was answered so far."""

    @abstractmethod
    def parse(self, fields: Fields) -> Response:
        """The response in these form fields, {} when nothing was answered; raises Unreadable."""

    def draft(self, fields: Fields, saved: Response) -> Response:
        """The response in fields that nobody has pressed a button on yet; raises Unreadable.

        The same as `parse`, unless the kind lets a press of the button decide something: then what `saved`
        has decided stays, and nothing more is decided.
        """
        return self.parse(fields)

    def may_follow(self, saved: Response, response: Response) -> bool:
        """`response` may take the place of `saved`: always, unless the kind keeps what was decided."""
        return True

    def is_under_way(self, response: Response) -> bool:
        """More is asked once `response` is saved, so that the page stays: never, unless the kind has steps."""
        return False

    @abstractmethod
    def is_complete(self, response: Response) -> bool:
        """Nothing is left to answer."""

    @abstractmethod
    def right_answer(self, language: str) -> str:
        """The key in plain text; "" where there is none."""

    @abstractmethod
    def remarks(self, response: Response, language: str, *, with_key: bool) -> tuple[Remark, ...]:
        """Feedback on what was answered; `with_key` adds what would have been right."""

    @abstractmethod
    def samples(self) -> tuple[Sample, ...]:
        """Responses with their marks: right, wrong, partly right where that exists, and empty."""

    @abstractmethod
    def recognises(self, response: Response) -> bool:
        """`response` has the shape and the keys that `parse` gives."""

    @abstractmethod
    def mark(self, response: Response) -> Grade:
        """The grade of a response that this question recognises; {} and partial ones included."""

    @abstractmethod
    def describe(self, response: Response, language: str) -> str:
        """Plain text of a response that this question recognises."""

    @abstractmethod
    def classes(self, response: Response) -> dict[str, str]:
        """Part -> class of a response that this question recognises."""

    def grade(self, response: Response) -> Grade:
        """Marks `response`; never raises."""
        return self.mark(response) if self.recognises(response) else Grade(None)

    def summarise(self, response: Response, language: str) -> str:
        """`response` in plain text for lists and spreadsheets; never raises."""
        if self.recognises(response):
            return self.describe(response, language)
        return json.dumps(response, ensure_ascii=False, sort_keys=True, default=str)

    def classify(self, response: Response) -> dict[str, str]:
        """Part -> class, for the analysis of responses; "no answer" where there is none."""
        return self.classes(response) if self.recognises(response) else {"answer": UNREADABLE}

    def canonical(self) -> str:
        """Stable JSON. Defaults are left out, so a new optional field changes no old question."""
        data = self.model_dump(mode="json", exclude_defaults=True)
        return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @cached_property
    def _secret(self) -> bytes:
        # Authors' keys can be guessed (a, b, c); the whole question, with feedback and key in it, cannot.
        return hashlib.sha256(b"opaque keys\0" + self.canonical().encode()).digest()

    def opaque(self, key: str, role: str = "o") -> str:
        """The name of an author's key in the browser: `role` (one letter) and hexadecimal digits.

        The same key in two roles has two unrelated names. Nobody who sees only the page can compute it.
        """
        return role + hashlib.sha256(self._secret + f"{role}:{key}".encode()).hexdigest()[:10]

    def by_opaque(self, keys: Iterable[str], role: str = "o") -> dict[str, str]:
        """Opaque name -> author's key."""
        return {self.opaque(key, role): key for key in keys}

    def in_order(self, keys: Iterable[str], placed: Sequence[str], role: str = "o") -> list[str]:
        """`keys` as `placed` has them; the others follow by opaque name, which says nothing of the key."""
        offered = set(keys)
        known = [key for key in dict.fromkeys(placed) if key in offered]
        return known + sorted(offered.difference(known), key=lambda key: self.opaque(key, role))
