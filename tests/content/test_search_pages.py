"""The search page, the glossary's own box, a term's page and a term in place."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest

from course.content.views import LONGEST_QUERY, RESULTS


def asked(browser, query: str, **more: object) -> str:
    return browser.get("/search?" + urlencode({"q": query, **more})).text


def results(page: str) -> list[str]:
    """The list items of the result list."""
    found = re.search(r'<ol class="found".*?</ol>', page, re.DOTALL)
    return re.findall(r"<li>(.*?)</li>", found[0], re.DOTALL) if found else []


def words_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


@pytest.fixture
def olga(sqlite_house):
    return sqlite_house.browser("olga")


@pytest.fixture
def olga_in_russian(sqlite_house):
    olga = sqlite_house.browser("olga")
    olga.post("/language", language="ru")
    return olga


def test_a_term_is_shown_with_its_kind_its_name_as_it_was_found_and_its_definition(olga):
    first = results(asked(olga, "қайтармау"))[0]
    assert '<a href="/glossary/non-refoulement">non-refoulement</a>' in first
    assert re.search(
        r'<p lang="kk"><span class="muted">Қазақша:</span> кері <mark>қайтармау</mark> қағидаты', first
    )
    assert "to be confirmed" in first
    assert words_of(first).startswith("Term ")
    assert "Ban on sending a person to a place of persecution" in first


def test_a_lesson_is_shown_with_its_number_module_title_and_the_sentence_found(olga_in_russian):
    page = asked(olga_in_russian, "сравните строки журнала смены")
    lesson = results(page)[0]
    assert words_of(lesson).startswith("Урок 1 · Миграционная политика Слова, от которых зависит решение")
    assert '<a href="/modules/migration-policy/lessons/words-that-decide">' in lesson
    assert "<mark>Сравните</mark> три <mark>строки</mark> из <mark>журнала смены</mark>." in lesson
    assert 'lang="' not in lesson


def test_a_lesson_found_in_another_language_is_named_in_the_reader_s(olga):
    lesson = results(asked(olga, "сравните строки журнала смены"))[0]
    assert "Words that decide" in lesson
    assert '<p lang="ru"><span class="muted">Русский:</span> <mark>Сравните</mark>' in lesson
    assert '<a href="/modules/migration-policy/lessons/words-that-decide?lang=ru">' in lesson
    assert (
        "Сравните три строки" in olga.get("/modules/migration-policy/lessons/words-that-decide?lang=ru").text
    )


@pytest.mark.parametrize(
    "query", ["невысылка", "non-refoulement", "non refoulement", "қайтармау", "кайтармау"]
)
def test_the_issue_s_own_queries_are_answered(olga_in_russian, query):
    assert "/glossary/non-refoulement" in results(asked(olga_in_russian, query))[0]


def test_what_was_typed_comes_back_as_text(olga):
    page = asked(olga, '"><script>alert(1)</script> <mark>')
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert "<mark>" not in page


def test_an_empty_query_is_told_what_to_type(olga):
    for page in (olga.get("/search").text, asked(olga, "  "), asked(olga, "?!")):
        assert "Type one or more words" in page
        assert not results(page)


def test_nothing_found_is_told_with_advice_and_a_way_to_the_glossary(olga):
    page = asked(olga, "xyzzy")
    assert "Nothing was found: try fewer words" in page
    assert page.count('href="/glossary"') == 2
    assert not results(page)


def test_a_query_that_is_too_long_is_cut_and_says_so(olga):
    page = asked(olga, "visa " * 30)
    assert f"only its first {LONGEST_QUERY} characters" in page
    assert results(page)
    assert "only its first" not in asked(olga, "v" * LONGEST_QUERY)


def test_results_come_in_pages_with_a_link_to_the_next(olga_in_russian):
    olga = olga_in_russian
    met, address = [], "/search?" + urlencode({"q": "миграция"})
    while address:
        page = olga.get(address).text
        here = [re.search(r'href="([^"]+)"', item)[1] for item in results(page)]
        assert 0 < len(here) <= RESULTS
        met += here
        following = re.search(r'<a href="(/search[^"]+)">Следующая страница', page)
        address = unescape(following[1]) if following else ""
    assert len(met) == len(set(met)) > RESULTS
    assert f"{len(met)} результат" in page
    assert f'<ol class="found" start="{len(met) - len(here) + 1}">' in page


@pytest.mark.parametrize("number", ["0", "-3", "999999", "x", "", "9" * 5000])
def test_a_page_that_is_not_there_is_the_nearest_one(olga, number):
    assert results(asked(olga, "migration", page=number))


def test_every_signed_in_page_has_the_box_and_no_other(sqlite_house, olga):
    box = '<form class="site-search" role="search" action="/search">'
    for path in ("/", "/modules/", "/progress", "/glossary", "/search", "/account", "/nowhere"):
        assert box in olga.get(path).text, path
    for path in ("/sign-in", "/verify"):
        assert box not in sqlite_house.stranger().get(path).text, path


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("СОПРОВОЖДАЕМЫЙ РЕБЕНОК", "unaccompanied-child"),
        ("мухочир", "migrant"),
        ("кайтармау", "non-refoulement"),
        ("Yurtdan", "expulsion"),
        ("non refoul", "non-refoulement"),
    ],
)
def test_the_glossary_s_own_box_forgives_as_much(olga, typed, key):
    assert f'href="/glossary/{key}"' in olga.get("/glossary?" + urlencode({"search": typed})).text


def test_signs_alone_find_no_term(olga):
    assert "No term was found" in olga.get("/glossary?search=%3F%3F").text


def test_a_term_s_page_holds_it_in_all_languages_and_names_the_lessons_that_use_it(
    olga_in_russian, catalogue
):
    page = olga_in_russian.get("/glossary/non-refoulement").text
    for code, name in catalogue.glossary["non-refoulement"].term.items():
        assert f'<dd lang="{code}">{name}' in page
    assert page.count("требует подтверждения") == 4
    page = olga_in_russian.get("/glossary/refugee").text
    assert "Лицо вне своей страны" in page
    assert '<a href="/modules/migration-policy/lessons/words-that-decide">Слова' in page
    assert "Урок 1 · Миграционная политика" in words_of(page)


def test_a_term_in_place_is_told_in_the_reader_s_language(sqlite_house, olga, olga_in_russian):
    told = olga.get("/glossary/refugee.json").json
    assert told["name"] == {"lang": "en", "text": "refugee"}
    assert told["definition"]["text"].startswith("Person outside")
    told = olga_in_russian.get("/glossary/refugee.json").json
    assert told["name"] == {"lang": "ru", "text": "беженец"}
    assert told["definition"]["lang"] == "ru"


def test_only_a_lesson_that_names_terms_loads_the_script(olga, catalogue):
    for lesson in catalogue.published_lessons():
        page = olga.get(f"/modules/{lesson.module}/lessons/{lesson.key}").text
        assert ("/static/term." in page) == bool(lesson.texts["en"].terms)
        assert ("popover" in page) == bool(lesson.texts["en"].terms)
