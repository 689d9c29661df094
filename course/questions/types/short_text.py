"""Short text: a word or a few, compared without regard to case, quotes and the like."""

import random
from fractions import Fraction
from typing import Literal

from course.base.errors import N_
from course.questions.authoring import TYPED_LIMIT
from course.questions.fields import typed
from course.questions.question import (
    NO_ANSWER,
    Arrangement,
    Fields,
    Grade,
    Presentation,
    Question,
    Remark,
    Response,
    Sample,
    in_language,
)
from course.questions.word_key import WordKey


class ShortText(Question, WordKey):
    """Response: {"answer": the text as typed}.

    Marks: all or nothing; an accepted answer counts in whatever language it is given (outline, item
    conventions). Compared by `spelling.normalised`. A near miss (one typing slip in a word of five letters or
    more: `spelling.is_near_miss`) is wrong; that only the spelling differs is told once feedback is disclosed.
    """

    kind: Literal["short_text"]

    def arrange(self, rng: random.Random) -> Arrangement:
        return {}

    def present(self, arrangement: Arrangement, response: Response, language: str) -> Presentation:
        task = N_("Write a word or a few words.")
        return Presentation(self.kind, in_language(self.ask, language), task, value=self._typed(response))

    def parse(self, fields: Fields) -> Response:
        text = typed(fields, "answer", TYPED_LIMIT)
        return {"answer": text} if text else {}

    def recognises(self, response: Response) -> bool:
        return not response or (response.keys() == {"answer"} and isinstance(response["answer"], str))

    def is_complete(self, response: Response) -> bool:
        return bool(self._typed(response))

    def mark(self, response: Response) -> Grade:
        right = self.judged(self._typed(response)) == "right"
        return Grade(Fraction(int(right)), {"answer": right})

    def describe(self, response: Response, language: str) -> str:
        return self._typed(response)

    def right_answer(self, language: str) -> str:
        return self.right_text(language)

    def remarks(self, response: Response, language: str, *, with_key: bool) -> tuple[Remark, ...]:
        """On a near miss the first remark is the N_ sentence CHECK_SPELLING, to be translated by the page."""
        found = self.judged(self._typed(response))
        right = found == "right"
        said = () if found == NO_ANSWER else self.told(found, language)
        on_answer = tuple(Remark("", text, right) for text in said)
        if right or not with_key:
            return on_answer
        return (
            *on_answer,
            Remark(self.right_text(language), in_language(self.feedback.right, language), True),
        )

    def classes(self, response: Response) -> dict[str, str]:
        return {"answer": self.judged(self._typed(response))}

    def samples(self) -> tuple[Sample, ...]:
        return (
            *(Sample({"answer": text}, Fraction(1)) for text in self.right_texts()),
            *(Sample({"answer": text}, Fraction(0)) for text in self.wrong_texts()),
            Sample({}, Fraction(0)),
        )

    def _typed(self, response: Response) -> str:
        return str(response["answer"]) if response and self.recognises(response) else ""
