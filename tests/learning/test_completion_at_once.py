"""A lesson completed twice at the same moment (a double click, two tabs) is completed once, and nobody fails."""

import threading

from sqlalchemy import func, select

from course.learning.actions import complete_lesson
from course.learning.models import LessonCompletion


def test_two_completions_at_once_are_one_row_and_no_failure(house):
    lesson, olga = house.catalogue.published_lessons()[0], house.people["olga"]
    failures = []

    def again():
        try:
            with house.unit() as unit:
                complete_lesson(unit, olga, house.clock(), lesson, "en")
        except Exception as error:
            failures.append(error)

    other = threading.Thread(target=again)
    with house.unit() as unit:
        complete_lesson(unit, olga, house.clock(), lesson, "en")
        unit.flush()
        other.start()
        other.join(0.5)
    other.join()
    assert failures == []
    with house.look() as session:
        assert session.scalar(select(func.count(LessonCompletion.id))) == 1
