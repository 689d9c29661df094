"""What every file format shares: words that are not empty, keys, and models that convert nothing silently."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from course.questions.authoring import LANGUAGES

KEY = r"[a-z0-9]+(?:-[a-z0-9]+)*"


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("this is empty: write it")
    return text


def _known(languages: list[str]) -> list[str]:
    for language in languages:
        if language not in LANGUAGES:
            raise ValueError(
                f"{language} is not a language of the course: write one of {', '.join(LANGUAGES)}"
            )
    return languages


def no_repetition(keys: list[str]) -> list[str]:
    """`keys`; ValueError when one stands there twice."""
    twice = sorted(repeated(keys))
    if twice:
        raise ValueError(f"{', '.join(twice)} stands here twice: keep one")
    return keys


def repeated(keys: Iterable[str]) -> set[str]:
    """The keys that stand there more than once."""
    return {key for key, times in Counter(keys).items() if times > 1}


Words = Annotated[str, AfterValidator(_not_blank)]
LanguageList = Annotated[list[str], AfterValidator(_known)]


def is_key(text: str) -> bool:
    """Lower-case letters and digits joined by single hyphens."""
    return re.fullmatch(KEY, text) is not None


class Format(BaseModel):
    """Base of every file format: frozen, nothing converted silently, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
