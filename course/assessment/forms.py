"""What trainers type to arrange the quizzes of an event."""

from datetime import datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateTimeLocalField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from course.web.forms import Form

_YEARS = range(2000, 2100)
SHORTEST_PASSWORD = 6


class MomentField(DateTimeLocalField):  # type: ignore[misc]
    """Day and time without a zone: the form's reader knows it is the event's."""

    def __init__(self, label: str, validators: list[Any], **options: Any) -> None:
        super().__init__(label, validators, format="%Y-%m-%dT%H:%M", **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if not valuelist or not valuelist[0].strip():
            return
        try:
            found = datetime.fromisoformat(valuelist[0].strip())
        except ValueError:
            found = None
        if found is None or found.tzinfo is not None or found.year not in _YEARS:
            raise ValueError(gettext("Write day and time like 2026-11-24T09:30."))
        self.data = found


class CountField(IntegerField):  # type: ignore[misc]
    """A whole number from 0 to `most`; empty is 0."""

    def __init__(self, label: str, most: int, **options: Any) -> None:
        super().__init__(label, **options)
        self._most = most

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        self.data = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else None
        if not typed:
            self.data = 0
        if self.data is None or self.data > self._most:
            raise ValueError(gettext("Write a whole number from 0 to %(most)d.", most=self._most))


class WindowForm(Form):
    opens_at = MomentField(_l("Opens"), [Optional()])
    closes_at = MomentField(_l("Closes"), [Optional()])
    password = StringField(
        _l("Password to start"),
        [
            Optional(),
            Length(
                min=SHORTEST_PASSWORD,
                max=100,
                message=_l("Choose a password of 6 to 100 characters, longer than anyone would guess."),
            ),
        ],
    )
    no_password = BooleanField(_l("Ask for no password any more"))
    networks = TextAreaField(_l("Networks"), [Optional(), Length(max=2000)])


class AccommodationForm(Form):
    whom = SelectField(_l("For whom"), [DataRequired(_l("Choose for whom."))])
    occasion = SelectField(_l("Quiz or test"))
    minutes = CountField(_l("Extra minutes"), 600, default=0)
    attempts = CountField(_l("Extra attempts"), 10, default=0)
    reason = TextAreaField(_l("Reason"), [DataRequired(_l("Write why, in a sentence.")), Length(max=500)])
