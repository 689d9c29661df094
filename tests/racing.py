"""The same request from many threads of many processes at the same moment."""

import multiprocessing
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty
from typing import Any

from sqlalchemy import text

from tests.house import Browser, House, build

Work = Callable[[House, Browser], Any]
"""What one thread does, in a browser of its own; its answer must be a plain value."""

_fork = multiprocessing.get_context("fork")


def race(
    house: House, folder: Path, browsers: Sequence[Browser], work: Work, processes: int = 4
) -> list[Any]:
    """What `work` gave: in each process, one thread for each of `browsers`, all released together.

    The processes share nothing but the database. Raises what a thread raised.
    """
    barrier = _fork.Barrier(processes * len(browsers))
    answers = _fork.Queue()
    house.database.dispose()
    url = house.database.url.render_as_string(hide_password=False)
    cookies = [browser.client.get_cookie("course_plain", "127.0.0.1") for browser in browsers]
    values = [cookie.value if cookie else "" for cookie in cookies]
    now = house.clock.now
    children = [
        _fork.Process(target=_run, args=(folder, url, house, now, values, work, barrier, answers))
        for _ in range(processes)
    ]
    for child in children:
        child.start()
    found = []
    for _ in range(processes * len(browsers)):
        try:
            found.append(answers.get(timeout=60))
        except Empty:
            raise AssertionError("a process gave no answer") from None
    for child in children:
        child.join()
    wrong = [answer for fine, answer in found if not fine]
    assert not wrong, wrong[0]
    return [answer for _, answer in found]


def _run(folder, url, house, now, values, work, barrier, answers) -> None:
    own = build(folder, url, house.catalogue, house.people)
    own.clock.now = now
    gate = threading.Barrier(len(values))

    def one(value: str) -> None:
        try:
            browser = own.stranger()
            if value:
                browser.client.set_cookie("course_plain", value, domain="127.0.0.1")
            browser.token()
            gate.wait(30)
            barrier.wait(30)
            answers.put((True, work(own, browser)))
        except Exception as error:
            answers.put((False, repr(error)))

    with ThreadPoolExecutor(len(values)) as threads:
        list(threads.map(one, values))
    own.database.dispose()


def wait_until_somebody_waits(house: House) -> None:
    """Until another connection waits for a lock; SQLite cannot tell, so there a moment must do."""
    if house.database.url.get_backend_name() == "sqlite":
        time.sleep(0.3)
        return
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    for _ in range(500):
        with house.look() as session:
            if session.scalar(waiting):
                return
        time.sleep(0.01)
    raise AssertionError("nobody waits")
