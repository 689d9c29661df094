"""The browser's edge: content policy and the other headers that every answer carries."""

from flask import Flask, Response, request

from course.web import context

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def install(app: Flask) -> None:
    app.after_request(_add)


def _add(response: Response) -> Response:
    headers = response.headers
    headers["Content-Security-Policy"] = POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if request.endpoint != "static" or response.status_code != 200:
        headers.setdefault("Cache-Control", "no-store")
        response.vary.add("Cookie")
    if context.settings().https:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return response
