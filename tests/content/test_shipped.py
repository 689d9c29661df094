"""The course that is shipped."""

from course.config import ROOT
from course.content.reading import read


def test_the_shipped_course_has_no_problem():
    assert [str(problem) for problem in read(ROOT).problems] == []
