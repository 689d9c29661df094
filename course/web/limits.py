"""Limits on how often one address may ask the public check, and one person guess; kept per process."""

import threading
import time
from collections import deque
from collections.abc import Callable

from flask import Flask, request
from werkzeug.exceptions import TooManyRequests

from course.web import context

_WINDOW = 60.0
_MOST_ADDRESSES = 10_000
EXTENSION = "course_limiter"
_GUESSING = "course_guess_limiter"


class Limiter:
    """At most `most` requests in any minute from one address, or from one person."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._seen: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def refuse_excess(self, address: str) -> None:
        """Raise 429 when `address` has asked too often."""
        now = self._clock()
        with self._lock:
            if len(self._seen) > _MOST_ADDRESSES:
                self._seen.clear()
            times = self._seen.setdefault(address, deque())
            while times and times[0] <= now - _WINDOW:
                times.popleft()
            if len(times) >= self._most:
                raise TooManyRequests(retry_after=int(times[0] + _WINDOW - now) + 1)
            times.append(now)


def install(app: Flask, most: int = 120, guesses: int = 10) -> None:
    app.extensions[EXTENSION] = Limiter(most)
    app.extensions[_GUESSING] = Limiter(guesses)


def refuse_excess(app: Flask) -> None:
    """Count this request against its address."""
    app.extensions[EXTENSION].refuse_excess(address())


def refuse_guessing(app: Flask, person: str) -> None:
    """Count this request as a guess of this person's at a password; before it is looked at."""
    app.extensions[_GUESSING].refuse_excess(person)


def address() -> str:
    """Who asks. Behind the https proxy on this machine, and only there, the address that the proxy names."""
    peer = request.remote_addr or ""
    if context.settings().https and peer in {"127.0.0.1", "::1"}:
        return request.headers.get("X-Forwarded-For", peer).rpartition(",")[2].strip()
    return peer
