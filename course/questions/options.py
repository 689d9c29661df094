"""Questions that offer options: shuffling them, showing them, remarking on them."""

import random
from collections.abc import Collection, Iterable, Sequence

from course.questions.authoring import Option
from course.questions.question import Question, Remark, Row, in_language


def shuffled(keys: Iterable[str], rng: random.Random) -> list[str]:
    """`keys` in an order drawn from `rng`, each order as likely as any other."""
    order = list(keys)
    rng.shuffle(order)
    return order


def keys_of(options: Iterable[Option]) -> list[str]:
    """The author's keys, in the author's order."""
    return [option.key for option in options]


def option_rows(
    question: Question,
    options: Sequence[Option],
    placed: Sequence[str],
    chosen: Collection[str],
    language: str,
) -> tuple[Row, ...]:
    """The options in the order `placed`, under their opaque keys."""
    by_key = {option.key: option for option in options}
    return tuple(
        Row(question.opaque(key), in_language(by_key[key].text, language), chosen=key in chosen)
        for key in question.in_order(by_key, placed)
    )


def texts(options: Iterable[Option], keys: Collection[str], language: str) -> str:
    """The options named by `keys`, in the author's order, in plain text."""
    return "; ".join(in_language(option.text, language) for option in options if option.key in keys)


def option_remarks(
    options: Iterable[Option],
    chosen: Collection[str],
    right: Collection[str],
    language: str,
    *,
    with_key: bool,
) -> tuple[Remark, ...]:
    """The feedback of the chosen options; `with_key` adds that of the right ones that were not chosen."""
    return tuple(
        Remark(
            in_language(option.text, language), in_language(option.feedback, language), option.key in right
        )
        for option in options
        if option.key in chosen or (with_key and option.key in right)
    )
