"""What a certificate says, before it is printed."""

from datetime import date

import pytest
from pydantic import ValidationError

from course.certificates.codes import grouped
from course.certificates.document import CannotPrint, html, missing_letters
from course.certificates.snapshot import Snapshot

GIVEN = {
    "code": "7Q4M9XK2VB0D3HTR8JWN5CEFGA",
    "serial": "CA-2015-000042",
    "languages": ("en",),
    "names": {"native": "Ольга Қасымова", "latin": "OLGA KASSYMOVA"},
    "title": {"en": "Migration management", "ru": "Управление миграцией"},
    "statement": {"en": "has completed seven lessons.", "ru": "Подтверждается прохождение семи уроков."},
    "hours": 4,
    "event_title": {"en": "Regional training", "ru": "Региональный тренинг"},
    "place": {"en": "Almaty", "ru": "Алматы"},
    "starts_on": date(2015, 3, 30),
    "ends_on": date(2015, 4, 1),
    "issued_on": date(2015, 4, 2),
    "organisation": {"en": "Training Organization", "ru": "Учебная организация"},
    "signatories": ({"name": "Ada Lindqvist", "role": {"en": "Head", "ru": "Руководитель"}},),
    "verify_url": "https://course.example/verify/7Q4M9XK2VB0D3HTR8JWN5CEFGA",
    "design": "classic",
    "design_version": 1,
}


def snapshot(**changes) -> Snapshot:
    return Snapshot.model_validate(GIVEN | changes)


def page(**changes) -> str:
    return html(snapshot(**changes), "roomy")


def test_a_snapshot_survives_being_stored_as_json():
    assert Snapshot.model_validate_json(snapshot().model_dump_json()) == snapshot()


@pytest.mark.parametrize(
    "changes",
    [
        {"code": "7Q4M9XK2VB0D3HTR8JWN5CEFG"},
        {"code": "7Q4M9XK2VB0D3HTR8JWN5CEFGU"},
        {"languages": ()},
        {"languages": ("en", "en")},
        {"languages": ("en", "ru", "kk")},
        {"languages": ("de",)},
        {"title": {"ru": "Управление миграцией"}},
        {"ends_on": date(2015, 3, 29)},
        {"hours": 0},
        {"verify_url": "javascript:alert(1)"},
        {"verify_url": "file:///etc/passwd"},
        {"design": "../classic"},
        {"signatories": GIVEN["signatories"] * 3},
        {"score": 100},
    ],
)
def test_nonsense_is_refused_before_anything_is_printed(changes):
    with pytest.raises(ValidationError):
        snapshot(**changes)


def test_the_code_is_shown_in_six_groups_that_spell_it():
    assert grouped("7Q4M9XK2VB0D3HTR8JWN5CEFGA") == "7Q4M-9XK2-VB0D3-HTR8-JWN5-CEFGA"


@pytest.mark.parametrize(
    ("first", "last", "english", "russian"),
    [
        (date(2015, 4, 1), date(2015, 4, 1), "1 April 2015", "1 апреля 2015\u202fг."),
        (date(2015, 4, 1), date(2015, 4, 3), "1–3 April 2015", "1–3 апреля 2015\u202fг."),
        (date(2015, 3, 30), date(2015, 4, 1), "30 March – 1 April 2015", "30 марта – 1 апреля 2015\u202fг."),
        (
            date(2015, 12, 30),
            date(2016, 1, 2),
            "30 December 2015 – 2 January 2016",
            "30 декабря 2015\u202fг. – 2 января 2016\u202fг.",
        ),
    ],
)
def test_days_are_written_as_people_write_them(first, last, english, russian):
    both = page(starts_on=first, ends_on=last, languages=("ru", "en"))
    assert f">{english}<" in both
    assert f">{russian}<" in both


@pytest.mark.parametrize(
    ("hours", "said"),
    [(1, "1 учебный час"), (4, "4 учебных часа"), (11, "11 учебных часов"), (21, "21 учебный час")],
)
def test_russian_hours_take_the_form_of_their_number(hours, said):
    assert f">{said}<" in page(hours=hours, languages=("ru",))


def test_two_languages_stand_side_by_side_in_the_order_asked_for():
    both = page(languages=("ru", "en"))
    assert '<html lang="ru">' in both
    assert both.index("Сертификат</span>") < both.index("Certificate</span>")


def test_what_a_language_does_not_have_is_said_in_english_and_marked_as_english():
    assert '<span lang="en">Migration management</span>' in page(languages=("kk",))


def test_a_name_that_is_the_same_in_both_scripts_is_printed_once():
    assert page(names={"native": "ADA STONE", "latin": "ADA STONE"}).count('<p class="latin">') == 0


def test_the_address_is_shown_without_the_code_and_linked_with_it():
    assert f'<a href="{GIVEN["verify_url"]}"' in page()
    assert ">https://course.example/verify</a>" in page()


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "{{7*7}}",
        "{% include 'x' %}",
        "url(http://evil.example/x)",
        "</style><b>",
        "'\"&",
    ],
)
def test_hostile_text_in_a_name_is_only_text(hostile):
    plain = page(names={"native": "N", "latin": "L"})
    shown = page(names={"native": hostile, "latin": "L"})
    assert shown.count("<") == plain.count("<")
    assert "49" not in shown


def test_letters_of_the_seven_languages_are_there():
    native = "ӘәҒғҚқҢңӨөҰұҮүҺһІі ҶҷӢӣӮӯҲҳ ÄäŽžŇňÖöŞşÜüÝýÇç OʻoʻGʻgʻʼ ЎўЁё №«»"
    assert missing_letters(snapshot(names={"native": native, "latin": "L"})) == set()


@pytest.mark.parametrize(
    ("letter", "called"),
    [("文", "“文” (U+6587)"), ("\u202e", "U+202E"), ("\u200b", "U+200B"), ("\x00", "U+0000")],
)
def test_a_letter_that_cannot_be_printed_is_named(letter, called):
    with_it = snapshot(names={"native": f"Ол{letter}ьга", "latin": "OLGA"})
    assert missing_letters(with_it) == {letter}
    with pytest.raises(CannotPrint) as told:
        html(with_it, "roomy")
    assert called in str(told.value)


def test_a_letter_in_a_language_that_is_not_printed_is_no_hindrance():
    assert missing_letters(snapshot(place={"en": "Almaty", "ru": "文"})) == set()


def test_a_letter_of_two_signs_is_printed_as_the_one_it_is():
    assert snapshot(names={"native": "и\u0306", "latin": "I"}).names.native == "й"


def test_another_version_of_a_design_is_not_passed_off_as_this_one():
    with pytest.raises(CannotPrint, match="version 1, not in version 2"):
        page(design_version=2)


def test_a_design_that_is_not_here_is_named():
    with pytest.raises(CannotPrint, match="gothic"):
        page(design="gothic")
