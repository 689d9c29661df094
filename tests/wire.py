"""A browser on a real connection, for sites that run in processes of their own."""

import json
import re
import socket
from dataclasses import dataclass, field
from http.client import HTTPMessage
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, OpenerDirector, Request, build_opener


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *ignored: object) -> None:
        return None


def _opener() -> OpenerDirector:
    return build_opener(HTTPCookieProcessor(CookieJar()), _Stay)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def location(self) -> str:
        return self.headers["Location"]


@dataclass
class Wire:
    """Follows no redirect by itself. Raises OSError when the site is not there."""

    address: str
    opener: OpenerDirector = field(default_factory=_opener)
    kept_token: str = ""
    """For the many small PUTs of one page."""

    def get(self, path: str) -> Answer:
        return self._ask(Request(self.address + path))

    def post(self, path: str, **fields: object) -> Answer:
        body = urlencode({"csrf_token": self.token(), **fields}, doseq=True).encode()
        return self._ask(Request(self.address + path, body, {"Sec-Fetch-Site": "same-origin"}))

    def put(self, path: str, body: object) -> Answer:
        self.kept_token = self.kept_token or self.token()
        headers = {
            "Sec-Fetch-Site": "same-origin",
            "X-CSRFToken": self.kept_token,
            "Content-Type": "application/json",
        }
        return self._ask(Request(self.address + path, json.dumps(body).encode(), headers, method="PUT"))

    def sign_in(self, identity: str, password: str) -> Answer:
        self.kept_token = ""
        return self.post("/sign-in", identity=identity, password=password)

    def token(self) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/verify").text)
        assert found, "no form token"
        return found[1]

    def _ask(self, request: Request) -> Answer:
        try:
            with self.opener.open(request, timeout=20) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read())
