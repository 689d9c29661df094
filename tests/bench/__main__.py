"""`make bench`: lesson page and autosave beside bare ones, and the weight of a visit. Writes docs/performance.md."""

import http.client
import json
import multiprocessing
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from playwright.sync_api import sync_playwright
from sqlalchemy import event

from course.accounts.sign_in import password_hash
from course.app import create_app
from course.base.db import Database
from course.cli import DEMO_PASSWORD
from course.config import ROOT, Mode, Settings, load
from course.content.catalogue import Catalogue
from course.content.reading import read
from course.maintenance.demo import load_demo
from course.maintenance.installation import install_content, open_database
from course.server import Server
from tests.bench.baseline import make_baseline
from tests.bench.page import write_page

CLIENTS = 8
SECONDS = 3
ROUNDS = 5
PRODUCT, BASELINE = 8471, 8472


@dataclass(frozen=True)
class Pair:
    """Requests a second of ours and of the bare one, round by round."""

    ours: list[float]
    bare: list[float]

    @property
    def ratios(self) -> list[float]:
        return [ours / bare for ours, bare in zip(self.ours, self.bare, strict=True)]

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios)


@dataclass(frozen=True)
class Visit:
    bytes: int
    requests: int


def main() -> None:
    catalogue = read(ROOT).catalogue
    assert catalogue is not None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = load(Mode.DEMO, {"COURSE_DATA_DIR": str(folder)}, port=PRODUCT)
        _fill(settings, catalogue)
        path = _longest_lesson(catalogue)
        queries = _count_queries(settings, catalogue, path)
        product = lambda: create_app(settings, catalogue, Database(settings.database_url))  # noqa: E731
        bare = lambda: make_baseline(folder / "bare.sqlite3", queries)  # noqa: E731
        with _served(product, PRODUCT), _served(bare, BASELINE):
            people = [_Person("official@demo.example"), *_with_attempts(CLIENTS)]
            lesson = _measure(
                lambda: _wrk(PRODUCT, path, people[0].cookie), lambda: _wrk(BASELINE, "/page", "")
            )
            saves = _measure(
                lambda: _saving(PRODUCT, people[1:], folder), lambda: _saving(BASELINE, people[1:], folder)
            )
            first, repeat = _visits(people[0].cookie, path)
    write_page(ROOT / "docs", path, queries, lesson, saves, first, repeat)
    print(f"lesson   {statistics.median(lesson.ours):7.0f} /s, {lesson.ratio:.0%} of a bare page")
    print(f"autosave {statistics.median(saves.ours):7.0f} /s, {saves.ratio:.0%} of a bare durable write")
    print(
        f"first visit {first.bytes:,} bytes in {first.requests} requests; repeat {repeat.bytes:,} in {repeat.requests}"
    )


def _fill(settings: Settings, catalogue: Catalogue) -> None:
    database = open_database(settings)

    @contextmanager
    def unit() -> Iterator[object]:
        with database.session(writes=True) as session:
            yield session
            session.commit()

    install_content(database, unit, catalogue, datetime.now(UTC))  # type: ignore[arg-type]
    with create_app(settings, catalogue, database).app_context():
        hashed = password_hash(DEMO_PASSWORD)
    with unit() as session:
        load_demo(
            session, catalogue, officials=60, seed=1, today=datetime.now(UTC).date(), password_hash=hashed
        )
    database.dispose()


def _longest_lesson(catalogue: Catalogue) -> str:
    longest = max(catalogue.published_lessons(), key=lambda lesson: lesson.texts["ru"].words)
    return f"/modules/{longest.module}/lessons/{longest.key}"


def _count_queries(settings: Settings, catalogue: Catalogue, path: str) -> int:
    """How many statements the lesson page sends, so that the bare page sends as many."""
    database = Database(settings.database_url)
    app = create_app(settings, catalogue, database)
    client = app.test_client()
    base = settings.base_url
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in", base_url=base).text)
    assert token
    fields = {"identity": "official@demo.example", "password": DEMO_PASSWORD, "csrf_token": token[1]}
    client.post("/sign-in", data=fields, base_url=base, headers={"Sec-Fetch-Site": "same-origin"})
    seen: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *words: seen.append(words[2]))
    assert client.get(path, base_url=base).status_code == 200
    database.dispose()
    return sum(statement.startswith("SELECT") for statement in seen)


@contextmanager
def _served(make_app: Callable[[], Flask], port: int) -> Iterator[None]:
    process = multiprocessing.get_context("fork").Process(
        target=lambda: Server(make_app, "127.0.0.1", port, f"serving on {port}").run()
    )
    process.start()
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    try:
        yield
    finally:
        process.terminate()
        process.join()


class _Person:
    """One signed-in official, over plain HTTP."""

    def __init__(self, address: str) -> None:
        self.cookie = ""
        self.attempt = ""
        fields = {"identity": address, "password": DEMO_PASSWORD}
        assert self.post("/sign-in", fields)[0] == 303

    def ask(self, method: str, path: str, body: str = "") -> tuple[int, str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", PRODUCT)
        headers = {"Cookie": self.cookie, "Sec-Fetch-Site": "same-origin"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            self.cookie = cookie.split(";")[0]
        connection.close()
        return answer.status, answer.headers.get("Location", ""), text

    def token(self) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.ask("GET", "/verify")[2])
        assert found
        return found[1]

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, str, str]:
        return self.ask("POST", path, urlencode({"csrf_token": self.token(), **fields}))


