"""Settings that make sense are taken; nonsense is refused with a sentence that says what to write."""

import stat

import pytest

from course.app import create_app
from course.base.db import Database
from course.base.errors import ConfigurationError
from course.config import VARIABLES, Mode, load
from tests.house import settings_for

LONG = "k" * 48
MISSING = "/nowhere/at/all"

ACCEPTED = [
    (Mode.COMMAND, {}),
    (Mode.DEMO, {}),
    (Mode.DEMO, {"COURSE_BASE_URL": "http://localhost:8000"}),
    (Mode.ROOM, {}),
    (Mode.ROOM, {"COURSE_BASE_URL": "http://192.168.1.10:8000"}),
    (Mode.ROOM, {"COURSE_BASE_URL": "http://10.0.0.5"}),
    (Mode.ROOM, {"COURSE_BASE_URL": "http://training.local:8000"}),
    (Mode.ROOM, {"COURSE_BASE_URL": "https://training.example.org"}),
    (Mode.LIVE, {"COURSE_BASE_URL": "https://training.example.org"}),
    (Mode.LIVE, {"COURSE_BASE_URL": "https://training.example.org/"}),
    (Mode.LIVE, {"COURSE_BASE_URL": "https://training.example.org:8443", "COURSE_SECRET_KEY": LONG}),
    (Mode.COMMAND, {"COURSE_DATABASE_URL": "postgresql://user:word@host/name"}),
    (Mode.COMMAND, {"COURSE_DATABASE_URL": "sqlite:////tmp/course.sqlite3"}),
    (Mode.COMMAND, {"COURSE_MAIL_URL": "smtp://user:word@mail.example:587"}),
    (Mode.COMMAND, {"COURSE_MAIL_URL": "smtps://mail.example"}),
]

REFUSED = [
    (Mode.LIVE, {}, "Write COURSE_BASE_URL=https://"),
    (Mode.LIVE, {"COURSE_BASE_URL": "http://training.example.org"}, "Write COURSE_BASE_URL=https://"),
    (Mode.LIVE, {"COURSE_BASE_URL": "http://192.168.1.10"}, "or add --room"),
    (Mode.LIVE, {"COURSE_BASE_URL": "https://*.example.org"}, "Write it like https://training.example.org"),
    (Mode.LIVE, {"COURSE_BASE_URL": "https://*"}, "Write it like https://training.example.org"),
    (Mode.LIVE, {"COURSE_BASE_URL": "https://"}, "Write it like https://training.example.org"),
    (Mode.LIVE, {"COURSE_BASE_URL": "https://example.org/course"}, "without a path"),
    (Mode.LIVE, {"COURSE_BASE_URL": "https://example.org?a=b"}, "Write it like https://training.example.org"),
    (Mode.LIVE, {"COURSE_BASE_URL": "https://example.org#top"}, "Write it like https://training.example.org"),
    (Mode.LIVE, {"COURSE_BASE_URL": "https://a:b@example.org"}, "Write it like https://training.example.org"),
    (Mode.LIVE, {"COURSE_BASE_URL": "https://example.org:port"}, "Write it like https://training"),
    (Mode.LIVE, {"COURSE_BASE_URL": "https://[::1"}, "Write it like https://training.example.org"),
    (Mode.LIVE, {"COURSE_BASE_URL": "ftp://example.org"}, "Write it like https://training.example.org"),
    (Mode.LIVE, {"COURSE_BASE_URL": "training.example.org"}, "Write it like https://training.example.org"),
    (Mode.DEMO, {"COURSE_BASE_URL": "http://192.168.1.10:8000"}, "Leave COURSE_BASE_URL empty for the demo"),
    (Mode.DEMO, {"COURSE_BASE_URL": "https://training.example.org"}, "or serve without --demo"),
    (Mode.DEMO, {"COURSE_BASE_URL": "http://localhost.example.org"}, "serve without --demo"),
    (
        Mode.ROOM,
        {"COURSE_BASE_URL": "http://training.example.org"},
        "COURSE_BASE_URL=http://192.168.1.10:8000",
    ),
    (Mode.ROOM, {"COURSE_BASE_URL": "http://8.8.8.8"}, "or use https"),
    (Mode.ROOM, {"COURSE_BASE_URL": "http://0.0.0.0:8000"}, "COURSE_BASE_URL=http://192.168.1.10:8000"),
    (Mode.COMMAND, {"COURSE_SECRET_KEY": "short"}, "secrets.token_urlsafe"),
    (Mode.COMMAND, {"COURSE_SECRET_KEY": LONG, "COURSE_SECRET_KEY_FILE": "x"}, "Keep one of them"),
    (Mode.COMMAND, {"COURSE_SECRET_KEY_FILE": MISSING}, "Write the path of an existing file"),
    (Mode.COMMAND, {"COURSE_DATABASE_URL": "mysql://host/name"}, "Write postgresql://"),
    (Mode.COMMAND, {"COURSE_DATABASE_URL": "postgresql://host"}, "Write postgresql://"),
    (Mode.COMMAND, {"COURSE_DATABASE_URL": "sqlite://"}, "Write postgresql://"),
    (Mode.COMMAND, {"COURSE_DATABASE_URL": "sqlite:///:memory:"}, "Write postgresql://"),
    (Mode.COMMAND, {"COURSE_DATABASE_URL": "not an address"}, "or leave it empty for the embedded database"),
    (Mode.COMMAND, {"COURSE_DATABASE_URL": "postgresql://host:port/name"}, "Write postgresql://"),
    (Mode.COMMAND, {"COURSE_MAIL_URL": "mail.example:25"}, "Write smtp://"),
    (Mode.COMMAND, {"COURSE_MAIL_URL": "smtp://"}, "or leave it empty"),
    (Mode.COMMAND, {"COURSE_MAIL_URL": "http://mail.example"}, "Write smtp://"),
    (Mode.COMMAND, {"COURSE_MAIL_URL": "smtp://mail.example:port"}, "Write smtp://"),
]


