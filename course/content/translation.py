"""What a file of several languages says of itself: its revision, and what each translation was made from."""

from collections.abc import Collection, Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from course.content.wording import Format
from course.questions.authoring import LANGUAGES

Review = Literal["draft", "reviewed"]
OWN_KEYS = ("revision", "translations")


def is_old(translated_from: int | None, revision: int) -> bool:
    """Whether a text was made from an older English one than `revision`; the English text itself never is."""
    return translated_from is not None and translated_from < revision


class TranslationFile(Format):
    translated_from: Annotated[int, Field(ge=1)]
    """Revision of the English text this one was made from."""
    review: Review


UNTOLD = TranslationFile(translated_from=1, review="draft")


def _known(by_language: dict[str, TranslationFile]) -> dict[str, TranslationFile]:
    for language in by_language:
        if language not in LANGUAGES or language == "en":
            known = ", ".join(LANGUAGES[1:])
            raise ValueError(f"{language} is no language of a translation: write one of {known}")
    return by_language


class RevisionFile(Format):
    """The state of a file that holds all its languages, beside what the file says."""

    revision: Annotated[int, Field(ge=1)] = 1
    """Of the English texts; raised when their meaning changes."""
    translations: Annotated[dict[str, TranslationFile], AfterValidator(_known)] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _made_from_what_there_is(self) -> "RevisionFile":
        for language, made in self.translations.items():
            if made.translated_from > self.revision:
                raise ValueError(
                    f"translations: {language} was made from revision {made.translated_from}, there is only {self.revision}"
                )
        return self

    def stale(self, value: object) -> set[str]:
        """Languages of `value` whose texts were made from an older English revision than this one."""
        return {language for language in languages_in(value) - {"en"} if self.is_stale(language)}

    def is_stale(self, language: str) -> bool:
        return is_old(self.of(language).translated_from, self.revision)

    def of(self, language: str) -> TranslationFile:
        """What is said of the translation; one of which nothing is said was made from the first revision."""
        return self.translations.get(language, UNTOLD)


def own_part(value: dict[str, Any]) -> dict[str, Any]:
    """What a file says of its translations."""
    return {key: value[key] for key in OWN_KEYS if key in value}


def content_part(value: dict[str, Any], without: Collection[str] = ()) -> dict[str, Any]:
    """What a file says besides, without the texts in the languages `without`."""
    return {key: _without(part, without) for key, part in value.items() if key not in OWN_KEYS}


def languages_in(value: object) -> set[str]:
    """The languages of every text inside: a text is a mapping that has an English entry."""
    return set(_languages(value))


def _languages(value: object) -> Iterator[str]:
    if isinstance(value, dict) and "en" in value:
        yield from (code for code in value if code in LANGUAGES)
    elif isinstance(value, dict):
        for part in value.values():
            yield from _languages(part)
    elif isinstance(value, list):
        for part in value:
            yield from _languages(part)


def _without(value: Any, languages: Collection[str]) -> Any:
    if isinstance(value, dict) and "en" in value:
        return {code: words for code, words in value.items() if code not in languages}
    if isinstance(value, dict):
        return {key: _without(part, languages) for key, part in value.items()}
    if isinstance(value, list):
        return [_without(part, languages) for part in value]
    return value
