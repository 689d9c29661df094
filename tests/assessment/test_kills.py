"""What was acknowledged survives a kill at any moment."""

import random
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from http.client import HTTPException

import pytest
from flask import request
from sqlalchemy import select

from course.assessment.models import Answer, DrawnQuestion
from course.content.versions import question_of
from course.questions.question import Response
from course.web import context
from tests.house import PASSWORD
from tests.killing import running
from tests.questions.forms import form_of
from tests.wire import Wire

KILLS = 4
Fields = dict[str, list[str]]


@dataclass
class Saver:
    """One tab that keeps changing one answer and notes what the site said it has saved."""

    attempt: int
    position: int
    drawn_id: int
    answers: list[tuple[Response, Fields]]
    sequence: int = 0
    acknowledged: list[tuple[int, int, Response]] = field(default_factory=list)

    def go_on(self, wire: Wire) -> None:
        """Until the site is gone."""
        for turn in range(10_000):
            response, fields = self.answers[(self.sequence + turn) % len(self.answers)]
            place = f"/attempts/{self.attempt}/answers/{self.position}"
            try:
                answer = wire.put(place, {"sequence": self.sequence, "fields": fields})
            except (OSError, HTTPException):
                return
            if answer.status != 200:
                return
            saved = int(answer.text.split('"sequence":')[1].split("}")[0].split(",")[0])
            if saved == self.sequence + 1:
                self.acknowledged.append((self.drawn_id, saved, response))
            self.sequence = saved


def savers(house, attempt: int) -> list[Saver]:
    """One for each question with at least two different answers, each where the database says it stands."""
    found = []
    with house.look() as session:
        for drawn in session.scalars(select(DrawnQuestion).where(DrawnQuestion.attempt_id == attempt)):
            question = question_of(drawn.version)
            given = [sample.response for sample in question.samples() if sample.response]
            steps = session.scalars(select(Answer.sequence).where(Answer.drawn_question_id == drawn.id)).all()
            answers = [(response, form_of(question, response)) for response in given]
            found.append(Saver(attempt, drawn.position, drawn.id, answers, max(steps, default=0)))
    return found


def save_until_killed(house, tmp_path, chance: random.Random, spoil=lambda app: None) -> list:
    """What was acknowledged before a kill, which comes after a random number of answers."""
    with running(house, tmp_path, spoil) as site:
        olga = Wire(site.address)
        assert olga.sign_in("olga@test.example", PASSWORD).status == 303
        attempt = int(olga.post("/quizzes/migration-policy/attempts").location.split("/")[2])
        busy = savers(house, attempt)[:4]
        house.database.dispose()
        wires = [Wire(site.address, olga.opener) for _ in busy]
        for wire in wires:
            wire.kept_token = wire.token()
        with ThreadPoolExecutor(len(busy)) as threads:
            going = [threads.submit(saver.go_on, wire) for saver, wire in zip(busy, wires, strict=True)]
            enough = chance.randint(3, 40)
            while sum(len(saver.acknowledged) for saver in busy) < enough:
                if wait(going, timeout=chance.uniform(0.001, 0.02)).not_done == set():
                    break
            site.kill()
            for one in going:
                one.result(30)
    return [step for saver in busy for step in saver.acknowledged]


def lost(house, acknowledged: list) -> list:
    """What the site said it had saved, and did not."""
    with house.look() as session:
        kept = {
            (row.drawn_question_id, row.sequence): row.response for row in session.scalars(select(Answer))
        }
    return [step for step in acknowledged if kept.get(step[:2]) != step[2]]


def test_no_acknowledged_answer_is_lost_when_the_server_is_killed(house, tmp_path):
    chance = random.Random(2015)
    acknowledged = []
    for _ in range(KILLS):
        fresh = save_until_killed(house, tmp_path, chance)
        assert fresh, "answers were being saved when the server was killed"
        acknowledged += fresh
        assert lost(house, acknowledged) == []


def acknowledge_before_the_commit(app) -> None:
    """The planted fault: the reply to an answer leaves, and its unit is never committed."""
    functions = app.after_request_funcs[None]
    place = functions.index(context._commit)
    functions[place] = lambda response: response if request.method == "PUT" else context._commit(response)


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_the_check_sees_a_server_that_acknowledges_before_it_commits(house, tmp_path):
    acknowledged = save_until_killed(house, tmp_path, random.Random(1), acknowledge_before_the_commit)
    assert acknowledged
    assert lost(house, acknowledged) != []
