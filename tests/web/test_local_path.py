"""`next=` leads to a page of this site or to the start, nowhere else (C5)."""

import re
from urllib.parse import urljoin, urlsplit

import pytest

from course.web.access import local_path
from tests.house import BASE

ELSEWHERE = (
    "//evil.example", "///evil.example", "////evil.example", "//evil.example/%2f..", "//evil.example:80/x",
    "http://evil.example", "https://evil.example", "HTTPS://evil.example", "http:evil.example", "https:/evil.example",
    "http:///evil.example", "ftp://evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x",
    "vbscript:x", "mailto:a@evil.example", "evil.example", "www.evil.example/x", "@evil.example",
    "user:pass@evil.example", "\\\\evil.example", "/\\evil.example", "\\/evil.example", "/\\/evil.example",
    "/\\\\evil.example", "/%5cevil.example", "/%5C%5Cevil.example", "/%2fevil.example", "/%2F/evil.example",
    "/%2f%2fevil.example", "%2f%2fevil.example", "/%09/evil.example", "/\t/evil.example", "/\n/evil.example",
    "/\r/evil.example", "\t//evil.example", " //evil.example", "\x00//evil.example", "/\x00/evil.example",
    "/x\r\nSet-Cookie: a=b", "/x\x7f", "/x y", "/%0d%0aLocation:evil", "/%0a/evil.example", "／／evil.example",
    "⁄⁄evil.example", "//evil。example", "//[::1]", "//[evil", "/x\\y", "?next=//evil.example", "#//evil.example",
    "../evil", "", None, "/" + "x" * 2000, "\ufeff//evil.example", "\u2028//evil.example", "/\u3000\t/evil.example",
)  # fmt: skip
HERE = (
    "/", "/progress", "/modules/migration-policy/", "/manage/people?search=a&after=50", "/glossary?search=%D0%B0",
    "/attempts/1/questions/2", "/x?next=https://evil.example", "/x#part", "/глоссарий", "/@evil.example",
    "/x//y", "/x:80", "/evil.example",
)  # fmt: skip


def where_a_browser_goes(text: str) -> str:
    """Host a browser would land on, by its own lenient reading: tabs and breaks dropped, `\\` taken for `/`."""
    lenient = re.sub(r"[\t\r\n]", "", text.strip("".join(map(chr, range(33))))).replace("\\", "/")
    try:
        return urlsplit(urljoin(f"{BASE}/sign-in", lenient)).netloc
    except ValueError:
        return "nowhere"


@pytest.mark.parametrize("text", ELSEWHERE, ids=ascii)
def test_whatever_could_lead_elsewhere_leads_to_the_start(text):
    assert local_path(text) == "/"
    assert local_path(text, default="/progress") == "/progress"


@pytest.mark.parametrize("text", HERE)
def test_a_page_of_ours_is_kept_as_it_is(text):
    assert local_path(text) == text
    assert where_a_browser_goes(text) == "127.0.0.1:8000"


def test_there_are_forty_forms_and_a_careless_judge_fails_many():
    assert len(ELSEWHERE) >= 40

    def careless(text):
        return text if text and text.startswith("/") else "/"

    fooled = [text for text in ELSEWHERE if where_a_browser_goes(careless(text)) != "127.0.0.1:8000"]
    assert len(fooled) >= 8


def test_sign_in_and_language_lead_nowhere_else(sqlite_house):
    stan = sqlite_house.stranger()
    for text in filter(None, ELSEWHERE):
        if "\0" in text:
            assert stan.post("/language", language="ru", next=text).status_code == 400, ascii(text)
            continue
        assert stan.post("/language", language="ru", next=text).location == "/", ascii(text)
        page = stan.get("/sign-in", query_string={"next": text}).text
        carried = re.findall(r'<input type="hidden" name="next" value="([^"]*)">', page)[-1]
        assert carried == "/", ascii(text)


def test_after_sign_in_a_stranger_is_where_they_wanted_to_be(sqlite_house):
    stan = sqlite_house.stranger()
    asked = stan.get("/glossary?search=risk")
    assert asked.location == "/sign-in?next=%2Fglossary%3Fsearch%3Drisk"
    page = stan.get(asked.location).text
    assert 'name="next" value="/glossary?search=risk"' in page
    answer = stan.post(
        "/sign-in",
        identity="olga@test.example",
        password="four unrelated words here",
        next="/glossary?search=risk",
    )
    assert answer.location == "/glossary?search=risk"
