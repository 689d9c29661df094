"""The `course` command as a person types it: real processes, their words and their exit status."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from course.accounts.actions import PersonDetails, add_person
from course.accounts.models import Person
from course.assessment.models import Attempt, Submission
from course.base import audit
from course.base.audit import AuditEntry
from course.base.db import Database
from course.base.errors import ConfigurationError
from course.certificates.models import Certificate
from course.cli import _refuse_missing_libraries
from course.config import ROOT
from course.messages.models import Message
from course.migrations import upgrade
from tests.house import NOON
from tests.wire import Wire, free_port

LESSONS = "modules/migration-policy/lessons"
QUIZ = "quizzes/migration-policy"


def environment(folder: Path, **more: str) -> dict[str, str]:
    """The machine's own environment without any setting of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COURSE_")}
    return kept | {"COURSE_DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1"} | more


def course(folder: Path, *words: object, prefix: tuple[str, ...] = (), **more: str):
    command = [*prefix, sys.executable, "-m", "course", *(str(word) for word in words)]
    return subprocess.run(
        command,
        env=environment(folder, **more),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@contextmanager
def serving(folder: Path, *words: object, until: str, **more: str):
    """`course serve` as a process; gives what it has said once `until` was among it. Ends as Ctrl+C does."""
    path = folder.parent / "said"
    with path.open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "course", "serve", *(str(word) for word in words)],
            env=environment(folder, **more),
            cwd=ROOT,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        for _ in range(600):
            if until in path.read_text() and path.read_text().endswith("\n"):
                break
            try:
                process.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
            raise AssertionError(f"the server ended: {path.read_text()}")
        yield path
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def migrated(folder: Path) -> Database:
    folder.mkdir(parents=True, exist_ok=True)
    database = Database(f"sqlite:///{folder / 'course.sqlite3'}")
    upgrade.to_head(database)
    return database


def enter(database: Database, email: str) -> None:
    with database.session(writes=True) as session:
        add_person(session, audit.operator("tests"), NOON, PersonDetails("Stone", "Ann", email=email))
        session.commit()


def count(database: Database, kind: type) -> int:
    with database.look() as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


# content check


