"""Letters on their way: through the outbox to a real mail server on this machine, or kept until one answers."""

from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select

from course.messages.actions import LEASE, take_due, write
from course.messages.delivery import send_due
from course.messages.models import Message
from tests.house import BASE
from tests.wire import free_port

SENDER = "course@training.example.org"


@dataclass
class Letterbox:
    """A mail server that keeps what it gets, or says why not."""

    port: int = field(default_factory=free_port)
    refusal: str = ""
    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the server's own name for it
        if self.refusal:
            return self.refusal
        self.recipients.append(envelope.rcpt_tos)
        plain = envelope.content.replace(b"\r\n", b"\n")
        self.letters.append(message_from_bytes(plain, policy=policy.default))
        return "250 OK"

    def __enter__(self) -> "Letterbox":
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()
        return self

    def __exit__(self, *error) -> None:
        self._controller.stop()


@pytest.fixture
def letterbox():
    with Letterbox() as box:
        yield box


def put(house, to="olga@test.example", subject="Hello", body="Good day.\n", language="en") -> None:
    with house.unit() as session:
        write(session, house.clock(), to, language, subject, body)


def outbox(house) -> list[Message]:
    with house.look() as session:
        return list(session.scalars(select(Message).order_by(Message.id)))


def send(house, url: str) -> int:
    return send_due(house.unit, url, SENDER, house.clock)


def test_a_reset_letter_reaches_the_person_in_their_language_and_is_sent_once(house, letterbox):
    with house.unit() as session:
        house.person(session, "olga").language = "ru"
    house.stranger().post("/password-reset", email="OLGA@test.example")
    assert send(house, letterbox.url) == 1
    (letter,) = letterbox.letters
    assert letterbox.recipients == [["olga@test.example"]]
    assert letter["Subject"] == "Задайте новый пароль"
    assert letter["Content-Language"] == "ru"
    assert letter["From"] == SENDER
    assert letter["Date"].datetime == house.clock()
    text = letter.get_content()
    assert "Орлова Ольга" in text
    link = next(line for line in text.split() if line.startswith(f"{BASE}/password-reset/"))
    assert house.stranger().get(link.removeprefix(BASE)).status_code == 200
    assert send(house, letterbox.url) == 0
    assert len(letterbox.letters) == 1


def test_once_sent_the_link_is_no_longer_in_the_database(house, letterbox):
    house.stranger().post("/password-reset", email="olga@test.example")
    assert "/password-reset/" in outbox(house)[0].body
    send(house, letterbox.url)
    (kept,) = outbox(house)
    assert kept.body == ""
    assert kept.sent_at == house.clock()
    assert kept.last_error is None


def test_while_the_mail_server_is_away_the_letter_waits_longer_and_longer(house):
    put(house)
    nowhere = f"smtp://127.0.0.1:{free_port()}"
    for minutes in (1, 5, 30, 180, 180):
        assert send(house, nowhere) == 0
        (waiting,) = outbox(house)
        assert waiting.sent_at is None
        assert waiting.body == "Good day.\n"
        assert "ConnectionRefusedError" in waiting.last_error
        assert waiting.next_try_at == house.clock() + timedelta(minutes=minutes)
        assert send(house, nowhere) == 0
        assert outbox(house)[0].tries == waiting.tries, "not tried before its time"
        house.clock.forward(minutes=minutes)
    with Letterbox() as box:
        assert send(house, box.url) == 1
        assert box.letters[0].get_content() == "Good day.\n"


def test_a_server_that_refuses_one_letter_is_asked_again_later(sqlite_house, letterbox):
    put(sqlite_house)
    letterbox.refusal = "451 Too busy, come back later"
    assert send(sqlite_house, letterbox.url) == 0
    assert "451" in outbox(sqlite_house)[0].last_error
    letterbox.refusal = ""
    sqlite_house.clock.forward(minutes=1)
    assert send(sqlite_house, letterbox.url) == 1


def test_a_letter_that_cannot_be_sent_holds_up_no_other(sqlite_house, letterbox):
    put(sqlite_house, to="not an address")
    put(sqlite_house, to="оля@почта.example", subject="To an address in Cyrillic")
    put(sqlite_house, to="askar@test.example")
    send(sqlite_house, letterbox.url)
    assert ["askar@test.example"] in letterbox.recipients


def test_a_sender_killed_in_the_middle_leaves_its_letters_to_the_next_one(house, letterbox):
    put(house)
    with house.unit() as session:
        assert len(take_due(session, house.clock())) == 1
    assert send(house, letterbox.url) == 0, "another sender has it on lease"
    house.clock.now += LEASE
    assert send(house, letterbox.url) == 1


def test_two_senders_never_take_the_same_letter(house):
    for _ in range(3):
        put(house)
    with house.unit() as first:
        taken = {message.id for message in take_due(first, house.clock(), limit=2)}
        if house.database.url.get_backend_name() == "postgresql":
            with house.database.session(writes=True) as second:
                others = {message.id for message in take_due(second, house.clock())}
            assert taken.isdisjoint(others)
            assert len(others) == 1
    with house.unit() as later:
        assert taken.isdisjoint({message.id for message in take_due(later, house.clock())})


BREAKS = ["\r", "\n", "\r\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]


@pytest.mark.parametrize("mark", BREAKS)
def test_a_heading_with_a_line_break_is_refused_before_it_is_kept(sqlite_house, mark):
    for heading in (
        {"subject": f"Hello{mark}Bcc: eve@test.example"},
        {"to": f"olga@test.example{mark}Bcc: eve@test.example"},
        {"subject": f"Hello{mark}"},
    ):
        with pytest.raises(ValueError, match="line break"):
            put(sqlite_house, **heading)
    assert outbox(sqlite_house) == []


def test_line_breaks_of_a_body_stay_in_the_body(sqlite_house, letterbox):
    body = "One\nBcc: eve@test.example\n\n.\nQUIT\nLast\n"
    put(sqlite_house, body=body)
    assert send(sqlite_house, letterbox.url) == 1
    (letter,) = letterbox.letters
    assert letter["Bcc"] is None
    assert letter.get_content() == body
    assert letterbox.recipients == [["olga@test.example"]]


def test_an_address_with_a_line_break_is_refused_by_the_form(sqlite_house):
    for address in ("olga@test.example\nBcc: eve@test.example", "olga@test.example\r\n.", "a@b@c"):
        answer = sqlite_house.stranger().post("/password-reset", email=address)
        assert answer.status_code in (200, 422)
    assert outbox(sqlite_house) == []


def test_the_outbox_works_with_no_mail_server_at_all(sqlite_house):
    assert sqlite_house.app.extensions["course_settings"].mail_url is None
    assert sqlite_house.stranger().post("/password-reset", email="olga@test.example").status_code == 200
    assert len(outbox(sqlite_house)) == 1
