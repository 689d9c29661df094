"""Names that several screens write: roles, countries."""

from flask_babel import lazy_gettext as _l

from course.base.access import Role

ROLE_NAMES = {
    Role.OFFICIAL: _l("Official"),
    Role.TRAINER: _l("Trainer"),
    Role.FOCAL_POINT: _l("Focal point"),
    Role.ISSUER: _l("Issuer"),
    Role.ADMIN: _l("Administrator"),
    Role.AUDITOR: _l("Auditor"),
}

COUNTRY_NAMES = {
    "KZ": _l("Kazakhstan"),
    "KG": _l("Kyrgyzstan"),
    "TJ": _l("Tajikistan"),
    "TM": _l("Turkmenistan"),
    "UZ": _l("Uzbekistan"),
}
