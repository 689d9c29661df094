"""Forms and JSON accept named fields only (A8): what else is sent changes nothing."""

from flask import request
from sqlalchemy import select

from course.accounts.models import Person, RoleGrant
from course.base.access import Permission, Role, requires
from course.web import context
from tests.contracts.access_table import keys_of, settle
from tests.contracts.rows import all_rows

PLANTED = {
    "role": "admin", "roles": "admin", "score": "0.987654", "fraction": "987654", "passed": "planted",
    "user_id": "987654", "person_id": "987654", "event_id": "987654", "enrolment_id": "987654", "id": "987654",
    "issued_at": "1999-09-09T09:09:09", "created_at": "1999-09-09T09:09:09", "submitted_at": "1999-09-09",
    "deadline_at": "1999-09-09T09:09:09", "number": "987654", "seed": "987654", "active": "planted",
    "fs_uniquifier": "planted", "code": "planted", "serial": "planted", "issued_by_id": "987654",
    "agency_id": "987654", "granted_by_id": "987654", "now": "1999-09-09", "position": "planted",
    "password_hash": "planted", "attempt_id": "987654", "sex": "X", "time_zone": "planted",
}  # fmt: skip
MARKS = ("987654", "1999", "planted", "'X'")

PERSON = {
    "surname": "Новикова", "given_name": "Нина", "surname_latin": "Novikova", "given_name_latin": "Nina",
    "email": "nina@test.example", "country": "KZ", "agency": "Border Service", "language": "ru",
    "role": "official",
}  # fmt: skip
SECRET = "seven calm horses walk home"


def writes(world) -> dict[str, tuple[str, str, dict]]:
    """`METHOD rule` → who does it, where, and with which fields, so that it takes effect."""
    ids, words = world.ids, world.words
    viktor = f"/manage/people/{ids['viktor']}"
    return {
        "POST /account/password": ("tanya", "/account/password", {"current": "wrong", "password": "", "again": ""}),
        "POST /account/sign-outs": ("zarina", "/account/sign-outs", {}),
        "PUT /attempts/<int:attempt_id>/answers/<int:position>": (
            "askar", f"/attempts/{ids['open']}/answers/1", {"sequence": 0, "fields": {}}),
        "POST /attempts/<int:attempt_id>/questions/<int:position>": (
            "askar", f"/attempts/{ids['open']}/questions/2", {"sequence": "0"}),
        "POST /attempts/<int:attempt_id>/submission": ("askar", f"/attempts/{ids['open']}/submission", {}),
        "POST /certificates/<code>/revocation": (
            "igor", f"/certificates/{words['certificate']}/revocation", {"reason": "Issued by mistake."}),
        "POST /events/<code>/accommodations": (
            "tomas", "/events/spring/accommodations", {"whom": "event", "minutes": "5", "reason": "A slow link."}),
        "POST /events/<code>/accommodations/<int:accommodation_id>/withdrawal": (
            "tomas", f"/events/spring/accommodations/{ids['accommodation']}/withdrawal", {}),
        "POST /events/<code>/quizzes/<key>": (
            "tomas", "/events/spring/quizzes/pre-test", {"closes_at": "2026-11-24T09:00"}),
        "POST /events/<code>/certificates": ("igor", "/events/spring/certificates", {}),
        "POST /events/<code>/results/table.<form>": ("tomas", "/events/spring/results/table.csv", {}),
        "POST /first-administrator/<token>": ("stranger", "/first-administrator/guess", {}),
        "POST /language": ("stranger", "/language", {"language": "ru"}),
        "POST /manage/people": ("ada", "/manage/people", PERSON),
        "POST /manage/people/<int:person_id>/enrolments": ("ada", f"{viktor}/enrolments", {"event": "autumn"}),
        "POST /manage/people/<int:person_id>/roles": ("ada", f"{viktor}/roles", {"role": "trainer"}),
        "POST /manage/people/<int:person_id>/assignments": ("ada", f"{viktor}/assignments", {"event": "spring"}),
        "POST /manage/people/<int:person_id>/roles/<role>/withdrawal": (
            "ada", f"{viktor}/roles/trainer/withdrawal", {}),
        "POST /manage/people/<int:person_id>/suspension": ("ada", f"{viktor}/suspension", {}),
        "POST /manage/people/<int:person_id>/readmission": ("ada", f"{viktor}/readmission", {}),
        "POST /modules/<module_key>/lessons/<lesson_key>/completion": ("bahor", f"{words['lesson']}/completion", {}),
        "POST /modules/<module_key>/lessons/<lesson_key>/practice/<question_key>": (
            "bahor", f"{words['lesson']}/practice/{words['practice']}", {}),
        "POST /password-reset": ("stranger", "/password-reset", {"email": "bahor@test.example"}),
        "POST /password-reset/<token>": (
            "stranger", f"/password-reset/{words['reset']}", {"password": SECRET, "again": SECRET}),
        "POST /quizzes/<key>/attempts": ("tomas", "/quizzes/migration-policy/attempts", {}),
        "POST /sign-in": ("stranger", "/sign-in", {"identity": "bahor@test.example", "password": "wrong"}),
        "POST /sign-out": ("farida", "/sign-out", {}),
    }  # fmt: skip


