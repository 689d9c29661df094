"""What kinds share in which exactly one of the things on offer is right."""

from abc import abstractmethod
from collections.abc import Sequence
from fractions import Fraction

from course.questions.authoring import Option
from course.questions.fields import one, picked
from course.questions.options import keys_of, option_remarks, texts
from course.questions.question import NO_ANSWER, Fields, Grade, Question, Remark, Response, Sample


class OneChoice(Question):
    """Response: {"answer": key of what was chosen}. Marks: all or nothing (outline, item conventions)."""

    answer: str

    @property
    @abstractmethod
    def offered(self) -> Sequence[Option]:
        """All there is to choose from, in the author's order."""

    def parse(self, fields: Fields) -> Response:
        sent = one(fields, "answer")
        return {"answer": picked(self.by_opaque(keys_of(self.offered)), sent)} if sent else {}

    def recognises(self, response: Response) -> bool:
        return not response or (response.keys() == {"answer"} and response["answer"] in keys_of(self.offered))

    def is_complete(self, response: Response) -> bool:
        return bool(self._chosen(response))

    def mark(self, response: Response) -> Grade:
        right = response.get("answer") == self.answer
        return Grade(Fraction(int(right)), {"answer": right})

    def describe(self, response: Response, language: str) -> str:
        return texts(self.offered, self._chosen(response), language)

    def right_answer(self, language: str) -> str:
        return texts(self.offered, [self.answer], language)

    def remarks(self, response: Response, language: str, *, with_key: bool) -> tuple[Remark, ...]:
        chosen = self._chosen(response)
        return option_remarks(self.offered, chosen, [self.answer], language, with_key=with_key)

    def classes(self, response: Response) -> dict[str, str]:
        return {"answer": response.get("answer", NO_ANSWER)}

    def samples(self) -> tuple[Sample, ...]:
        wrong = (key for key in keys_of(self.offered) if key != self.answer)
        return (
            Sample({"answer": self.answer}, Fraction(1)),
            *(Sample({"answer": key}, Fraction(0)) for key in wrong),
            Sample({}, Fraction(0)),
        )

    def _chosen(self, response: Response) -> list[str]:
        return [response["answer"]] if response and self.recognises(response) else []
