"""The `course` command. Thin: reads its arguments, calls an action, says what happened.

Exit status 0 done, 1 the input has problems (told on standard error), 2 wrong usage.
"""

import ctypes.util
import getpass
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

import click
from flask import Flask
from sqlalchemy.orm import Session
from tqdm import tqdm

from course.accounts import actions as accounts
from course.accounts.queries import count_administrators
from course.accounts.sign_in import password_hash
from course.app import create_app
from course.assessment.settling import settle_overdue
from course.base import audit
from course.base.db import Database, OpenUnit
from course.base.errors import ConfigurationError, CourseError
from course.base.writing import whole_file
from course.certificates.issuing import issue_certificates
from course.certificates.queries import candidates
from course.config import ROOT, Mode, Settings, load
from course.content.catalogue import Catalogue
from course.content.current import current_index
from course.content.reading import Reading, read, summary
from course.content.status import status
from course.content.status_report import report
from course.events.queries import named_event
from course.exports.formats import FORMATS, WrongUsage, named_format, named_language, published_module
from course.learning.queries import all_enrolments_of_event
from course.maintenance.demo import DemoSummary, load_demo
from course.maintenance.installation import count_people, install_content, open_database, refuse_mixture
from course.messages.delivery import send_due
from course.server import Server

DEMO_PASSWORD = "training-demo"  # noqa: S105 - public by design; demo mode answers this machine only
_SWEEP = 2.0
"""Seconds between two looks at what is due."""


def _now() -> datetime:
    return datetime.now(UTC)


def _units(database: Database) -> OpenUnit:
    @contextmanager
    def open_unit() -> Iterator[Session]:
        with database.session(writes=True) as unit:
            yield unit
            unit.commit()

    return open_unit