def _with_attempts(count: int) -> list[_Person]:
    """Officials who can start an attempt, each with one open."""
    ready = []
    for number in range(2, 60):
        person = _Person(f"official{number}@demo.example")
        status, location, _ = person.post("/quizzes/migration-policy/attempts", {})
        if status == 303:
            person.attempt = location.split("/")[2]
            ready.append(person)
        if len(ready) == count:
            return ready
    sys.exit("too few demo officials can start an attempt")


def _measure(ours: Callable[[], float], bare: Callable[[], float]) -> Pair:
    """In turn, so that a machine whose speed drifts treats both alike; the first pair only warms up."""
    rounds = [(ours(), bare()) for _ in range(ROUNDS + 1)][1:]
    return Pair([pair[0] for pair in rounds], [pair[1] for pair in rounds])


def _wrk(port: int, path: str, cookie: str) -> float:
    command = [
        "wrk",
        "-t1",
        f"-c{CLIENTS}",
        f"-d{SECONDS}s",
        "-H",
        f"Cookie: {cookie}",
        "-H",
        "Accept-Encoding: br",
    ]
    return _rate(subprocess.run([*command, f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True))


def _rate(done: subprocess.CompletedProcess[str]) -> float:
    if "Non-2xx" in done.stdout or done.returncode:
        sys.exit(done.stdout + done.stderr)
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    assert found, done.stdout
    return float(found[1])


_SCRIPT = """
-- wrk asks for one request that it never sends, so the count starts one early
local sequence, choices = %(sequence)d - 1, %(choices)s
wrk.method = "PUT"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Cookie"] = "%(cookie)s"
wrk.headers["X-CSRFToken"] = "%(token)s"
wrk.headers["Sec-Fetch-Site"] = "same-origin"
request = function()
  local value = choices[(sequence + 1) %% #choices + 1]
  local body = '{"sequence": ' .. sequence .. ', "fields": {' .. value .. '}}'
  sequence = sequence + 1
  return wrk.format(nil, "%(path)s", nil, body)
end
"""


def _saving(port: int, people: list[_Person], folder: Path) -> float:
    """Eight people at once, each changing one answer again and again; every save is a new durable row."""
    running = []
    for number, person in enumerate(people):
        position, sequence, choices = _question(person)
        path = f"/attempts/{person.attempt}/answers/{position}" if port == PRODUCT else "/write"
        script = folder / f"save-{port}-{number}.lua"
        values = "{" + ", ".join(f"'{choice}'" for choice in choices) + "}"
        script.write_text(
            _SCRIPT
            % {
                "sequence": sequence,
                "choices": values,
                "cookie": person.cookie,
                "token": person.token(),
                "path": path,
            }
        )
        command = ["wrk", "-t1", "-c1", f"-d{SECONDS}s", "-s", str(script), f"http://127.0.0.1:{port}"]
        running.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
    total = 0.0
    for process in running:
        out, err = process.communicate()
        total += _rate(subprocess.CompletedProcess([], process.returncode, out, err))
    return total


def _question(person: _Person) -> tuple[int, int, list[str]]:
    """A question with radio buttons: its place, the sequence of its page, two answers as JSON members."""
    for position in range(1, 13):
        page = person.ask("GET", f"/attempts/{person.attempt}/questions/{position}")[2]
        keys = re.findall(r'type="radio" name="answer" value="([^"]+)"', page)
        sequence = re.search(r'name="sequence" value="(\d+)"', page)
        if len(keys) > 1 and sequence:
            return (
                position,
                int(sequence[1]),
                [f"{json.dumps('answer')}: [{json.dumps(key)}]" for key in keys[:2]],
            )
    sys.exit("no single-choice question in the attempt")


def _visits(cookie: str, path: str) -> tuple[Visit, Visit]:
    """Bytes on the wire and requests of a first and a second visit, in a real browser, in Russian."""
    name, _, value = cookie.partition("=")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(locale="ru-RU", viewport={"width": 360, "height": 800})
        context.add_cookies([{"name": name, "value": value, "url": f"http://127.0.0.1:{PRODUCT}"}])
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{PRODUCT}/account")
        page.locator("header .lang-menu summary").click()
        page.get_by_role("button", name="Русский").click()
        fresh = browser.new_context(
            locale="ru-RU", viewport={"width": 360, "height": 800}, storage_state=context.storage_state()
        )
        first = _visit(fresh.new_page(), path)
        repeat = _visit(fresh.new_page(), path)
        browser.close()
    return first, repeat


def _visit(page: object, path: str) -> Visit:
    sizes: list[int] = []
    network = page.context.new_cdp_session(page)  # type: ignore[attr-defined]
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    page.goto(f"http://127.0.0.1:{PRODUCT}{path}", wait_until="networkidle")  # type: ignore[attr-defined]
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")  # type: ignore[attr-defined]
    page.wait_for_timeout(500)  # type: ignore[attr-defined]
    sent = [size for size in sizes if size]
    return Visit(sum(sent), len(sent))


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