@pytest.fixture
def environ(tmp_path):
    return {"COURSE_DATA_DIR": str(tmp_path / "data")}


@pytest.mark.parametrize(("mode", "given"), ACCEPTED)
def test_settings_that_make_sense_are_taken(environ, mode, given):
    assert load(mode, environ | given).mode is mode


@pytest.mark.parametrize(("mode", "given", "told"), REFUSED)
def test_nonsense_is_refused_with_a_sentence_that_says_what_to_write(environ, mode, given, told):
    with pytest.raises(ConfigurationError) as refusal:
        load(mode, environ | given)
    assert told in str(refusal.value)


def test_every_setting_that_is_read_has_been_described(environ):
    asked = set()

    class Watched(dict):
        def get(self, name, default=None):
            asked.add(name)
            return super().get(name, default)

    load(Mode.COMMAND, Watched(environ))
    assert {name for name in asked if name and not name.endswith("_FILE")} <= set(VARIABLES)


def test_absent_secrets_are_made_once_for_the_owner_alone(environ, tmp_path):
    first, second = load(Mode.COMMAND, environ), load(Mode.COMMAND, environ)
    assert (first.secret_key, first.password_salt) == (second.secret_key, second.password_salt)
    assert first.secret_key != first.password_salt
    for path in (tmp_path / "data" / "keys").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert len(path.read_text()) >= 48
    assert stat.S_IMODE((tmp_path / "data" / "keys").stat().st_mode) == 0o700


def test_two_sites_have_different_secrets(tmp_path):
    one, other = (load(Mode.COMMAND, {"COURSE_DATA_DIR": str(tmp_path / name)}) for name in "ab")
    assert one.secret_key != other.secret_key


@pytest.mark.parametrize("name", ["secret_key", "password_salt"])
def test_a_live_site_refuses_a_secret_that_others_can_read_and_says_how_to_hide_it(environ, tmp_path, name):
    live = environ | {"COURSE_BASE_URL": "https://training.example.org"}
    load(Mode.LIVE, live)
    path = tmp_path / "data" / "keys" / name
    path.chmod(0o644)
    with pytest.raises(ConfigurationError, match=f"Type: chmod 600 {path}"):
        load(Mode.LIVE, live)
    path.chmod(0o600)
    load(Mode.LIVE, live)


def test_a_secret_in_a_named_file_is_taken_and_must_be_hidden_and_long(environ, tmp_path):
    path = tmp_path / "named"
    path.write_text(LONG + "\n")
    path.chmod(0o600)
    named = environ | {"COURSE_SECRET_KEY_FILE": str(path), "COURSE_BASE_URL": "https://a.example"}
    assert load(Mode.LIVE, named).secret_key == LONG
    path.chmod(0o640)
    with pytest.raises(ConfigurationError, match="chmod 600"):
        load(Mode.LIVE, named)
    path.chmod(0o600)
    path.write_text("short")
    with pytest.raises(ConfigurationError, match="shorter than 32"):
        load(Mode.LIVE, named)


def test_a_file_in_place_of_the_data_folder_is_told_with_another_name_to_write(tmp_path):
    path = tmp_path / "file"
    path.touch()
    with pytest.raises(ConfigurationError, match="COURSE_DATA_DIR=/path/to/folder"):
        load(Mode.COMMAND, {"COURSE_DATA_DIR": str(path)})


def test_no_secret_and_no_password_of_an_address_stands_in_a_refusal(environ):
    for given in (
        {"COURSE_SECRET_KEY": "hush"},
        {"COURSE_DATABASE_URL": "mysql://user:hush@host/name"},
        {"COURSE_MAIL_URL": "http://user:hush@host"},
        {"COURSE_BASE_URL": "https://user:hush@host"},
    ):
        with pytest.raises(ConfigurationError) as refusal:
            load(Mode.LIVE, environ | given)
        assert "hush" not in str(refusal.value)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 200),
        ("localhost:8000", 200),
        ("training.example.org", 400),
        ("127.0.0.1.example.org", 400),
        ("192.168.1.10:8000", 400),
        ("0.0.0.0:8000", 400),
    ],
)
def test_the_demo_answers_to_names_of_this_machine_only(tmp_path, catalogue, host, status):
    url = f"sqlite:///{tmp_path / 'course.sqlite3'}"
    app = create_app(settings_for(tmp_path, url), catalogue, Database(url))
    assert app.test_client().get("/healthz", base_url=f"http://{host}").status_code == status


def test_a_site_outside_the_demo_answers_to_its_own_name_only(tmp_path, catalogue):
    settings = load(
        Mode.LIVE, {"COURSE_DATA_DIR": str(tmp_path), "COURSE_BASE_URL": "https://training.example.org"}
    )
    client = create_app(settings, catalogue, Database(settings.database_url)).test_client()
    assert client.get("/healthz", base_url="https://training.example.org").status_code == 200
    assert client.get("/healthz", base_url="https://localhost").status_code == 400