def main() -> None:
    """Entry point: a failure with a sentence is told on standard error."""
    try:
        course.main(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except CourseError as error:
        click.echo(str(error), err=True)
        sys.exit(1)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def course() -> None:
    """The course package: learn, examine, review, certify."""


@course.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--demo", "mode", flag_value=Mode.DEMO.value, help="Invented people, this machine only.")
@click.option(
    "--room", "mode", flag_value=Mode.ROOM.value, help="A training room's own network, without https."
)
def serve(host: str, port: int, mode: str | None) -> None:
    """Migrate, load content, serve, run the worker."""
    settings = load(Mode(mode or Mode.LIVE), port=port)
    if settings.mode is Mode.DEMO and host not in {"127.0.0.1", "localhost", "::1"}:
        raise ConfigurationError("Demo mode listens on this machine only. Leave out --host, or use --room.")
    _refuse_missing_libraries()
    _refuse_taken(host, port)
    catalogue = _catalogue(settings.content_dir)
    database = open_database(settings)
    install_content(database, _units(database), catalogue, _now())
    with database.look() as session:
        refuse_mixture(session, demo=settings.mode is Mode.DEMO)
        everyone, _ = count_people(session)
        administrators = count_administrators(session)
    greeting = [f"The course is at {settings.base_url}"]
    if settings.mode is Mode.DEMO:
        if not everyone:
            _load_demo(settings, catalogue, database)
        greeting += _demo_greeting()
    elif not administrators:
        greeting.append(_first_administrator(settings, database))
    database.dispose()
    _serve(settings, catalogue, host, port, "\n".join(greeting))


def _demo_greeting() -> list[str]:
    people = ("admin@demo.example", "trainer@demo.example", "official@demo.example")
    lines = [f"    {address:24} {DEMO_PASSWORD}" for address in people]
    return ["Sign in as one of these (demonstration data, this machine only):", *lines, "Stop with Ctrl+C."]


def _first_administrator(settings: Settings, database: Database) -> str:
    with _units(database)() as unit:
        token = accounts.make_first_administrator_link(unit, _now())
    link = f"{settings.base_url}/first-administrator/{token}"
    return f"There is no administrator yet. Open this link within 24 hours; it works once:\n    {link}"


def _serve(settings: Settings, catalogue: Catalogue, host: str, port: int, greeting: str) -> None:
    sweeper = subprocess.Popen([sys.executable, "-m", "course", "worker"])
    try:
        Server(lambda: _site(settings, catalogue), host, port, greeting).run()
    finally:
        sweeper.terminate()


def _site(settings: Settings, catalogue: Catalogue) -> Flask:
    app = create_app(settings, catalogue, Database(settings.database_url))
    with app.app_context():
        current_index()  # now, not while the first reader who searches waits
    return app


def _refuse_taken(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ConfigurationError(
                "Port %(port)s on %(host)s cannot be used (%(reason)s). Choose another one: make run PORT=%(other)s",
                port=port,
                host=host,
                reason=(error.strerror or "").lower(),
                other=port + 1 if port < 65535 else 8000,
            ) from None


def _refuse_missing_libraries(needed: tuple[str, ...] = ("pango-1.0", "harfbuzz-subset")) -> None:
    missing = [name for name in needed if ctypes.util.find_library(name) is None]
    if missing:
        raise ConfigurationError(
            "Printing needs a system library that is missing: %(names)s. Type: apt-get install -y "
            "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core",
            names=", ".join(missing),
        )


def _reading(folder: Path) -> Reading:
    """A folder without problems; those there are, are told one a line, and the command ends with 1."""
    reading = read(folder)
    if reading.problems:
        for problem in reading.problems:
            click.echo(str(problem), err=True)
        sys.exit(1)
    return reading


def _catalogue(folder: Path) -> Catalogue:
    catalogue = _reading(folder).catalogue
    assert catalogue, "a folder without problems makes a catalogue"
    return catalogue


@course.group()
def content() -> None:
    """Lessons and questions as files."""


@content.command()
@click.argument("folder", default=str(ROOT), type=click.Path(exists=True, file_okay=False, path_type=Path))
def check(folder: Path) -> None:
    """Every problem as FILE:LINE: MESSAGE, exit status 1; otherwise a summary."""
    click.echo(summary(_catalogue(folder)))


@content.command("status")
@click.argument("folder", default=str(ROOT), type=click.Path(exists=True, file_okay=False, path_type=Path))
def content_status(folder: Path) -> None:
    """Per language what is present, stale, draft and reviewed; citations due for re-checking."""
    reading = _reading(folder)
    for line in report(status(reading.material, _now().date())):
        click.echo(line)


@course.group()
def demo() -> None:
    """A simulated event for trial, screenshots and scale tests."""


@demo.command("load")
@click.option("--officials", default=40, show_default=True, type=click.IntRange(1, 5000))
@click.option("--seed", default=2015, show_default=True, type=int)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The second of the event's three days.")
def demo_load(officials: int, seed: int, today: datetime | None) -> None:
    """Invented officials with believable attempts. Refuses a database that holds real people."""
    settings = load()
    catalogue = _catalogue(settings.content_dir)
    database = open_database(settings)
    install_content(database, _units(database), catalogue, _now())
    made = _load_demo(settings, catalogue, database, officials, seed, today.date() if today else None)
    click.echo(
        f"{made.officials} officials, {made.attempts} attempts, {made.eligible} eligible for a certificate."
    )


def _load_demo(
    settings: Settings,
    catalogue: Catalogue,
    database: Database,
    officials: int = 40,
    seed: int = 2015,
    today: date | None = None,
) -> DemoSummary:
    with create_app(settings, catalogue, database).app_context():
        hashed = password_hash(DEMO_PASSWORD)
    with _bar("Demonstration data", officials) as tick, _units(database)() as unit:
        return load_demo(
            unit,
            catalogue,
            officials=officials,
            seed=seed,
            today=today or _now().date(),
            password_hash=hashed,
            tick=tick,
        )


@contextmanager
def _bar(title: str, total: int) -> Iterator[Callable[[int], object]]:
    """A progress bar when attached to a terminal, nothing otherwise."""
    with tqdm(total=total, desc=title, disable=not sys.stderr.isatty(), leave=False) as bar:
        yield bar.update


@course.group()
def certificates() -> None:
    """Certificates."""


@certificates.command("issue")
@click.option("--event", "code", required=True, help="Code of the event.")
@click.option("--dry-run", is_flag=True, help="Say who would get one and who not; change nothing.")
def issue(code: str, dry_run: bool) -> None:
    """Issue a certificate to everyone at the event who has met every rule."""
    settings = load()
    _refuse_missing_libraries()
    catalogue = _catalogue(settings.content_dir)
    database = open_database(settings)
    actor = audit.operator(getpass.getuser())
    with database.look() as session:
        event = named_event(session, code)
        found = candidates(session, actor, catalogue, event, all_enrolments_of_event(session, event))
        ready = [(one.enrolment.id, one.enrolment.person.name) for one in found if one.can_be_issued]
    if dry_run:
        for _, name in ready:
            click.echo(name)
        click.echo(f"{len(ready)} would be issued, {len(found) - len(ready)} not.")
        return
    with _bar("Certificates", len(ready)) as tick:
        outcome = issue_certificates(
            _units(database), actor, _now, catalogue, _ticking(ready, tick), settings.base_url
        )
    for refusal in outcome.refused:
        click.echo(f"{refusal.name}: {refusal.error}", err=True)
    click.echo(f"{len(outcome.issued)} certificates issued, {len(outcome.refused)} refused.")
    if outcome.refused:
        sys.exit(1)


def _ticking(rows: list[tuple[int, str]], tick: Callable[[int], object]) -> Iterator[tuple[int, str]]:
    for row in rows:
        yield row
        tick(1)


@course.command(epilog=f"Formats: {', '.join(FORMATS)}.")
@click.argument("form", metavar="FORMAT")
@click.argument("key", metavar="MODULE")
@click.option(
    "--lang", "code", default="en", show_default=True, help="Language; English where it is not said in it."
)
@click.option(
    "-o", "file", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write."
)
def export(form: str, key: str, code: str, file: Path) -> None:
    """Write a published module as one file; as pdf it is a handbook to print."""
    try:
        chosen, language = named_format(form), named_language(code)
    except WrongUsage as error:
        raise click.UsageError(str(error)) from None
    if chosen.prints:
        _refuse_missing_libraries()
    catalogue = _catalogue(ROOT)
    module = published_module(catalogue, key)
    with whole_file(file) as write, _bar(file.name, 100) as tick:
        write(chosen.write(catalogue, module, language, _now().date(), tick))
    click.echo(f"{file} written.")


@course.command()
def worker() -> None:
    """Settle attempts whose time is over and send what waits in the outbox, until stopped.

    `course serve` starts one by itself. Without a mail server letters wait.
    """
    settings = load()
    catalogue = _catalogue(settings.content_dir)
    database = open_database(settings)
    open_unit = _units(database)
    sender = f"course@{urlsplit(settings.base_url).hostname}"
    while True:
        done = settle_overdue(database.look, open_unit, catalogue, _now())
        if settings.mail_url:
            done += send_due(open_unit, settings.mail_url, sender, _now)
        if not done:
            time.sleep(_SWEEP)
