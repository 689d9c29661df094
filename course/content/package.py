"""The formats of `modules/package.yaml` and `modules/<module>/module.yaml`."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from course.content.wording import Format, Words, no_repetition
from course.questions.authoring import AuthoredText, Key, known_languages

Keys = Annotated[list[Key], AfterValidator(no_repetition)]


class CompletionFile(Format):
    lessons: Literal["published"]
    """Which lessons a certificate asks for: all of the published modules."""
    quizzes: Keys


class CertificateFile(Format):
    design: Key
    statement: AuthoredText


class PackageFile(Format):
    key: Key
    title: AuthoredText
    modules: Annotated[Keys, Field(min_length=1)]
    hours: Annotated[int, Field(ge=1)]
    completion: CompletionFile
    certificate: CertificateFile


class AnnouncedFile(Format):
    title: AuthoredText
    minutes: Annotated[int, Field(ge=1)]


class ModuleFile(Format):
    title: AuthoredText
    summary: AuthoredText
    outcomes: Annotated[
        dict[str, Annotated[list[Words], Field(min_length=1)]],
        AfterValidator(known_languages),
    ]
    status: Literal["published", "announced"]
    quiz: Key | None = None
    outline: list[AnnouncedFile] = Field(default_factory=list)
