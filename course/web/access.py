"""The guard: the first layer of authority, before any view runs.

A stranger is sent to sign in from every address that is not public, existing or not. A person without the
permission gets the same 404 as for an address that does not exist. Every change needs a valid form token
and a request that this site itself started.
"""

from urllib.parse import unquote, urlencode, urlsplit

from flask import Flask, current_app, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import BadRequest, HTTPException, NotFound
from werkzeug.routing import IntegerConverter, Map, RequestRedirect
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from course.base.access import PUBLIC, Permission, access_of
from course.base.errors import N_, ConfigurationError
from course.web import context, held

SIGN_IN = "/sign-in"
LARGEST_ID = 2**31 - 1
_SAFE = {"GET", "HEAD", "OPTIONS"}

_csrf = CSRFProtect()


class Forged(BadRequest):
    """A change that this site's own pages did not ask for, or whose page is too old."""

    description = N_(
        "This form came from a page that is no longer valid. Go back, load the page again and send it once more."
    )


class RowId(IntegerConverter):
    """A number in an address that a row can have; any other is an address that does not exist."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=LARGEST_ID)


def install(app: Flask) -> None:
    app.url_map.converters["int"] = RowId
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None)
    _csrf.init_app(app)
    app.before_request(_guard)


def refuse_unmarked(app: Flask) -> None:
    """Nothing is open by default: a route without a declared permission or `@public` stops the start."""
    for rule in app.url_map.iter_rules():
        if access_of(app.view_functions[rule.endpoint]) is None:
            raise ConfigurationError(
                "The address %(rule)s (%(endpoint)s) says neither @requires(Permission.…) nor @public. "
                "Mark its view with one of them.",
                rule=rule.rule,
                endpoint=rule.endpoint,
            )


def _guard() -> Response | None:
    if isinstance(request.routing_exception, BadRequest):
        raise request.routing_exception
    mark = _mark_of_request()
    if mark != PUBLIC:
        actor = context.find_actor()
        if actor is None:
            held.hold()
            return redirect(sign_in_url(), 303)
        if not isinstance(mark, Permission) or not actor.may(mark) or "\0" in request.path:
            raise NotFound
    if request.method not in _SAFE:
        _refuse_forged()
    _refuse_nul()
    return None


def _mark_of_request() -> Permission | str | None:
    if isinstance(request.routing_exception, RequestRedirect):
        return _mark_of_address(request.routing_exception.new_url)
    if request.endpoint is None:
        return None
    return access_of(current_app.view_functions[request.endpoint])


def _mark_of_address(url: str) -> Permission | str | None:
    """The mark of where a missing last slash leads: the way there tells no more than the address itself."""
    adapter = current_app.create_url_adapter(request)
    if adapter is None:
        return None
    try:
        endpoint, _ = adapter.match(unquote(urlsplit(url).path))
    except HTTPException:
        return None
    return access_of(current_app.view_functions[endpoint])


def _refuse_forged() -> None:
    site = request.headers.get("Sec-Fetch-Site")
    own = site == "same-origin" if site is not None else _same_origin(request.headers.get("Origin"))
    if not own:
        raise Forged
    _csrf.protect()


def _refuse_nul() -> None:
    """No text of ours holds a NUL; one of the two databases could not even keep it."""
    for fields in (request.args, request.form):
        if any("\0" in text for name in fields for text in (name, *fields.getlist(name))):
            raise BadRequest


def _same_origin(origin: str | None) -> bool:
    if not origin:
        return False
    settings = context.settings()
    theirs, ours = urlsplit(origin), urlsplit(settings.base_url if settings.https else request.host_url)
    return (theirs.scheme, theirs.netloc) == (ours.scheme, ours.netloc)


def sign_in_url() -> str:
    """The sign-in page that comes back to where the stranger wanted to go (a GET address of ours)."""
    wanted = request.full_path.rstrip("?") if request.method in _SAFE else request.path
    return f"{SIGN_IN}?{urlencode({'next': local_path(wanted)})}"


def local_path(text: str | None, default: str = "/") -> str:
    """`text` when it is a path on this site, else `default`. The only judge of `next=`.

    Accepts one leading slash followed by anything that browsers cannot read as another host: no second
    slash, no backslash, no control characters, no scheme, also after one round of percent-decoding.
    """
    if not text or len(text) > 2000 or not text.startswith("/"):
        return default
    lowered = text.lower()
    if lowered.startswith(("//", "/%2f", "/%5c", "/\\", "/%09", "/%0a", "/%0d")):
        return default
    if "\\" in text or any(ord(letter) < 0x21 or ord(letter) == 0x7F for letter in text):
        return default
    try:
        parts = urlsplit(text)
    except ValueError:
        return default
    return default if parts.scheme or parts.netloc else text
