"""What a person may be told when something cannot be done.

A sentence is written once, in English, marked by `N_` for the message catalogues, and translated at the
edge (page or command) where the reader's language is known.
"""


def N_(sentence: str) -> str:  # noqa: N802 - the customary name of the gettext marker
    """Mark `sentence` for the message catalogues without translating it here."""
    return sentence


class CourseError(Exception):
    """A failure that has a sentence for the person who caused it.

    `sentence` is an English gettext key with `%(name)s` places, `values` fills them.
    """

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence % values if values else sentence)
        self.sentence = sentence
        self.values = values


class Refused(CourseError):
    """The state does not allow what was asked; nothing was changed."""


class NotFound(CourseError):
    """The thing does not exist, or the actor may not know that it does."""

    def __init__(self) -> None:
        super().__init__(N_("There is nothing at this address, or it is not for you."))


class ConfigurationError(CourseError):
    """A setting makes no sense; the sentence says what to write instead."""
