"""Our style sheet, scripts and Bootstrap's, named by content hash and compressed once, not per request."""

import gzip
import hashlib
import re
import secrets
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import brotli
from flask import Flask, Response, abort, request

from course.base.access import public

TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_COMMENTS = re.compile(rb"/\*[^*]*\*/\n?|^ *//.*\n", re.MULTILINE)
_RULE_SPACES = re.compile(rb"\s*([{};,])\s*")
_FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class StaticFile:
    hashed_name: str
    content_type: str
    encodings: dict[str, bytes]
    """Content coding → bytes: `br`, `gzip`, `identity`."""


def install(app: Flask, cache: Path) -> None:
    """Serve the files under /static/; compressed forms are kept in the folder `cache`."""
    folder = Path(__file__).parent / "static"
    own = [path for path in sorted(folder.iterdir()) if path.suffix in TYPES]
    sources = {path.name: _lightened(path.read_bytes(), path.suffix) for path in own}
    bootstrap = files("flask_bootstrap") / "static/bootstrap5/css/bootstrap.min.css"
    text = bootstrap.read_text().replace("/*# sourceMappingURL=bootstrap.min.css.map */", "")
    sources["bootstrap.css"] = text.encode()
    cache.mkdir(parents=True, exist_ok=True)
    by_name = {name: _prepare(name, content, cache) for name, content in sources.items()}
    by_hash = {file.hashed_name: file for file in by_name.values()}

    def static_url(name: str) -> str:
        return f"/static/{by_name[name].hashed_name}"

    @public
    def static(name: str) -> Response:
        """Open to all: holds no one's data."""
        return _send(by_hash.get(name) or abort(404))

    app.jinja_env.globals["static_url"] = static_url
    app.add_url_rule("/static/<name>", "static", static)


def _lightened(content: bytes, suffix: str) -> bytes:
    """Without comments, in a style sheet also without the spaces between rules: they are for those who read the
    files, and would weigh on every first visit."""
    content = _COMMENTS.sub(b"", content)
    return _RULE_SPACES.sub(rb"\1", content) if suffix == ".css" else content


def _prepare(name: str, content: bytes, cache: Path) -> StaticFile:
    digest = hashlib.sha256(content).hexdigest()[:16]
    path = Path(name)
    packed = cache / f"{digest}.br"
    if packed.is_file():
        small = packed.read_bytes()
    else:
        small = brotli.compress(content)
        aside = packed.with_suffix(f".{secrets.token_hex(8)}")
        aside.write_bytes(small)
        aside.replace(packed)
    encodings = {"br": small, "gzip": gzip.compress(content, mtime=0), "identity": content}
    return StaticFile(f"{path.stem}.{digest}{path.suffix}", TYPES[path.suffix], encodings)


def _send(file: StaticFile) -> Response:
    accepted = request.accept_encodings
    coding = next((name for name in ("br", "gzip") if accepted[name] > 0), "identity")
    response = Response(file.encodings[coding], content_type=f"{file.content_type}; charset=utf-8")
    if coding != "identity":
        response.headers["Content-Encoding"] = coding
    response.headers["Cache-Control"] = _FOREVER
    response.vary.add("Accept-Encoding")
    return response
