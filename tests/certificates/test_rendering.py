"""Printed certificates, looked at with other people's tools."""

import os
import re
import signal
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError

from course.certificates.document import DESIGNS
from course.certificates.printer import Printer, RenderFailed
from course.certificates.rendering import BundledOnly, answer
from course.certificates.snapshot import Snapshot

LETTERS = "ӘәҒғҚқҢңӨөҰұҮүҺһІі ҶҷӢӣӮӯҲҳ ÄäŽžŇňÖöŞşÜüÝýÇç OʻoʻGʻgʻ ЎўЁё"
LONG = "Мұхаммедәлі-Һашимұлы Өтегенқызы Шәмсіғабдұллақызы Ңүғметова"
TEXT = {"en": "Migration management", "ru": "Управление миграцией"}
GIVEN = {
    "code": "7Q4M9XK2VB0D3HTR8JWN5CEFGA",
    "serial": "CA-2015-000042",
    "languages": ("ru", "en"),
    "names": {"native": "Ольга Қасымова", "latin": "OLGA KASSYMOVA"},
    "title": TEXT,
    "statement": {"en": "has completed seven lessons.", "ru": "Подтверждается прохождение семи уроков."},
    "hours": 4,
    "event_title": {"en": "Regional training", "ru": "Региональный тренинг"},
    "place": {"en": "Almaty", "ru": "Алматы"},
    "starts_on": "2015-03-30",
    "ends_on": "2015-04-01",
    "issued_on": "2015-04-02",
    "funder": {"en": "Funded by the Fund", "ru": "При поддержке Фонда"},
    "organisation": {"en": "Training Organization", "ru": "Учебная организация"},
    "signatories": (
        {"name": "Ada Lindqvist", "role": {"en": "Head of training", "ru": "Руководитель обучения"}},
        {"name": "Tomas Kalniņš", "role": {"en": "Lead trainer", "ru": "Ведущий тренер"}},
    ),
    "verify_url": "https://course.example/verify/7Q4M9XK2VB0D3HTR8JWN5CEFGA",
    "design": "classic",
    "design_version": 1,
}


def snapshot(**changes) -> Snapshot:
    return Snapshot.model_validate(GIVEN | changes)


def named(native: str) -> Snapshot:
    return snapshot(names={"native": native, "latin": "OLGA"})


@pytest.fixture(scope="module")
def printer():
    with Printer() as ready:
        yield ready


@pytest.fixture(scope="module")
def printed(printer, tmp_path_factory):
    path = tmp_path_factory.mktemp("printed") / "certificate.pdf"
    path.write_bytes(printer.render(snapshot()))
    return path


def told_by(*command) -> str:
    return subprocess.run([str(part) for part in command], check=True, capture_output=True).stdout.decode(
        errors="replace"
    )


def text_of(pdf: bytes, tmp_path) -> str:
    path = tmp_path / "read.pdf"
    path.write_bytes(pdf)
    read = told_by("pdftotext", "-layout", path, "-")
    return unicodedata.normalize("NFC", " ".join(read.split()))


def words_of(pdf: bytes, tmp_path) -> set[str]:
    return set(re.findall(r"\w+", text_of(pdf, tmp_path)))


def test_every_letter_of_the_seven_languages_is_printed_and_can_be_copied(printer, tmp_path):
    assert LETTERS in text_of(printer.render(named(LETTERS)), tmp_path)


def test_a_missing_letter_is_refused_by_its_name_and_the_next_certificate_is_printed(printer):
    with pytest.raises(RenderFailed, match=r"“文” \(U\+6587\)"):
        printer.render(named("Ольга 文"))
    assert printer.render(snapshot()).startswith(b"%PDF-")


@pytest.mark.parametrize("languages", [("en",), ("ru", "en")])
def test_everything_a_certificate_says_is_on_it(printer, tmp_path, languages):
    asked = snapshot(languages=languages)
    said = " ".join(
        text[language]
        for language in languages
        for text in (
            asked.title,
            asked.statement,
            asked.event_title,
            asked.place,
            asked.organisation,
            asked.funder,
        )
    )
    said += " OLGA KASSYMOVA Ольга Қасымова Lindqvist Tomas 7Q4M 9XK2 VB0D3 HTR8 JWN5 CEFGA 000042"
    assert set(re.findall(r"\w+", said)) <= words_of(printer.render(asked), tmp_path)