def marked(rows: set[str]) -> list[str]:
    return [
        row for row in rows if any(mark in row for mark in MARKS) and not row.startswith("question_version")
    ]


def administrators(house) -> set[int]:
    with house.look() as session:
        return set(session.scalars(select(RoleGrant.person_id).where(RoleGrant.role == Role.ADMIN)))


def test_every_write_ignores_or_refuses_fields_that_it_does_not_name(house):
    world = settle(house)
    assert not marked(all_rows(house)), "the marks must not be there by themselves"
    chiefs = administrators(house)
    for key, (who, path, fields) in writes(world).items():
        method = key.partition(" ")[0]
        answer = world.ask(who, method, path, {**PLANTED, **fields})
        assert answer.status_code < 500, key
        found = marked(all_rows(house))
        assert not found, f"{key}: {found}"
        assert administrators(house) == chiefs, key


def test_the_list_of_writes_is_complete(sqlite_house):
    world = settle(sqlite_house)
    assert set(writes(world)) == {key for key in keys_of(world.house.app) if not key.startswith("GET ")}


def test_a_view_that_takes_whatever_is_sent_is_caught(sqlite_house):
    world = settle(sqlite_house)

    @requires(Permission.LEARN)
    def takes_everything():
        person = context.begin_writing().get_one(Person, context.actor().id)
        for name, value in request.form.items():
            if name in {"fs_uniquifier", "position", "sex"}:
                setattr(person, name, value)
        return "done"

    world.house.app.view_functions["accounts.change_password"] = takes_everything
    world.ask("tanya", "POST", "/account/password", PLANTED)
    assert marked(all_rows(sqlite_house))


BODIES = (
    {"sequence": 0, "fields": {}, "score": 1},
    {"sequence": 0, "fields": {}, "person_id": 1},
    {"sequence": 0, "fields": {}, "submitted_at": "2026-01-01"},
    {"sequence": "0; DROP TABLE answer", "fields": {}},
    {"sequence": -1, "fields": {}},
    {"sequence": 0, "fields": {"answer": "a"}},
    {"sequence": 0, "fields": {"answer": [{"deep": 1}]}},
    {"sequence": 0, "fields": {str(number): ["a"] for number in range(41)}},
    {"fields": {}},
    [],
    None,
    "text",
)


def test_an_answer_by_script_names_its_two_fields_and_nothing_else(sqlite_house):
    askar = sqlite_house.browser("askar")
    attempt = sqlite_house.start(askar)
    before = all_rows(sqlite_house)
    for body in BODIES:
        assert askar.put(f"/attempts/{attempt}/answers/1", body).status_code == 400, body
    assert all_rows(sqlite_house) == before
    assert askar.put(f"/attempts/{attempt}/answers/1", {"sequence": 0, "fields": {}}).status_code == 200
