"""Who may reach what: every address × every principal (checklist A2), and the world it is tried in.

Fourteen principals are promised. Twelve stand here; “second factor pending” comes with the second factor
(events and people), “token without scope” with the interface for programs (a later round).
"""

import re
from dataclasses import dataclass, field
from urllib.parse import quote

from flask_security.recoverable import generate_reset_password_token
from werkzeug.test import TestResponse

from course.accounts.actions import PersonDetails, add_person, suspend
from course.accounts.models import Person
from course.assessment.arrangements import Grant, add_accommodation
from course.base import audit
from course.base.access import Role
from course.certificates.actions import reserve_certificate, store_document
from course.learning.queries import find_enrolment
from course.web import limits
from tests.house import BASE, Browser, House, hashed_password

OFFICIALS = {"olga", "askar", "bahor"}
TRAINERS = {"tomas", "tanya"}
FOCAL_POINTS = {"farida", "zarina"}
"""Farida: Olga's country. Zarina: Bahor's."""
SIGNED_IN = OFFICIALS | TRAINERS | FOCAL_POINTS | {"igor", "ada", "august"}
EVERYBODY = SIGNED_IN | {"stranger", "sus"}
"""Sus was suspended while signed in: a stranger from then on."""
ENROLLED = OFFICIALS | TRAINERS
REVIEWERS = TRAINERS | FOCAL_POINTS | {"ada", "august"}
MANAGERS = {"igor", "ada", "august"}
NOBODY: set[str] = set()

NO_ID = 2_000_000_000
"""An id that no row has."""


@dataclass(frozen=True)
class Case:
    """One address, and the principals for whom there is something."""

    path: str
    may: set[str]
    fields: dict[str, object] = field(default_factory=dict)


@dataclass
class World:
    """The house with people in the middle of things, and one browser per principal."""

    house: House
    browsers: dict[str, Browser]
    ids: dict[str, int]
    words: dict[str, str]
    tokens: dict[str, str]
    """Principal → a form token of their browser."""

    def ask(self, who: str, method: str, path: str, fields: dict[str, object]) -> TestResponse:
        """One request as this principal's browser would send it, with a valid form token."""
        browser = self.browsers[who]
        if method in {"GET", "HEAD"}:
            return browser.client.open(path, method=method, base_url=BASE)
        token = self.tokens[who]
        if method == "PUT":
            headers = {**browser.headers, "X-CSRFToken": token}
            return browser.client.put(path, json=fields, headers=headers, base_url=BASE)
        return browser.client.open(
            path,
            method=method,
            data={"csrf_token": token, **fields},
            headers=browser.headers,
            base_url=BASE,
        )

    def again(self, who: str) -> None:
        """Sign in anew, after the principal has signed out."""
        if who not in {"stranger", "sus"}:
            self.browsers[who] = self.house.browser(who)
        self.tokens[who] = self.browsers[who].token()

    def read_notices(self, who: str) -> None:
        """Let the notices that an act left for the next page be shown, so that they colour no other answer."""
        self.browsers[who].get("/verify")


def settle(house: House) -> World:
    """Olga holds a certificate; Askar (spring) and Bahor (autumn) sit over an open attempt."""
    limits.install(house.app, most=100_000)
    house.people = dict(house.people)
    hashed = hashed_password(house.app)
    machine, now = audit.operator("tests"), house.clock()
    with house.unit() as unit:
        house.person(unit, "sus").active = True
        for name, country, roles in (("zarina", "TJ", {Role.FOCAL_POINT}), ("viktor", "KZ", {Role.OFFICIAL})):
            details = PersonDetails(
                surname="Another",
                given_name=name.capitalize(),
                email=f"{name}@test.example",
                country=country,
                agency="Border Service",
            )
            house.people[name] = add_person(unit, machine, now, details, roles, hashed).id
    browsers = {name: house.browser(name) for name in [*SIGNED_IN, "sus"]}
    browsers["stranger"] = house.stranger()
    with house.unit() as unit:
        suspend(unit, house.person(unit, "ada").as_actor(), now, house.person(unit, "sus"))
    house.read_every_lesson(browsers["olga"])
    ids = {**house.people, "done": house.pass_every_quiz(browsers["olga"])[0]}
    ids["accommodation"] = _accommodation(house)
    ids |= {"open": house.start(browsers["askar"]), "far": house.start(browsers["bahor"])}
    words = {"certificate": _certificate(house), **_words(house)}
    tokens = {name: browser.token() for name, browser in browsers.items()}
    return World(house, browsers, ids, words, tokens)


