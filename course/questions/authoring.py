"""What an author may write: texts in several languages, keys, options; each refusal says what to mend."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Protocol, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

LANGUAGES = ("en", "ru", "kk", "ky", "tg", "tk", "uz")
NO_TEXTS = "no texts"
"""Marks a field that maps keys to keys: what stands in it is in no language."""
TYPED_LIMIT = 200
ACCEPTED_LIMIT = 100

V = TypeVar("V")
M = TypeVar("M", bound=Mapping[str, object])


def known_languages(by_language: M) -> M:
    """`by_language` itself; ValueError when it lacks English or names a language we do not have."""
    unknown = sorted(set(by_language) - set(LANGUAGES))
    if unknown:
        raise ValueError(f"Unknown language {', '.join(unknown)}: write one of {', '.join(LANGUAGES)}.")
    if "en" not in by_language:
        raise ValueError("Write the English text (en) as well: it stands in where a translation is missing.")
    return by_language


def _not_blank(text: dict[str, str]) -> dict[str, str]:
    blank = [language for language, words in text.items() if not words.strip()]
    if blank:
        raise ValueError(f"The text in {', '.join(blank)} is empty: write it, or take the language out.")
    return text


def _short_answers(accepted: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    for language, answers in accepted.items():
        if not answers:
            raise ValueError(f"List at least one accepted answer in {language}.")
        if any(len(answer) > ACCEPTED_LIMIT for answer in answers):
            raise ValueError(
                f"An accepted answer has at most {ACCEPTED_LIMIT} characters; ask for fewer words."
            )
    return accepted


AuthoredText = Annotated[dict[str, str], AfterValidator(known_languages), AfterValidator(_not_blank)]
AcceptedAnswers = Annotated[
    dict[str, tuple[str, ...]], AfterValidator(known_languages), AfterValidator(_short_answers)
]
Key = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]


class Part(BaseModel):
    """A piece of a question as an author writes it; what it does not know, it refuses."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Option(Part):
    """Something to choose, and what to tell those who chose it."""

    key: Key
    text: AuthoredText
    feedback: AuthoredText


class RightWrong(Part):
    """What to tell after a right and after a wrong answer."""

    right: AuthoredText
    wrong: AuthoredText


def at_least(count: int, things: Sequence[V], name: str) -> Sequence[V]:
    """`things`; ValueError when there are fewer than `count`."""
    if len(things) < count:
        raise ValueError(f"Write at least {count} {name}; there are {len(things)}.")
    return things


def refuse_repeated_keys(keys: Iterable[str], name: str) -> None:
    """ValueError when two of `keys` are the same."""
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise ValueError(f'Two {name} have the key "{key}": give each its own key.')
        seen.add(key)


def refuse_repeated_texts(texts: Iterable[Mapping[str, str]], name: str) -> None:
    """ValueError when two of `texts` read the same in some language: nobody could tell them apart."""
    seen: set[tuple[str, str]] = set()
    for text in texts:
        for language, words in text.items():
            if (language, words.strip()) in seen:
                raise ValueError(
                    f'Two {name} read "{words.strip()}" in {language}: nobody can tell them apart.'
                )
            seen.add((language, words.strip()))


class Choosable(Protocol):
    """Anything of which several are offered: each is known by its key and told by its text."""

    @property
    def key(self) -> str: ...

    @property
    def text(self) -> Mapping[str, str]: ...


def refuse_unfit_offer(offered: Sequence[Choosable], name: str) -> None:
    """ValueError when there are fewer than two to choose from, or two cannot be told apart."""
    at_least(2, offered, name)
    refuse_repeated_keys((one.key for one in offered), name)
    refuse_repeated_texts((one.text for one in offered), name)


def refuse_unknown_keys(named: Iterable[str], keys: Sequence[str], field: str) -> None:
    """ValueError when `field` names a key that is not among `keys`."""
    for key in named:
        if key not in keys:
            raise ValueError(f'{field} names "{key}", which is not among the keys {", ".join(keys)}.')


def texts_of(value: object, path: str = "") -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every text inside a model with the place where it stands, for instance `options[b].feedback`."""
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            if NO_TEXTS not in field.metadata:
                yield from texts_of(getattr(value, name), f"{path}.{name}" if path else name)
    elif isinstance(value, tuple):
        for number, thing in enumerate(value, start=1):
            yield from texts_of(thing, f"{path}[{getattr(thing, 'key', number)}]")
    elif isinstance(value, dict) and all(isinstance(words, str) for words in value.values()):
        yield path, value
