"""Essay: kept as written, marked by a human."""

import pytest
from pydantic import ValidationError

from course.questions.question import Unreadable
from tests.questions.samples import both, sample

QUESTION = sample("essay")


def test_a_written_answer_waits_for_a_human_and_an_empty_one_is_nothing():
    assert QUESTION.grade({"answer": "Something"}).fraction is None
    assert QUESTION.grade(QUESTION.parse({"answer": [" \r\n "]})).fraction == 0


def test_line_ends_of_the_browser_become_plain_ones():
    assert QUESTION.parse({"answer": ["One.\r\n\r\nTwo.\tThree.\x00"]}) == {"answer": "One.\n\nTwo.\tThree."}


def test_the_limit_is_5000_characters_counted_as_the_browser_counts():
    assert QUESTION.parse({"answer": ["x\r\n" * 2499 + "xx"]})
    with pytest.raises(Unreadable, match="at most 5000 characters"):
        QUESTION.parse({"answer": ["x" * 5001]})


def test_rubric_and_sample_are_shown_only_with_the_key():
    assert QUESTION.remarks({"answer": "Something"}, "en", with_key=False) == ()
    told = QUESTION.remarks({"answer": "Something"}, "en", with_key=True)
    assert [remark.right for remark in told] == [None, None, None]
    assert QUESTION.right_answer("en") == ""


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"rubric": []}, "at least 1 criteria"),
        ({"rubric": [{"points": 0, "text": both("x")}]}, "greater than or equal to 1"),
        ({"sample": both("x" * 5000)}, "longer than the 5000"),
    ],
)
def test_an_author_is_told(changes, told):
    with pytest.raises(ValidationError, match=told):
        sample("essay", **changes)
