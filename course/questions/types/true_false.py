"""True or false, then the reason: a verdict alone can be guessed."""

import random
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, model_validator

from course.base.errors import N_
from course.questions.authoring import (
    AuthoredText,
    Option,
    Part,
    refuse_unfit_offer,
    refuse_unknown_keys,
)
from course.questions.fields import one, picked
from course.questions.options import keys_of, option_remarks, option_rows, shuffled, texts
from course.questions.question import (
    NO_ANSWER,
    Arrangement,
    Fields,
    Grade,
    Presentation,
    Question,
    Remark,
    Response,
    Row,
    Sample,
    in_language,
)

VERDICTS = {
    "true": {
        "en": "True",
        "ru": "Верно",
        "kk": "Дұрыс",
        "ky": "Туура",
        "tg": "Дуруст",
        "tk": "Dogry",
        "uz": "Toʻgʻri",
    },
    "false": {
        "en": "False",
        "ru": "Неверно",
        "kk": "Дұрыс емес",
        "ky": "Туура эмес",
        "tg": "Нодуруст",
        "tk": "Nädogry",
        "uz": "Notoʻgʻri",
    },
}


def _quoted(answer: object) -> object:
    if isinstance(answer, bool):
        raise ValueError(f'Write the answer in quotes: "{str(answer).lower()}".')
    return answer


class Said(Part):
    """What to tell those who said true, and those who said false."""

    said_true: AuthoredText
    said_false: AuthoredText


class TrueFalse(Question):
    """Response: {"answer": "true" or "false", "reason": option key}, each of the two optional.

    Marks: half for the verdict, half for the reason, which counts only with the right verdict
    (outline, item conventions).
    """

    kind: Literal["true_false"]
    answer: Annotated[Literal["true", "false"], BeforeValidator(_quoted)]
    feedback: Said
    reasons: tuple[Option, ...]
    reason: str

    @model_validator(mode="after")
    def _reasons_make_sense(self) -> Self:
        refuse_unfit_offer(self.reasons, "reasons")
        refuse_unknown_keys([self.reason], keys_of(self.reasons), "reason")
        return self

    def arrange(self, rng: random.Random) -> Arrangement:
        return {"reasons": shuffled(keys_of(self.reasons), rng)}

    def present(self, arrangement: Arrangement, response: Response, language: str) -> Presentation:
        verdict, reason = self._said(response)
        rows = tuple(
            Row(key, in_language(text, language), chosen=key in verdict) for key, text in VERDICTS.items()
        )
        choices = option_rows(self, self.reasons, arrangement.get("reasons", []), reason, language)
        task = N_("Say whether it is true or false, then choose the reason.")
        return Presentation(self.kind, in_language(self.ask, language), task, rows, choices)

    def parse(self, fields: Fields) -> Response:
        verdict, reason = one(fields, "answer"), one(fields, "reason")
        response: Response = {}
        if verdict:
            response["answer"] = picked({key: key for key in VERDICTS}, verdict)
        if reason:
            response["reason"] = picked(self.by_opaque(keys_of(self.reasons)), reason)
        return response

    def recognises(self, response: Response) -> bool:
        return (
            response.keys() <= {"answer", "reason"}
            and response.get("answer", "true") in list(VERDICTS)
            and response.get("reason", self.reason) in keys_of(self.reasons)
        )

    def is_complete(self, response: Response) -> bool:
        verdict, reason = self._said(response)
        return bool(verdict and reason)

    def mark(self, response: Response) -> Grade:
        verdict = response.get("answer") == self.answer
        reason = verdict and response.get("reason") == self.reason
        return Grade(Fraction(verdict + reason, 2), {"answer": verdict, "reason": reason})

    def describe(self, response: Response, language: str) -> str:
        verdict, reason = self._said(response)
        said = [in_language(VERDICTS[key], language) for key in verdict]
        return ": ".join([*said, *(texts(self.reasons, [key], language) for key in reason)])

    def right_answer(self, language: str) -> str:
        return self.describe({"answer": self.answer, "reason": self.reason}, language)

    def remarks(self, response: Response, language: str, *, with_key: bool) -> tuple[Remark, ...]:
        verdict, reason = self._said(response)
        told = {"true": self.feedback.said_true, "false": self.feedback.said_false}
        on_verdict = tuple(
            Remark(in_language(text, language), in_language(told[key], language), key == self.answer)
            for key, text in VERDICTS.items()
            if key in verdict or (with_key and key == self.answer)
        )
        return on_verdict + option_remarks(self.reasons, reason, [self.reason], language, with_key=with_key)

    def classes(self, response: Response) -> dict[str, str]:
        return {part: response.get(part, NO_ANSWER) for part in ("answer", "reason")}

    def samples(self) -> tuple[Sample, ...]:
        untrue = "false" if self.answer == "true" else "true"
        other = next(key for key in keys_of(self.reasons) if key != self.reason)
        return (
            Sample({"answer": self.answer, "reason": self.reason}, Fraction(1)),
            Sample({"answer": self.answer, "reason": other}, Fraction(1, 2)),
            Sample({"answer": self.answer}, Fraction(1, 2)),
            Sample({"answer": untrue, "reason": self.reason}, Fraction(0)),
            Sample({"answer": untrue, "reason": other}, Fraction(0)),
            Sample({"reason": self.reason}, Fraction(0)),
            Sample({}, Fraction(0)),
        )

    def _said(self, response: Response) -> tuple[list[str], list[str]]:
        """The verdict and the reason, each as a list of one or none."""
        known = response if self.recognises(response) else {}
        verdict = [said for part, said in known.items() if part == "answer"]
        reason = [said for part, said in known.items() if part == "reason"]
        return verdict, reason
