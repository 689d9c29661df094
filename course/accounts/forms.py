"""What people type about themselves and others."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, Length, Optional

from course.accounts.countries import COUNTRIES
from course.base.access import Role
from course.web.forms import Form
from course.web.language import NAMES
from course.web.words import COUNTRY_NAMES, ROLE_NAMES

_NEEDED = DataRequired(_l("Fill in this field."))
_NAME = Length(max=100, message=_l("Write at most 100 characters."))
_LANGUAGES = [SelectChoice(code, name) for code, name in NAMES.items()]


class SignInForm(Form):
    identity = StringField(_l("E-mail or service number"), [_NEEDED, Length(max=254)])
    password = PasswordField(_l("Password"), [_NEEDED, Length(max=1000)])


class AskResetForm(Form):
    email = EmailField(
        _l("E-mail"), [_NEEDED, Length(max=254), Email(_l("Write an address like name@example.org."))]
    )


class NewPasswordForm(Form):
    password = PasswordField(_l("New password"), [_NEEDED, Length(max=1000)])
    again = PasswordField(_l("The same password again"), [_NEEDED, Length(max=1000)])


class ChangePasswordForm(NewPasswordForm):
    current = PasswordField(_l("Password now"), [_NEEDED, Length(max=1000)])


class FirstAdministratorForm(NewPasswordForm):
    surname = StringField(_l("Surname"), [_NEEDED, _NAME])
    given_name = StringField(_l("Given name"), [_NEEDED, _NAME])
    email = EmailField(
        _l("E-mail"), [_NEEDED, Length(max=254), Email(_l("Write an address like name@example.org."))]
    )
    language = SelectField(_l("Language"), choices=_LANGUAGES)


class PersonForm(Form):
    surname = StringField(_l("Surname"), [_NEEDED, _NAME])
    given_name = StringField(_l("Given name"), [_NEEDED, _NAME])
    patronymic = StringField(_l("Patronymic"), [Optional(), _NAME])
    surname_latin = StringField(_l("Surname in Latin letters, as in the passport"), [_NEEDED, _NAME])
    given_name_latin = StringField(_l("Given name in Latin letters, as in the passport"), [_NEEDED, _NAME])
    email = EmailField(
        _l("E-mail"), [_NEEDED, Length(max=254), Email(_l("Write an address like name@example.org."))]
    )
    service_number = StringField(_l("Service number"), [Optional(), Length(max=60)])
    country = SelectField(
        _l("Country"),
        choices=[SelectChoice("", "—"), *(SelectChoice(code, COUNTRY_NAMES[code]) for code in COUNTRIES)],
    )
    agency = StringField(_l("Agency"), [Optional(), Length(max=200)])
    language = SelectField(_l("Language"), choices=_LANGUAGES)
    role = SelectField(_l("Role"), choices=[SelectChoice(role.value, ROLE_NAMES[role]) for role in Role])