def _certificate(house: House) -> str:
    """Olga's, with a stand-in for the bytes."""
    with house.unit() as unit:
        olga, ada = house.person(unit, "olga").as_actor(), house.person(unit, "ada").as_actor()
        enrolment = find_enrolment(unit, olga, house.catalogue.package.key)
        made = reserve_certificate(unit, ada, house.clock(), house.catalogue, enrolment.id, BASE)
        store_document(unit, ada, house.clock(), made.id, b"%PDF-1.7 stand-in")
        return made.code


def _accommodation(house: House) -> int:
    """Ten minutes more for everyone at the spring event."""
    with house.unit() as unit:
        grant = Grant(minutes=10, attempts=0, reason="The network was slow.")
        ada, event = house.person(unit, "ada").as_actor(), house.event(unit)
        return add_accommodation(unit, ada, house.clock(), house.catalogue, event, grant).id


def _words(house: House) -> dict[str, str]:
    with house.app.test_request_context("/", base_url=BASE), house.look() as session:
        token = generate_reset_password_token(session.get_one(Person, house.people["viktor"]))
    static = house.app.jinja_env.globals["static_url"]("theme.css")
    lesson = next(one for one in house.catalogue.published_lessons() if one.practice)
    module, name, language = next(iter(house.catalogue.figures))
    return {
        "reset": token,
        "static": static,
        "lesson": f"/modules/{lesson.module}/lessons/{lesson.key}",
        "practice": lesson.practice[0],
        "figure": f"/modules/{module}/figures/{name}.{language}.svg",
        "term": next(iter(house.catalogue.glossary)),
    }


