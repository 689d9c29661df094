"""The site's own server in a process group of its own, to be killed in the middle of its work."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from course.app import create_app
from course.base.db import Database
from course.server import Server
from tests.house import House, settings_for
from tests.wire import Wire, free_port

_fork = multiprocessing.get_context("fork")


class Running:
    """Where it answers, and the way to end it all at once."""

    def __init__(self, address: str, group: int) -> None:
        self.address = address
        self._group = group

    def kill(self) -> None:
        """What a power cut does to a process: no signal that it could handle."""
        os.killpg(self._group, signal.SIGKILL)


@contextmanager
def running(
    house: House, folder: Path, spoil: Callable[[Flask], None] = lambda app: None
) -> Iterator[Running]:
    """The house, served by the site's own server: one parent and its processes, none of them this one."""
    port, url = free_port(), house.database.url.render_as_string(hide_password=False)
    house.database.dispose()

    def make() -> Flask:
        app = create_app(settings_for(folder, url), house.catalogue, Database(url))
        spoil(app)
        return app

    def serve() -> None:
        os.setsid()
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        Server(make, "127.0.0.1", port, "").run()

    child = _fork.Process(target=serve)
    child.start()
    site = Running(f"http://127.0.0.1:{port}", child.pid or 0)
    try:
        _wait_for(site.address)
        yield site
    finally:
        if child.is_alive():
            site.kill()
        child.join()


def _wait_for(address: str) -> None:
    for _ in range(600):
        try:
            if Wire(address).get("/readyz").status == 200:
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server does not answer")
