"""Gunicorn with two processes of four threads, started from inside so that one command serves."""

import gc
from collections.abc import Callable
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication

PROCESSES = 2
THREADS = 4


class Server(BaseApplication):  # type: ignore[misc]
    """Serves what `make_app` returns; each process makes its own after the fork."""

    def __init__(self, make_app: Callable[[], Flask], host: str, port: int, greeting: str) -> None:
        self._make_app = make_app
        self._options: dict[str, Any] = {
            "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
            "workers": PROCESSES,
            "threads": THREADS,
            "worker_class": "gthread",
            "loglevel": "warning",
            "keepalive": 15,
            "graceful_timeout": 10,
            "limit_request_line": 4094,
            "limit_request_fields": 50,
            "when_ready": lambda _: click.echo(greeting),
            "control_socket_disable": True,
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        app = self._make_app()
        # The catalogue and the code live as long as the process: the collector need not walk them again.
        gc.collect()
        gc.freeze()
        return app
