"""A course whose every right answer and every piece of feedback holds a mark that stands nowhere else."""

import html
import re
from collections import deque
from pathlib import Path

import yaml
from sqlalchemy import select

from course.assessment.models import DrawnQuestion
from course.base.db import Database
from course.content.catalogue import Catalogue
from course.content.versions import question_of
from course.maintenance.installation import install_content
from course.migrations import upgrade
from course.questions.question import Question
from tests.content.small import GRADED, QUIZ, write_small
from tests.house import NOON, Browser, House, build, furnish
from tests.questions.samples import data, option

KEYS = ("MARKED-WORD", "48151623", "authored-")
"""What only somebody who knows the key can say: an accepted word, the number, the author's own names."""
FEEDBACK = "SECRET"

_CHANGES: dict[str, dict[str, object]] = {
    "single": {"options": [option(key, f"Choice {key}") for key in "abcd"]},
    "multiple": {},
    "true_false": {},
    "ordering": {},
    "matching": {},
    "numeric": {"answer": "48151623"},
    "short_text": {"accepted": {"en": ["MARKED-WORD"], "ru": ["MARKED-WORD"]}},
    "cloze": {},
    "branching": {},
    "risk_matrix": {},
    "mrz": {},
}


def marked_catalogue(folder: Path) -> Catalogue:
    small = write_small(folder).remove(GRADED)
    for kind, changes in _CHANGES.items():
        key = f"g-{kind.replace('_', '-')}"
        question = data(kind, key=key, topic="words", lesson="borders/first-words", **changes)
        small.write(f"quizzes/borders/questions/{key}.yaml", yaml.safe_dump(question, allow_unicode=True))
    small.change(QUIZ, "questions: 1", f"questions: {len(_CHANGES)}")
    small.change(QUIZ, "count: 1", f"count: {len(_CHANGES)}")
    small.change(QUIZ, "[score, feedback]", "[response, correctness, score, feedback]")
    return small.catalogue()


def marked_house(folder: Path, hashed: str, url: str = "") -> House:
    """A house of its own on the database at `url`, or on an embedded one."""
    return house_of(marked_catalogue(folder / "content"), folder, hashed, url)


def house_of(catalogue: Catalogue, folder: Path, hashed: str, url: str = "") -> House:
    """A house with this course instead of the shipped one."""
    url = url or f"sqlite:///{folder / 'course.sqlite3'}"
    database = Database(url)
    upgrade.to_head(database)
    house = build(folder, url, catalogue, {})
    install_content(database, house.unit, catalogue, NOON)
    house.people = furnish(database, catalogue, hashed)
    database.dispose()
    return house


def questions(house: House, attempt_id: int) -> list[tuple[int, Question]]:
    with house.look() as session:
        rows = session.scalars(
            select(DrawnQuestion)
            .where(DrawnQuestion.attempt_id == attempt_id)
            .order_by(DrawnQuestion.position)
        )
        return [(row.position, question_of(row.version)) for row in rows]


_VALUES = {
    "module_key": "borders",
    "lesson_key": "first-words",
    "question_key": "g-single",
    "key": "borders",
    "code": "spring",
    "position": "1",
    "person_id": "1",
    "form": "csv",
    "module": "borders",
    "name": "ring.svg",
    "language": "en",
    "role": "admin",
    "token": "x",
}


def _addresses(house: House, attempt_id: int) -> list[str]:
    """Every address of the site that answers GET, with values that lead somewhere."""
    values = _VALUES | {"attempt_id": str(attempt_id)}
    rules = [rule.rule for rule in house.app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    return [re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values.get(found[1], "x"), rule) for rule in rules]


def crawl(house: House, browser: Browser, attempt_id: int) -> dict[str, str]:
    """Address → what it gave, for everything this browser can reach by addresses, links and forms."""
    waiting = deque(["/", "/no-such-page", *_addresses(house, attempt_id)])
    found: dict[str, str] = {}
    while waiting:
        path = waiting.popleft()
        if path in found:
            continue
        answer = browser.get(path)
        found[path] = f"{answer.headers}\n{answer.get_data(as_text=True)}"
        linked = re.findall(r'(?:href|src|action|data-autosave)="(/[^"#]*)', answer.get_data(as_text=True))
        if answer.location:
            linked.append(answer.location)
        waiting.extend(html.unescape(link) for link in linked)
    return found


def leaks(pages: dict[str, str], marks: tuple[str, ...]) -> list[tuple[str, str]]:
    """Which page holds which mark."""
    return [(path, mark) for path, page in pages.items() for mark in marks if mark in page]