def table(world: World) -> dict[str, list[Case]]:
    """`METHOD rule` → its cases. An address of the site that is not a key here fails the contract."""
    ids, words = world.ids, world.words
    certificate, lesson = f"/certificates/{words['certificate']}", words["lesson"]
    anyone = {"stranger", "sus"} | SIGNED_IN

    def attempts(ending: str, **fields: object) -> list[Case]:
        return [
            Case(f"/attempts/{ids['done']}/{ending}", {"olga"}, fields),
            Case(f"/attempts/{ids['open']}/{ending}", {"askar"}, fields),
            Case(f"/attempts/{ids['far']}/{ending}", {"bahor"}, fields),
            Case(f"/attempts/{NO_ID}/{ending}", NOBODY, fields),
        ]

    def events(
        ending: str, spring: set[str], autumn: set[str], standing: set[str], **fields: object
    ) -> list[Case]:
        return [
            Case(f"/events/spring/{ending}", spring, fields),
            Case(f"/events/autumn/{ending}", autumn, fields),
            Case(f"/events/self-study/{ending}", standing, fields),
            Case(f"/events/nowhere/{ending}", NOBODY, fields),
        ]

    def viktor(ending: str, may: set[str], **fields: object) -> list[Case]:
        return [
            Case(f"/manage/people/{ids['viktor']}{ending}", may, fields),
            Case(f"/manage/people/{NO_ID}{ending}", NOBODY, fields),
        ]

    def public(path: str, **fields: object) -> list[Case]:
        return [Case(path, anyone, fields)]

    def signed_in(path: str, **fields: object) -> list[Case]:
        return [Case(path, SIGNED_IN, fields)]

    watchers = {"ada", "august"}
    results = ({"tomas"} | watchers, {"tanya"} | watchers, watchers)
    issuers = {"igor", "ada"}
    arrangers = ({"tomas", "ada"}, {"tanya", "ada"}, {"ada"})
    withdrawal = f"accommodations/{ids['accommodation']}/withdrawal"
    return {
        "GET /": signed_in("/"),
        "GET /account": signed_in("/account"),
        "POST /account/password": signed_in("/account/password"),
        "POST /account/sign-outs": signed_in("/account/sign-outs"),
        "GET /attempts/<int:attempt_id>/": attempts(""),
        "PUT /attempts/<int:attempt_id>/answers/<int:position>": [
            *attempts("answers/1", sequence=0, fields={}),
            Case(f"/attempts/{ids['open']}/answers/99", NOBODY, {"sequence": 0, "fields": {}}),
        ],
        "GET /attempts/<int:attempt_id>/questions/<int:position>": [
            *attempts("questions/1"),
            Case(f"/attempts/{ids['open']}/questions/99", NOBODY),
        ],
        "POST /attempts/<int:attempt_id>/questions/<int:position>": attempts("questions/1", sequence=0),
        "GET /attempts/<int:attempt_id>/result": attempts("result"),
        "GET /attempts/<int:attempt_id>/submission": attempts("submission"),
        "POST /attempts/<int:attempt_id>/submission": attempts("submission"),
        "GET /certificates/<code>": public(certificate),
        "GET /certificates/<code>.json": public(f"{certificate}.json"),
        "GET /certificates/<code>.pdf": public(f"{certificate}.pdf"),
        "POST /certificates/<code>/revocation": [
            Case(f"{certificate}/revocation", issuers, {"reason": "Issued by mistake."}),
            Case("/certificates/0123456789ABCDEFGHJKMNPQRS/revocation", NOBODY, {"reason": "No such one."}),
        ],
        "GET /events/<code>/accommodations": events("accommodations", *arrangers),
        "POST /events/<code>/accommodations": events("accommodations", *arrangers, whom="event", minutes="5"),
        "POST /events/<code>/accommodations/<int:accommodation_id>/withdrawal": [
            *events(withdrawal, arrangers[0], NOBODY, NOBODY),
            Case(f"/events/spring/accommodations/{NO_ID}/withdrawal", NOBODY),
        ],
        "GET /events/<code>/quizzes": events("quizzes", *arrangers),
        "GET /events/<code>/quizzes/<key>": [
            *events("quizzes/migration-policy", *arrangers),
            *events("quizzes/pre-test", *arrangers[:2], NOBODY),
            Case("/events/spring/quizzes/nothing", NOBODY),
        ],
        "POST /events/<code>/quizzes/<key>": [
            *events("quizzes/migration-policy", *arrangers),
            Case("/events/spring/quizzes/nothing", NOBODY),
        ],
        "GET /events/<code>/certificates": events("certificates", MANAGERS, MANAGERS, MANAGERS),
        "POST /events/<code>/certificates": events("certificates", issuers, issuers, issuers),
        "GET /events/<code>/results": events("results", *results),
        "POST /events/<code>/results/table.<form>": [
            *events("results/table.csv", *results),
            *events("results/table.xlsx", *results),
            *events("results/table.exe", NOBODY, NOBODY, NOBODY),
        ],
        "GET /first-administrator/<token>": [Case("/first-administrator/guess", NOBODY)],
        "POST /first-administrator/<token>": [Case("/first-administrator/guess", NOBODY)],
        "GET /glossary": signed_in("/glossary"),
        "GET /glossary/<key>": [*signed_in(f"/glossary/{words['term']}"), Case("/glossary/nothing", NOBODY)],
        "GET /glossary/<key>.json": [
            *signed_in(f"/glossary/{words['term']}.json"),
            Case("/glossary/nothing.json", NOBODY),
        ],
        "GET /healthz": public("/healthz"),
        "POST /language": public("/language", language="en"),
        "GET /manage/": [Case("/manage/", MANAGERS)],
        "GET /manage/people": [Case("/manage/people", watchers)],
        "POST /manage/people": [Case("/manage/people", {"ada"})],
        "GET /manage/people/<int:person_id>": [
            *viktor("", watchers),
            Case(f"/manage/people/{ids['olga']}", watchers),
        ],
        "POST /manage/people/<int:person_id>/assignments": viktor("/assignments", {"ada"}, event="spring"),
        "POST /manage/people/<int:person_id>/enrolments": [
            *viktor("/enrolments", {"ada"}, event="autumn"),
            Case(f"/manage/people/{ids['viktor']}/enrolments", NOBODY, {"event": "nowhere"}),
        ],
        "POST /manage/people/<int:person_id>/readmission": viktor("/readmission", {"ada"}),
        "POST /manage/people/<int:person_id>/roles": [
            *viktor("/roles", {"ada"}, role="trainer"),
            Case(f"/manage/people/{ids['viktor']}/roles", NOBODY, {"role": "emperor"}),
        ],
        "POST /manage/people/<int:person_id>/roles/<role>/withdrawal": viktor(
            "/roles/trainer/withdrawal", {"ada"}
        ),
        "POST /manage/people/<int:person_id>/suspension": viktor("/suspension", {"ada"}),
        "GET /manage/people/new": [Case("/manage/people/new", {"ada"})],
        "GET /modules/": signed_in("/modules/"),
        "GET /modules/<key>/": [*signed_in("/modules/migration-policy/"), Case("/modules/nothing/", NOBODY)],
        "GET /modules/<module_key>/guide": [
            Case("/modules/risk-assessment/guide", TRAINERS | {"ada"}),
            Case("/modules/orientation/guide", NOBODY),
        ],
        "GET /modules/<module>/figures/<name>.<lang>.svg": [
            *signed_in(words["figure"]),
            Case("/modules/migration-policy/figures/nothing.en.svg", NOBODY),
        ],
        "GET /modules/<module_key>/lessons/<lesson_key>": [
            *signed_in(lesson),
            Case("/modules/migration-policy/lessons/nothing", NOBODY),
        ],
        "POST /modules/<module_key>/lessons/<lesson_key>/completion": [
            *signed_in(f"{lesson}/completion"),
            Case("/modules/migration-policy/lessons/nothing/completion", NOBODY),
        ],
        "POST /modules/<module_key>/lessons/<lesson_key>/practice/<question_key>": [
            *signed_in(f"{lesson}/practice/{words['practice']}"),
            Case(f"{lesson}/practice/q1-01", NOBODY),
        ],
        "GET /password-reset": public("/password-reset"),
        "POST /password-reset": public("/password-reset", email="nobody@test.example"),
        "GET /password-reset/<token>": public(f"/password-reset/{words['reset']}"),
        "POST /password-reset/<token>": public(f"/password-reset/{words['reset']}"),
        "GET /progress": signed_in("/progress"),
        "GET /quizzes/<key>/": [*signed_in("/quizzes/migration-policy/"), Case("/quizzes/nothing/", NOBODY)],
        "POST /quizzes/<key>/attempts": [
            Case("/quizzes/migration-policy/attempts", ENROLLED),
            Case("/quizzes/nothing/attempts", NOBODY),
        ],
        "GET /readyz": public("/readyz"),
        "GET /review/": [Case("/review/", REVIEWERS)],
        "GET /review/attempts/<int:attempt_id>": [
            Case(f"/review/attempts/{ids['done']}", {"tomas", "farida"} | watchers),
            Case(f"/review/attempts/{ids['far']}", {"tanya", "zarina"} | watchers),
            Case(f"/review/attempts/{NO_ID}", NOBODY),
        ],
        "GET /search": signed_in("/search?q=%D0%B2%D0%B8%D0%B7%D0%B0"),
        "GET /sign-in": public("/sign-in"),
        "POST /sign-in": public("/sign-in"),
        "POST /sign-out": signed_in("/sign-out"),
        "GET /static/<name>": public(words["static"]),
        "GET /verify": public("/verify"),
        "GET /verify/<code>": public(f"/verify/{words['certificate']}"),
    }


