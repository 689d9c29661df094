"""The public check answers one address only so often."""

import pytest
from werkzeug.exceptions import TooManyRequests

from course.web import limits
from course.web.limits import Limiter


class Seconds:
    now = 0.0

    def __call__(self):
        return self.now


def refused(limiter, address="a") -> bool:
    try:
        limiter.refuse_excess(address)
    except TooManyRequests:
        return True
    return False


def test_so_many_in_a_minute_and_not_one_more():
    clock = Seconds()
    limiter = Limiter(3, clock)
    assert [refused(limiter) for _ in range(5)] == [False, False, False, True, True]
    clock.now = 59.9
    assert refused(limiter)
    clock.now = 60.1
    assert [refused(limiter) for _ in range(4)] == [False, False, False, True]


def test_one_address_does_not_use_up_the_others():
    limiter = Limiter(1, Seconds())
    assert [refused(limiter, address) for address in "abab"] == [False, False, True, True]


def test_the_wait_that_is_told_is_enough():
    clock = Seconds()
    limiter = Limiter(1, clock)
    limiter.refuse_excess("a")
    clock.now = 20.5
    with pytest.raises(TooManyRequests) as refusal:
        limiter.refuse_excess("a")
    clock.now += refusal.value.retry_after
    limiter.refuse_excess("a")


def test_a_flood_of_addresses_does_not_fill_the_memory():
    limiter = Limiter(1, Seconds())
    for number in range(30_000):
        refused(limiter, str(number))
    assert len(limiter._seen) <= 10_001


CODE = "0123456789ABCDEFGHJKMNPQRS"


@pytest.mark.parametrize(
    "path",
    [f"/verify/{CODE}", f"/certificates/{CODE}", f"/certificates/{CODE}.pdf", f"/certificates/{CODE}.json"],
)
def test_guessing_codes_is_slowed_down_with_a_sentence_and_a_time(sqlite_house, path):
    limits.install(sqlite_house.app, most=3)
    stan = sqlite_house.stranger()
    answers = [stan.get(path) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [404, 404, 404, 429, 429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 61
    assert "Too many requests" in answers[-1].text
    elsewhere = stan.get(path, environ_overrides={"REMOTE_ADDR": "10.0.0.7"})
    assert elsewhere.status_code == 404


def test_a_name_that_a_stranger_claims_in_a_header_is_not_another_address(sqlite_house):
    limits.install(sqlite_house.app, most=3)
    stan = sqlite_house.stranger()
    answers = [
        stan.get(f"/verify/{CODE}", headers={"X-Forwarded-For": f"10.0.0.{number}"}).status_code
        for number in range(5)
    ]
    assert answers[-2:] == [429, 429]