def wordy(count: int) -> Snapshot:
    texts = {"en": [f"lesson{n}" for n in range(count)], "ru": [f"урок{n}" for n in range(count)]}
    long = {language: " ".join(words) for language, words in texts.items()}
    return snapshot(
        statement=long, title=long, event_title=long, names={"native": LONG, "latin": "LATIN " * 10 + "NAME"}
    )


@pytest.mark.parametrize("count", [2, 8, 16, 24, 28])
def test_a_long_text_is_set_smaller_and_nothing_of_it_is_lost(printer, tmp_path, count):
    asked = wordy(count)
    found = words_of(printer.render(asked), tmp_path)
    assert {*asked.title["en"].split(), *asked.title["ru"].split()} <= found
    assert {"Almaty", "Ada", "Tomas", "CEFGA", "000042", "Fund"} <= found


@pytest.mark.parametrize(
    "field", ["organisation", "title", "statement", "event_title", "place", "funder", "role"]
)
@pytest.mark.parametrize("count", [20, 40, 60, 100])
def test_no_field_loses_words_without_a_refusal(printer, tmp_path, field, count):
    long = {"en": " ".join(f"w{n}" for n in range(count)), "ru": " ".join(f"ю{n}" for n in range(count))}
    signatory = {"name": "Ada Lindqvist", "role": long}
    asked = snapshot(**({"signatories": (signatory, signatory)} if field == "role" else {field: long}))
    try:
        found = words_of(printer.render(asked), tmp_path)
    except RenderFailed:
        found = {*long["en"].split(), *long["ru"].split()}
    assert {*long["en"].split(), *long["ru"].split()} <= found


def test_a_text_that_fits_in_no_size_is_refused(printer):
    long = {"en": "word " * 120, "ru": "слово " * 100}
    with pytest.raises(RenderFailed, match="does not fit on one page"):
        printer.render(snapshot(statement=long, title=long, event_title=long, organisation=long))


def test_a_name_of_sixty_letters_stays_on_one_line(printer, tmp_path):
    assert LONG in text_of(printer.render(named(LONG)), tmp_path)


def test_it_is_one_tagged_page_of_a4_landscape(printed):
    info = told_by("pdfinfo", printed)
    assert re.search(r"^Pages: +1$", info, re.M)
    assert re.search(r"^Page size: +841\.89 x 595\.\d+ pts \(A4\)$", info, re.M)
    assert re.search(r"^Tagged: +yes$", info, re.M)
    assert re.search(r"^Title: +Сертификат CA-2015-000042, OLGA KASSYMOVA$", info, re.M)
    assert "pdfuaid:part" in told_by("pdfinfo", "-meta", printed)
    assert "/Lang (ru)" in told_by("qpdf", "--qdf", "--object-streams=disable", printed, "-")[:4000]


def test_reading_aloud_gives_the_text_without_the_frame(printed):
    tree = told_by("pdfinfo", "-struct-text", printed)
    assert "H1" in tree
    assert "Figure" in tree
    assert tree.index("Сертификат".upper()) < tree.index("Ольга") < tree.index("CEFGA")


def test_all_fonts_are_its_own_embedded_and_cut_to_the_letters_used(printed):
    lines = told_by("pdffonts", printed).splitlines()[2:]
    assert len(lines) == 4
    for line in lines:
        assert re.match(r"[A-Z]{6}\+Certificate-(Sans|Serif)", line)
        assert re.search(r" yes +yes +yes ", line)


def test_the_qr_code_reads_as_the_address_of_the_check_page(printed, tmp_path):
    told_by("pdftoppm", "-r", "150", "-png", "-gray", "-singlefile", printed, tmp_path / "page")
    assert told_by("zbarimg", "-q", "--raw", tmp_path / "page.png").strip() == GIVEN["verify_url"]


def test_qpdf_has_nothing_to_say(printed):
    assert "No syntax or stream encoding errors found" in told_by("qpdf", "--check", printed)


