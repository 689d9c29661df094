"""Roles, permissions, and the actor: who is asking.

The first layer of authority, a permission on every view, is decided here; the second, which things, is
decided by each slice's `policy`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar


class Role(StrEnum):
    OFFICIAL = "official"
    TRAINER = "trainer"
    FOCAL_POINT = "focal_point"
    ISSUER = "issuer"
    ADMIN = "admin"
    AUDITOR = "auditor"


class Permission(StrEnum):
    LEARN = "learn"
    """Read modules, attempt quizzes, see the own progress and account."""
    REVIEW = "review"
    """See results and attempts of the people one may see."""
    TEACH = "teach"
    """Read the trainers' guides, which hold the keys of activities and practice questions."""
    ARRANGE_QUIZZES = "arrange_quizzes"
    """Open and close the quizzes of an event one runs, and grant extra time and attempts there."""
    MANAGE = "manage"
    """Reach the front page of management."""
    SEE_PEOPLE = "see_people"
    MANAGE_PEOPLE = "manage_people"
    SEE_CANDIDATES = "see_candidates"
    ISSUE_CERTIFICATES = "issue_certificates"


_EVERYBODY = frozenset({Permission.LEARN})

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OFFICIAL: _EVERYBODY,
    Role.TRAINER: _EVERYBODY | {Permission.REVIEW, Permission.TEACH, Permission.ARRANGE_QUIZZES},
    Role.FOCAL_POINT: _EVERYBODY | {Permission.REVIEW},
    Role.ISSUER: _EVERYBODY | {Permission.MANAGE, Permission.SEE_CANDIDATES, Permission.ISSUE_CERTIFICATES},
    Role.ADMIN: frozenset(Permission),
    Role.AUDITOR: _EVERYBODY
    | {Permission.REVIEW, Permission.MANAGE, Permission.SEE_PEOPLE, Permission.SEE_CANDIDATES},
}


@dataclass(frozen=True)
class Actor:
    """Who is asking, as plain values that outlive a database unit."""

    id: int
    name: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    country: str | None = None
    agency_id: int | None = None
    language: str = "en"
    time_zone: str = "UTC"

    def may(self, permission: Permission) -> bool:
        return any(permission in PERMISSIONS[role] for role in self.roles)

    def is_a(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)


View = TypeVar("View", bound=Callable[..., object])

_MARK = "access"
PUBLIC = "public"


def requires(permission: Permission) -> Callable[[View], View]:
    """Mark a view as open to those who hold `permission`; the guard in `web.access` enforces it."""

    def mark(view: View) -> View:
        setattr(view, _MARK, permission)
        return view

    return mark


def public(view: View) -> View:
    """Mark a view as open to strangers. Say in its docstring why."""
    setattr(view, _MARK, PUBLIC)
    return view


def access_of(view: Callable[..., object]) -> Permission | str | None:
    """The mark of a view: a permission, `PUBLIC`, or None where nobody decided (the start is refused)."""
    return getattr(view, _MARK, None)
