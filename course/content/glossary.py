"""The format of one entry of `modules/glossary/*.yaml`."""

from pydantic import Field

from course.content.wording import Format, LanguageList, Words
from course.questions.authoring import AuthoredText, Key


class TermFile(Format):
    key: Key
    term: AuthoredText
    definition: AuthoredText
    unconfirmed: LanguageList = Field(default_factory=list)
    """Languages whose form a native speaker has still to confirm."""
    source: Words