def test_equal_snapshots_give_equal_bytes_in_any_order_and_process(printer, printed):
    printer.render(named(LETTERS))
    assert printer.render(snapshot()) == printed.read_bytes()
    with Printer() as other:
        assert other.render(snapshot()) == printed.read_bytes()


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", "{{7*7}}", "url(http://evil.example/x)", "<img src=file:///etc/passwd>"],
)
def test_hostile_text_is_printed_as_the_text_it_is(printer, tmp_path, hostile):
    assert hostile in text_of(printer.render(named(hostile)), tmp_path)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://evil.example/x.svg",
        "https://evil.example/x.ttf",
        "data:image/svg+xml,<svg/>",
        "ftp://evil.example/x",
        "bundled:../classic/frame.svg",
        "bundled:fonts/../../../../etc/passwd",
        "bundled:fonts/%2e%2e/frame.svg",
        "bundled:/etc/passwd",
        "bundled:design.html",
        "bundled:design.yaml",
        "BUNDLED:frame.svg",
        "bundled:frame.svg?x",
        "frame.svg",
        "../frame.svg",
        "//evil.example/x",
        "",
    ],
)
def test_the_fetcher_knows_bundled_names_only(address):
    with pytest.raises(ValueError, match="not a bundled file"):
        BundledOnly(DESIGNS / "classic")(address)


def test_the_fetcher_gives_what_is_bundled():
    assert BundledOnly(DESIGNS / "classic")("bundled:frame.svg").read().startswith(b"<?xml")


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="file:///etc/passwd">',
        '<link rel=stylesheet href="http://evil.example/">',
        "<img src='data:,x'>",
    ],
)
def test_a_page_that_asks_for_anything_else_is_not_printed_at_all(markup):
    with pytest.raises(FatalURLFetchingError):
        HTML(string=markup, url_fetcher=BundledOnly(DESIGNS / "classic")).render()


def test_a_child_killed_between_two_certificates_is_replaced():
    with Printer() as printer:
        printer.render(snapshot())
        child = printer._child
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        assert printer.render(snapshot()).startswith(b"%PDF-")


def test_a_child_killed_in_the_middle_fails_alone(tmp_path):
    """The first child dies with half a PDF on its lips, the second is the real one."""
    script = tmp_path / "child.py"
    script.write_text(
        "import os, pathlib, runpy, signal, sys\n"
        f"mark = pathlib.Path({str(tmp_path / 'died')!r})\n"
        "if mark.exists():\n"
        "    runpy.run_module('course.certificates.rendering', run_name='__main__')\n"
        "else:\n"
        "    mark.touch()\n"
        "    sys.stdin.readline()\n"
        '    sys.stdout.write(\'{"ok": true, "length": 50000}\\n%PDF-1.7\')\n'
        "    sys.stdout.flush()\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    with Printer((sys.executable, str(script))) as printer:
        with pytest.raises(
            RenderFailed, match="CA-2015-000042 was not printed: the printing process stopped"
        ):
            printer.render(snapshot())
        assert printer.render(snapshot()).startswith(b"%PDF-")


def test_a_child_that_takes_too_long_is_ended_and_the_sentence_says_so():
    sleeper = (sys.executable, "-c", "import time; time.sleep(60)")
    with Printer(sleeper, seconds=0.5) as printer:
        with pytest.raises(RenderFailed, match="longer than"):
            printer.render(snapshot())
        assert printer._child is None


def test_nothing_is_left_on_the_disk(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with Printer() as printer:
        printer.render(snapshot())
        assert list(tmp_path.iterdir()) != []
    assert list(tmp_path.iterdir()) == []


def test_the_child_has_a_memory_limit_and_none_of_the_servers_secrets(monkeypatch):
    monkeypatch.setenv("COURSE_SECRET_KEY", "s" * 40)
    with Printer() as printer:
        printer.render(snapshot())
        limits = Path(f"/proc/{printer._child.pid}/limits").read_text()
        environment = Path(f"/proc/{printer._child.pid}/environ").read_text()
    assert re.search(r"^Max address space +536870912 +536870912 ", limits, re.M)
    assert "COURSE_" not in environment


def test_data_that_are_not_a_snapshot_are_answered_with_the_names_of_the_fields():
    assert b'"ok": false' in answer(b"{}\n")
    assert b"verify_url" in answer(b"{}\n")
    assert b'"ok": false' in answer(b"not json\n")