ENDS_A_SIGN_IN = {"POST /sign-out", "POST /account/sign-outs"}


def keys_of(app) -> set[str]:
    """Every `METHOD rule` of the site's own URL map."""
    return {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }


def outcome(answer: TestResponse) -> str:
    """`open`, `absent`, `sign in`, or `broken` with the status."""
    if answer.status_code == 404:
        return "absent"
    if answer.status_code == 303 and answer.location.startswith("/sign-in?next="):
        return "sign in"
    if answer.status_code in {200, 303, 409, 422}:
        return "open"
    return f"broken ({answer.status_code})"


def expected(world: World, key: str, case: Case, who: str) -> str:
    if who in case.may:
        return "open"
    mark = world.house.app.view_functions[_endpoint(world, key)].access
    return "sign in" if mark != "public" and who in {"stranger", "sus"} else "absent"


def _endpoint(world: World, key: str) -> str:
    method, _, path = key.partition(" ")
    return next(
        rule.endpoint
        for rule in world.house.app.url_map.iter_rules()
        if rule.rule == path and method in rule.methods
    )


def as_absent(answer: TestResponse, path: str) -> tuple[int, list[tuple[str, str]], str]:
    """Status, headers and body of a 404, with the page's own address and the form token taken out.

    The language switch carries the address that was asked for, so two addresses can agree only without it.
    """
    body = re.sub(rf'name="next" value="{re.escape(path)}\??"', 'name="next"', answer.text)
    body = re.sub(r'(name="csrf_token" value=")[^"]+', r"\1", body)
    headers = [(name, value) for name, value in answer.headers if name not in {"Content-Length", "Date"}]
    return answer.status_code, sorted(headers), body