def test_the_shipped_content_has_no_problem(tmp_path):
    done = course(tmp_path, "content", "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"\d+ modules, \d+ lessons .*, \d+ quizzes, \d+ questions, .*\n", done.stdout)
    assert list(tmp_path.iterdir()) == [], "a check writes nothing"


def appended(words: str):
    return lambda text: (f"{text.rstrip()}\n\n{words}\n", len(text.rstrip().split("\n")) + 2)


def replaced(pattern: str, words: str):
    def change(text: str) -> tuple[str, int]:
        found = re.search(pattern, text, re.M)
        assert found, pattern
        return text[: found.start()] + words + text[found.end() :], text[: found.start()].count("\n") + 1

    return change


MISTAKES = [
    (
        f"{LESSONS}/01-words-that-decide.en.md",
        appended("::: fact Title\nText.\n:::"),
        "`::: fact` is not known",
    ),
    (f"{LESSONS}/02-from-problem-to-action-plan.en.md", appended("[x](javascript:alert(1))"), "javascript:"),
    (f"{LESSONS}/03-the-global-frame.en.md", appended("Some <b>bold"), "HTML may not be used"),
    (
        f"{LESSONS}/04-working-together.en.md",
        appended("[x](99-absent.en.md)"),
        "99-absent.en.md is no lesson",
    ),
    (f"{LESSONS}/05-counting-and-sharing.en.md", appended("[x](term:absent)"), "the term absent is not"),
    (
        "modules/migration-policy/module.yaml",
        replaced(r"^status: published", "status: hidden"),
        "status must",
    ),
    ("modules/package.yaml", replaced(r"^hours: \d+", "hours: many"), "hours must be a whole number"),
    (f"{QUIZ}/quiz.yaml", replaced(r"^pass_mark: \d+", "pass_mark: 170"), "pass_mark"),
    (f"{QUIZ}/questions/p1-42.yaml", replaced(r"^kind: \w+", "kind: riddle"), 'The kind "riddle" is unknown'),
    (f"{QUIZ}/questions/q1-02.yaml", replaced(r"^level: \w+", "level: guess"), "level"),
]


def test_ten_planted_mistakes_are_told_with_their_file_and_line_and_the_exit_status_is_one(tmp_path):
    folder = tmp_path / "copy"
    for part in ("modules", "quizzes"):
        shutil.copytree(ROOT / part, folder / part)
    places = []
    for file, change, told in MISTAKES:
        text, line = change((folder / file).read_text())
        (folder / file).write_text(text)
        places.append((f"{file}:{line}: ", told))
    done = course(tmp_path / "data", "content", "check", folder)
    assert (done.returncode, done.stdout) == (1, "")
    lines = done.stderr.splitlines()
    unseen = [
        place for place in places if not any(line.startswith(place[0]) and place[1] in line for line in lines)
    ]
    assert unseen == [], done.stderr
    assert len(lines) == len(MISTAKES), "nothing else is wrong with the copy"


# usage and the machine


@pytest.mark.parametrize(
    "words",
    [
        ("dance",),
        ("serve", "--port", "0"),
        ("certificates", "issue"),
    ],
)
def test_wrong_usage_ends_with_two_and_names_the_usage(tmp_path, words):
    done = course(tmp_path / "data", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Usage: " in done.stderr
    assert not (tmp_path / "data").exists(), "nothing was touched"


def test_a_port_in_use_is_told_with_another_one_to_choose(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = course(tmp_path, "serve", "--demo", "--port", port)
    assert done.returncode == 1
    assert f"Port {port} on 127.0.0.1 cannot be used" in done.stderr
    assert f"make run PORT={port + 1}" in done.stderr


def test_a_data_folder_that_cannot_be_written_is_told_with_another_one_to_name(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir(mode=0o555)
    # A root without the right to pass over modes is refused as anyone else would be.
    ordinary = ("setpriv", "--bounding-set=-dac_override", "--") if os.getuid() == 0 else ()
    done = course(folder, "certificates", "issue", "--event", "spring", prefix=ordinary)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"The data folder {folder} cannot be written" in done.stderr
    assert "COURSE_DATA_DIR=/path/to/folder" in done.stderr


def test_a_missing_system_library_is_told_with_the_command_that_brings_it():
    with pytest.raises(ConfigurationError, match=r"missing: nobodys\. Type: apt-get install -y libpango"):
        _refuse_missing_libraries(("pango-1.0", "nobodys"))
    _refuse_missing_libraries()


def test_a_worker_settles_attempts_whose_time_is_over_also_without_a_mail_server(sqlite_house, tmp_path):
    house = sqlite_house
    attempt = house.start(house.browser("olga"))
    with house.unit() as unit:
        unit.get_one(Attempt, attempt).deadline_at = NOON - timedelta(days=30)
    url = house.database.url.render_as_string(hide_password=False)
    worker = subprocess.Popen(
        [sys.executable, "-m", "course", "worker"],
        env=environment(tmp_path / "data", COURSE_DATABASE_URL=url),
        cwd=ROOT,
    )
    try:
        for _ in range(300):
            if worker.poll() is not None or count(house.database, Submission):
                break
            time.sleep(0.1)
    finally:
        worker.terminate()
        worker.wait(30)
    assert count(house.database, Submission) == 1


def test_a_database_server_that_is_away_is_told_without_its_password(tmp_path):
    url = f"postgresql://course:hush-hush@127.0.0.1:{free_port()}/course"
    done = course(tmp_path, "certificates", "issue", "--event", "spring", COURSE_DATABASE_URL=url)
    assert done.returncode == 1
    assert "Check COURSE_DATABASE_URL and that the server runs" in done.stderr
    assert "hush-hush" not in done.stderr
    assert "Traceback" not in done.stderr


# certificates issue


def issue(house, tmp_path: Path, *words: str):
    url = house.database.url.render_as_string(hide_password=False)
    return course(tmp_path / "data", "certificates", "issue", *words, COURSE_DATABASE_URL=url)


def test_an_unknown_event_is_told_with_the_codes_there_are(sqlite_house, tmp_path):
    done = issue(sqlite_house, tmp_path, "--event", "winter")
    assert (done.returncode, done.stdout) == (1, "")
    assert "There is no event “winter”. There are: autumn, self-study, spring." in done.stderr


def test_certificates_are_issued_from_the_command_line_once(sqlite_house, tmp_path):
    house = sqlite_house
    olga = house.browser("olga")
    house.read_every_lesson(olga)
    house.pass_every_quiz(olga)
    before = count(house.database, AuditEntry)

    dry = issue(house, tmp_path, "--event", "spring", "--dry-run")
    assert (dry.returncode, dry.stderr) == (0, "")
    assert "Орлова Ольга\n1 would be issued, 4 not.\n" in dry.stdout
    assert count(house.database, Certificate) == 0
    assert count(house.database, AuditEntry) == before

    real = issue(house, tmp_path, "--event", "spring")
    assert (real.returncode, real.stdout) == (0, "1 certificates issued, 0 refused.\n")
    with house.look() as session:
        (certificate,) = session.scalars(select(Certificate))
        assert certificate.issued_at is not None
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "certificate issued")).one()
        assert entry.actor_name, "the operator's name on the machine"
        assert entry.actor_id is None
        kept = (certificate.code, certificate.serial, certificate.document_sha256)

    again = issue(house, tmp_path, "--event", "spring")
    assert (again.returncode, again.stdout) == (0, "0 certificates issued, 0 refused.\n")
    with house.look() as session:
        (same,) = session.scalars(select(Certificate))
        assert (same.code, same.serial, same.document_sha256) == kept


# serve


def test_the_first_start_prints_a_link_for_the_administrator_that_works_once_and_is_in_no_log(tmp_path):
    folder, port = tmp_path / "data", free_port()
    address = f"http://127.0.0.1:{port}"
    with serving(folder, "--room", "--port", port, until="/first-administrator/") as path:
        said = path.read_text()
        link = re.search(rf"{address}(/first-administrator/\S+)", said)[1]
        assert "works once" in said
        assert "training-demo" not in said
        assert "@demo.example" not in said
        wire = Wire(address)
        password = "seven quiet lanterns"
        filled = {"surname": "Admin", "given_name": "Ada", "email": "ada@test.example", "language": "en"}
        made = wire.post(link, **filled, password=password, again=password)
        assert (made.status, made.location) == (303, "/manage/")
        assert Wire(address).get(link).status == 404

        stranger = Wire(address)
        assert stranger.post("/password-reset", email="ada@test.example").status == 200
        with Database(f"sqlite:///{folder / 'course.sqlite3'}").look() as session:
            letter = session.scalars(select(Message)).one().body
        token = re.search(r"/password-reset/(\S+)", letter)[1]
        other = "eight quiet lanterns"
        assert stranger.post(f"/password-reset/{token}", password=other, again=other).status == 303
        assert stranger.post(f"/password-reset/{token}", password=other, again=other).status == 409
        assert wire.sign_in("ada@test.example", other).status == 303
        later = path.read_text().replace(said, "")
    for secret in (token, link.rpartition("/")[2], password, other):
        assert secret not in later
    with serving(folder, "--room", "--port", port, until="The course is at") as path:
        assert "/first-administrator/" not in path.read_text(), "there is an administrator now"


def test_the_demo_refuses_a_database_that_holds_real_people(tmp_path):
    database = migrated(tmp_path / "data")
    enter(database, "ann@real.example")
    for words in (("serve", "--demo", "--port", free_port()), ("demo", "load", "--officials", 1)):
        done = course(tmp_path / "data", *words)
        assert done.returncode == 1
        assert "holds real people" in done.stderr
        assert "COURSE_DATA_DIR=" in done.stderr
    assert count(database, Person) == 1


@pytest.mark.parametrize(
    ("words", "more"),
    [(("--room",), {}), ((), {"COURSE_BASE_URL": "https://training.example.org"})],
)
def test_a_room_and_a_live_site_refuse_the_invented_people(tmp_path, words, more):
    enter(migrated(tmp_path / "data"), "admin@demo.example")
    done = course(tmp_path / "data", "serve", *words, "--port", free_port(), **more)
    assert (done.returncode, done.stdout) == (1, "")
    assert "invented people, whose password is public" in done.stderr


def test_the_demo_listens_on_this_machine_only(tmp_path):
    done = course(tmp_path / "data", "serve", "--demo", "--host", "0.0.0.0", "--port", free_port())
    assert done.returncode == 1
    assert "Demo mode listens on this machine only" in done.stderr
