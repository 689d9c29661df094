"""Settings: read once from the environment, checked, frozen. The only reader of `os.environ`.

Nonsense is refused with a sentence that says what to write.
"""

import ipaddress
import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from course.base.errors import ConfigurationError

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "ru", "kk", "ky", "tg", "tk", "uz")
"""Languages the interface is complete in."""


class Mode(StrEnum):
    DEMO = "demo"
    """Loopback only, with invented people."""
    ROOM = "room"
    """A training room's own network, without https."""
    LIVE = "live"
    """Behind https, or it refuses to start."""
    COMMAND = "command"
    """A command that serves nothing."""


@dataclass(frozen=True)
class Settings:
    mode: Mode
    data_dir: Path
    database_url: str
    secret_key: str
    password_salt: str
    base_url: str
    mail_url: str | None
    content_dir: Path = ROOT

    @property
    def https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def hosts(self) -> list[str]:
        """The names under which the site answers; any other `Host` gets 400."""
        own = urlsplit(self.base_url).hostname or ""
        return ["127.0.0.1", "localhost", "[::1]"] if self.mode is Mode.DEMO else [own]


VARIABLES = {
    "COURSE_DATABASE_URL": "where the rows are; default: sqlite in the data folder",
    "COURSE_DATA_DIR": "the data folder; default: var/ of the checkout",
    "COURSE_SECRET_KEY": "signs cookies and links; default: made once in keys/ (also COURSE_SECRET_KEY_FILE)",
    "COURSE_BASE_URL": "the address people type; default: http://127.0.0.1:8000",
    "COURSE_MAIL_URL": "smtp://[user:password@]host[:port] or smtps://…; default: mail waits in the outbox",
}


def load(mode: Mode = Mode.COMMAND, environ: Mapping[str, str] | None = None, port: int = 8000) -> Settings:
    """The settings of this process.

    Raises ConfigurationError with a sentence that says what to write.
    """
    values = os.environ if environ is None else environ
    data_dir = _data_dir(values)
    base_url = _base_url(values, mode, port)
    keys = data_dir / "keys"
    return Settings(
        mode=mode,
        data_dir=data_dir,
        database_url=_database_url(values, data_dir),
        secret_key=_secret(values, "COURSE_SECRET_KEY", keys / "secret_key", mode),
        password_salt=_secret({}, "", keys / "password_salt", mode),
        base_url=base_url,
        mail_url=_mail_url(values),
    )


def _data_dir(values: Mapping[str, str]) -> Path:
    folder = Path(values.get("COURSE_DATA_DIR") or ROOT / "var").absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "keys").mkdir(mode=0o700, exist_ok=True)
        probe = folder / f".writable-{secrets.token_hex(4)}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise ConfigurationError(
            "The data folder %(folder)s cannot be written (%(reason)s). Give this user the right to write "
            "there, or name another folder: COURSE_DATA_DIR=/path/to/folder",
            folder=folder,
            reason=error.strerror,
        ) from None
    return folder


def _database_url(values: Mapping[str, str], data_dir: Path) -> str:
    text = values.get("COURSE_DATABASE_URL", "")
    if not text:
        return f"sqlite:///{data_dir / 'course.sqlite3'}"
    try:
        url = make_url(text)
        backend = url.get_backend_name()
    except (ArgumentError, ValueError):
        backend = ""
    if backend == "postgresql" and url.database:
        return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    if backend == "sqlite" and url.database and url.database != ":memory:":
        return url.render_as_string(hide_password=False)
    raise ConfigurationError(
        "COURSE_DATABASE_URL is not an address of a database the course knows. Write "
        "postgresql://user:password@host/name or sqlite:////path/to/file, or leave it empty for the "
        "embedded database."
    )


def _secret(values: Mapping[str, str], name: str, path: Path, mode: Mode) -> str:
    given = values.get(name, "")
    named = values.get(f"{name}_FILE", "")
    if given and named:
        raise ConfigurationError("Both %(name)s and %(name)s_FILE are set. Keep one of them.", name=name)
    if named:
        path = Path(named)
        if not path.is_file():
            raise ConfigurationError(
                "%(name)s_FILE names %(path)s, which is not a file. Write the path of an existing file.",
                name=name,
                path=path,
            )
    if not given:
        given = _kept_secret(path, made_here=not named, mode=mode)
    if len(given) < 32:
        raise ConfigurationError(
            "%(name)s is shorter than 32 characters. Write a random one, for instance the output of: "
            'python3 -c "import secrets; print(secrets.token_urlsafe(48))"',
            name=name or path.name,
        )
    return given


def _kept_secret(path: Path, *, made_here: bool, mode: Mode) -> str:
    if made_here:
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(48))
    if mode is Mode.LIVE and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ConfigurationError(
            "The secret file %(path)s can be read by other users of this machine. Type: chmod 600 %(path)s",
            path=path,
        )
    return path.read_text().strip()


def _base_url(values: Mapping[str, str], mode: Mode, port: int) -> str:
    text = (values.get("COURSE_BASE_URL") or f"http://127.0.0.1:{port}").rstrip("/")
    parts = _parts(text)
    host = parts.hostname or ""
    extra = parts.path or parts.query or parts.fragment or "@" in parts.netloc
    if parts.scheme not in {"http", "https"} or not host or extra or "*" in host:
        raise ConfigurationError(
            "COURSE_BASE_URL is “%(text)s”, which is not the address of a site. Write it like "
            "https://training.example.org, without a path.",
            text=text.rpartition("@")[2],
        )
    if mode is Mode.DEMO and not _is_loopback(host):
        raise ConfigurationError(
            "Demo mode answers this machine only, but COURSE_BASE_URL is “%(text)s”. Leave COURSE_BASE_URL "
            "empty for the demo, or serve without --demo.",
            text=text,
        )
    if mode is Mode.LIVE and parts.scheme != "https":
        raise ConfigurationError(
            "A live site needs https, but COURSE_BASE_URL is “%(text)s”. Write "
            "COURSE_BASE_URL=https://your.site.example, or add --room for a training room's own network, or "
            "--demo for a trial on this machine.",
            text=text,
        )
    if mode is Mode.ROOM and parts.scheme == "http" and not _is_private(host):
        raise ConfigurationError(
            "Room mode allows plain http on a private address or a .local name only, but COURSE_BASE_URL is "
            "“%(text)s”. Write for instance COURSE_BASE_URL=http://192.168.1.10:8000, or use https.",
            text=text,
        )
    return text


def _parts(text: str) -> SplitResult:
    """The parts of an address; empty ones where it cannot be read."""
    try:
        parts = urlsplit(text)
        _ = parts.port  # read, because only that checks it
    except ValueError:
        return urlsplit("")
    return parts


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_private(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".local")
    return address.is_private and not address.is_unspecified


def _mail_url(values: Mapping[str, str]) -> str | None:
    text = values.get("COURSE_MAIL_URL", "")
    if not text:
        return None
    parts = _parts(text)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ConfigurationError(
            "COURSE_MAIL_URL is not the address of a mail server. Write smtp://user:password@host:587 or "
            "smtps://user:password@host:465, or leave it empty: mail then waits in the outbox."
        )
    return text