def wrong_cells(world: World, keys: set[str] | None = None, *, heads: bool = True) -> tuple[int, list[str]]:
    """How many cells were tried, and a sentence for each that is not as the table says.

    `heads`: try HEAD beside every GET.
    """
    tried, wrong = 0, []
    for key, cases in table(world).items():
        if keys is not None and key not in keys:
            continue
        method = key.partition(" ")[0]
        for case in cases:
            for one in ("GET", "HEAD") if method == "GET" and heads else (method,):
                for who in sorted(EVERYBODY):
                    tried += 1
                    answer = world.ask(who, one, case.path, case.fields)
                    wrong += _look(world, who, one, key, case, answer)
                    if key in ENDS_A_SIGN_IN:
                        world.again(who)
                    elif one not in {"GET", "HEAD"} and answer.status_code == 303:
                        world.read_notices(who)
    return tried, wrong


def _look(world: World, who: str, method: str, key: str, case: Case, answer: TestResponse) -> list[str]:
    said, wanted = outcome(answer), expected(world, key, case, who)
    cell = f"{method} {case.path} as {who}"
    if said != wanted:
        return [f"{cell}: {said}, the table says {wanted}"]
    if said == "sign in" and answer.location != f"/sign-in?next={quote(case.path, safe='')}":
        return [f"{cell}: sends to {answer.location}"]
    if said == "absent" and method != "HEAD":
        elsewhere = case.path + "-no"
        twin = world.ask(who, method, elsewhere, case.fields)
        wanted_status = 303 if who in {"stranger", "sus"} else 404
        if twin.status_code == wanted_status == 404 and as_absent(answer, case.path) != as_absent(
            twin, elsewhere
        ):
            return [f"{cell}: a 404 that differs from the one of an address that does not exist"]
    return []
