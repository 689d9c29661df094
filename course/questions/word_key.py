"""The key of a word that is typed: what is accepted, what is a known mistake, what to tell."""

from typing import Self

from pydantic import model_validator

from course.base.errors import N_
from course.questions.authoring import AcceptedAnswers, AuthoredText, Part, RightWrong
from course.questions.question import NO_ANSWER, in_language
from course.questions.spelling import is_near_miss, normalised

CHECK_SPELLING = N_("Check the spelling")
NEAR_MISS = "near miss"


def _forms(accepted: AcceptedAnswers) -> set[str]:
    return {normalised(answer) for answers in accepted.values() for answer in answers}


class WordMistake(Part):
    """Wrong answers that many give, and what to tell them."""

    accepted: AcceptedAnswers
    feedback: AuthoredText


class WordKey(Part):
    """An accepted answer is right in whatever language it is given, compared by `spelling.normalised`.

    A near miss is wrong: one slip (Damerau-Levenshtein distance 1) in one word of five letters or more. That
    only the spelling differs is feedback like all other: nobody reads it before feedback is disclosed.
    """

    accepted: AcceptedAnswers
    mistakes: tuple[WordMistake, ...] = ()
    feedback: RightWrong

    @model_validator(mode="after")
    def _words_make_sense(self) -> Self:
        untranslated = sorted(set(self.feedback.right) - set(self.accepted))
        if untranslated:
            raise ValueError(
                f"List the accepted answers in {', '.join(untranslated)} too: the question is asked so."
            )
        seen = _forms(self.accepted)
        for mistake in self.mistakes:
            forms = _forms(mistake.accepted)
            if both := sorted(seen & forms):
                raise ValueError(f'The mistake "{both[0]}" is already listed as right or as another mistake.')
            seen |= forms
        if "" in seen:
            raise ValueError("An answer to compare with holds no letter or digit: write a word.")
        return self

    def judged(self, text: str) -> str:
        """The class of what was typed: right, mistake 1 …, near miss, other or no answer."""
        if not text:
            return NO_ANSWER
        form = normalised(text)
        if form in _forms(self.accepted):
            return "right"
        for place, mistake in enumerate(self.mistakes, start=1):
            if form in _forms(mistake.accepted):
                return f"mistake {place}"
        return NEAR_MISS if is_near_miss(form, _forms(self.accepted)) else "other"

    def told(self, found: str, language: str) -> tuple[str, ...]:
        """What to tell those whose answer is of the class `found`; CHECK_SPELLING is an N_ sentence."""
        if found == "right":
            return (in_language(self.feedback.right, language),)
        own = {f"mistake {place}": mistake.feedback for place, mistake in enumerate(self.mistakes, start=1)}
        said = in_language(own.get(found, self.feedback.wrong), language)
        return (CHECK_SPELLING, said) if found == NEAR_MISS else (said,)

    def right_text(self, language: str) -> str:
        """The first accepted answer."""
        return self.accepted.get(language, self.accepted["en"])[0]

    def right_texts(self) -> tuple[str, ...]:
        """What may be typed and is right: one answer of each language."""
        return tuple(answers[0] for answers in self.accepted.values())

    def wrong_texts(self) -> tuple[str, ...]:
        """What may be typed and is wrong: each mistake, and a text that nobody foresaw."""
        # Longer than every accepted answer, so it cannot be one of them.
        other = "x" * (max(map(len, _forms(self.accepted))) + 2)
        return (*(mistake.accepted["en"][0] for mistake in self.mistakes), other)
