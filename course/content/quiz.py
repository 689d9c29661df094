"""The format of `quizzes/<quiz>/quiz.yaml`."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from course.content.wording import Format, repeated
from course.questions.authoring import AuthoredText, Key

Positive = Annotated[int, Field(ge=1)]
Moment = Literal["during", "after_submission", "after_close"]
Shown = Literal["response", "correctness", "score", "feedback", "key"]


class TopicFile(Format):
    key: Key
    title: AuthoredText


class ShareFile(Format):
    topic: Key
    count: Positive


class QuizFile(Format):
    title: AuthoredText
    use: Literal["graded", "test-a", "test-b"] = "graded"
    """Which questions of its folder are drawn; a test holds no others."""
    module: Key | None = None
    """None for a test, which asks about the whole package."""
    questions: Positive
    pass_mark: Annotated[int, Field(ge=0, le=100)] | None
    """Per cent; None for a test, which nobody passes or fails."""
    attempts: Positive
    wait_minutes: Annotated[int, Field(ge=0, le=100_000)]
    score: Literal["best", "last", "average"]
    pass_marks: dict[Key, Annotated[int, Field(ge=1, le=100)]] = Field(default_factory=dict)
    """Topic to per cent: what each attempt needs there as well."""
    time_limit_minutes: Annotated[int, Field(ge=1, le=100_000)] | None
    overdue: Literal["submit", "grace", "abandon"] = "submit"
    """What becomes of an attempt that nobody has submitted in time."""
    grace_minutes: Annotated[int, Field(ge=1, le=10_000)] | None = None
    """How long after its end it may still be submitted; with `grace` only."""
    topics: Annotated[list[TopicFile], Field(min_length=1)]
    blueprint: Annotated[list[ShareFile], Field(min_length=1)]
    disclosure: dict[Moment, list[Shown]]

    @model_validator(mode="after")
    def _topics_stand_once(self) -> "QuizFile":
        declared = [topic.key for topic in self.topics]
        shares = [share.topic for share in self.blueprint]
        for name, keys in (("topics", declared), ("blueprint", shares)):
            for key in sorted(repeated(keys)):
                raise ValueError(f"{name}: {key} stands there twice: keep one")
        return self

    @model_validator(mode="after")
    def _module_and_mark_suit_its_use(self) -> "QuizFile":
        if self.use == "graded" and (self.module is None or self.pass_mark is None):
            raise ValueError("a graded quiz belongs to a module and has a pass mark: write both")
        if self.use != "graded" and (self.module is not None or self.pass_mark is not None):
            raise ValueError(
                "a test has no module and no pass mark: take out `module`, write `pass_mark: null`"
            )
        return self

    @model_validator(mode="after")
    def _grace_has_minutes(self) -> "QuizFile":
        if (self.overdue == "grace") != (self.grace_minutes is not None):
            raise ValueError("`overdue: grace` and `grace_minutes` go together: write both or neither")
        return self

    @model_validator(mode="after")
    def _topic_marks_suit_the_whole(self) -> "QuizFile":
        if self.pass_marks and self.use != "graded":
            raise ValueError("nobody passes or fails a test: take out `pass_marks`")
        if self.pass_marks and self.score == "average":
            raise ValueError("an average has no topics: take out `pass_marks`, or write `score: best`")
        return self
