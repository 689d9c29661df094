"""Printed handbooks, looked at with other people's tools."""

import re
import subprocess
import sys
from html import unescape

import pytest

from course.exports.alphabet import alphabetical
from course.exports.document import Document
from course.exports.printer import NotPrinted, printed
from course.questions.question import in_language
from tests.exports.printing import bookmarks_of, facts_of, objects_of, pages_of, text_of, told_by, words

LETTERS = "Ққ Ғғ Ңң Өө Ұұ Үү Һһ Іі Әә Ҳҳ Ҷҷ Ӣӣ Ӯӯ Ýý Žž Şş Ňň Ää Öö Üü Çç Oʻoʻ Gʻgʻ Ёё ₸ − → ≤"
WORDS = {"en": ("Contents", "Answers", "Glossary"), "ru": ("Оглавление", "Ответы", "Глоссарий")}


def page(body: str) -> Document:
    return Document(f'<html lang="en"><head><title>A page</title></head><body>{body}</body></html>', {}, {})


def silent(_page: int) -> None:
    pass


def test_it_is_tagged_and_says_its_title_and_language(handbook):
    language, module, _, path = handbook
    facts = facts_of(path)
    assert facts["Tagged"] == "yes"
    assert facts["Page size"].endswith("(A4)")
    assert facts["Title"].startswith(in_language(module.title, language))
    catalog = next(one for one in objects_of(path) if one.get("/Type") == "/Catalog")
    assert text_of(catalog["/Lang"]) == language
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"] is True
    subprocess.run(["qpdf", "--check", path], check=True, capture_output=True)


def test_it_says_that_it_is_accessible(handbook):
    *_, path = handbook
    assert re.search(r"<pdfuaid:part[^>]*>1</|pdfuaid:part=.1.", told_by("pdfinfo", "-meta", path))


def test_every_page_but_the_cover_says_which_of_how_many_it_is(handbook):
    language, module, _, path = handbook
    pages = pages_of(path)
    for number, text in enumerate(pages[1:], start=2):
        assert f"{number} / {len(pages)}" in text
        assert in_language(module.title, language) in text
    assert f"/ {len(pages)}" not in pages[0]


def test_the_running_head_names_the_lesson(handbook):
    language, module, _, path = handbook
    pages = pages_of(path)
    starts = {title: number for depth, title, number in bookmarks_of(path) if depth == 1}
    for lesson in module.lessons:
        head = words(f"{lesson.number}. {lesson.text(language).title}")
        assert head in pages[starts[head] - 1]
        assert head in pages[starts[head]]


def test_the_contents_hold_every_lesson_with_the_page_it_begins_on(handbook):
    language, module, _, path = handbook
    contents, *_ = WORDS[language]
    places = {title: number for depth, title, number in bookmarks_of(path) if depth == 1}
    first = places[words(f"1. {module.lessons[0].text(language).title}")]
    listed = " ".join(pages_of(path)[places[contents] - 1 : first - 1])
    for lesson in module.lessons:
        title = words(f"{lesson.number}. {lesson.text(language).title}")
        assert f"{title} {places[title]}" in listed


def test_the_bookmarks_are_the_lessons_and_their_sections(handbook):
    language, _, _, path = handbook
    found = bookmarks_of(path)
    assert set(WORDS[language]) <= {title for depth, title, _ in found if depth == 1}
    assert {depth for depth, *_ in found} == {1, 2, 3}
    assert [number for *_, number in found] == sorted(number for *_, number in found)


def test_every_figure_is_there_with_its_alternative_text_and_its_description(handbook):
    _, module, document, path = handbook
    told = [text_of(one["/Alt"]) for one in objects_of(path) if one.get("/S") == "/Figure"]
    captions = re.findall(r'<img src="[^"]*" alt="([^"]*)"', document.html)
    assert sorted(told) == sorted(map(unescape, captions))
    assert len(told) == sum(lesson.figures for lesson in module.lessons) == len(document.pictures)
    assert document.html.count('<div class="description">') == len(told)


def test_every_table_has_headers(handbook):
    *_, path = handbook
    kinds = [one.get("/S") for one in objects_of(path)]
    assert kinds.count("/TH") >= 2 * kinds.count("/Table") > 0


def test_each_lesson_says_in_which_language_it_is(handbook):
    language, *_, path = handbook
    articles = [one for one in objects_of(path) if one.get("/S") == "/Art"]
    assert {text_of(one["/Lang"]) for one in articles} == {language}


def test_every_link_says_where_it_leads(handbook):
    *_, document, path = handbook
    links = [one for one in objects_of(path) if one.get("/Subtype") == "/Link"]
    assert len(links) > 100
    assert {text_of(one["/Contents"]) for one in links} <= set(document.places.values())


def test_the_glossary_is_in_the_alphabetical_order_of_the_language(handbook):
    language, _, document, _ = handbook
    glossary = document.html.partition('id="glossary"')[2]
    terms = [unescape(term) for term in re.findall(r"<strong><span>([^<]*)</span></strong>", glossary)]
    assert len(terms) > 20
    assert terms == sorted(terms, key=alphabetical(language))


def test_sources_stand_with_the_day_they_were_compared_on(handbook):
    language, module, _, path = handbook
    text = " ".join(pages_of(path))
    said = {"en": "Compared on 23 November 2026", "ru": "Сверено 23 ноября 2026"}[language]
    assert text.count(said) >= sum(len(lesson.text(language).sources) for lesson in module.lessons) * 0.9


def test_nothing_graded_and_nothing_announced_is_in_it(handbook, catalogue):
    language, _, document, _ = handbook
    shown = words(unescape(re.sub(r"<[^>]*>", "", document.html)))
    for question in catalogue.questions.values():
        asked = words(in_language(question.ask, language))
        assert (asked in shown) is (
            question.use == "practice" and question.lesson.startswith("migration-policy/")
        )
    for module in catalogue.modules.values():
        for part in module.outline:
            if module.status == "announced":
                assert in_language(part.title, language) not in shown


def test_answers_stand_after_the_last_lesson_only(handbook):
    _, _, document, _ = handbook
    lessons, _, answers = document.html.partition('id="answers"')
    assert lessons.count('<section class="practice ') == answers.count('href="#question-') > 10
    assert '<p class="right">' not in lessons
    assert "<details" not in document.html


def test_it_holds_the_fonts_it_uses(handbook):
    *_, path = handbook
    fonts = told_by("pdffonts", path).splitlines()[2:]
    assert fonts
    for font in fonts:
        assert "Noto-" in font
        assert re.search(r" yes +yes +yes ", font), font


def test_every_letter_of_the_seven_languages_is_printed_in_every_style(tmp_path):
    path = tmp_path / "letters.pdf"
    styles = "".join(f"<{tag}>{LETTERS}</{tag}>" for tag in ("p", "h4", "strong", "em"))
    path.write_bytes(printed(page(styles), silent))
    assert words(told_by("pdftotext", "-layout", path, "-")).count(LETTERS) == 4


def test_a_letter_that_the_fonts_lack_is_told():
    with pytest.raises(NotPrinted, match=r"no letter “文” \(U\+6587\)"):
        printed(page("<p>文</p>"), silent)


@pytest.mark.parametrize(
    "address", ["https://example.org/x.svg", "file:///etc/hostname", "bundled:figures/none.svg"]
)
def test_nothing_is_fetched(address):
    with pytest.raises(NotPrinted, match="a picture that is not in the course"):
        printed(page(f'<p><img src="{address}" alt="x"></p>'), silent)


def test_the_same_handbook_gives_the_same_bytes():
    assert printed(page("<p>Once</p>"), silent) == printed(page("<p>Once</p>"), silent)


def test_pages_are_told_while_they_are_laid_out():
    told: list[int] = []
    printed(page('<p>One</p><p style="break-before: page">Two</p>'), told.append)
    assert told == [1, 2]


def test_a_process_that_ends_early_is_told():
    with pytest.raises(NotPrinted, match="the printing process stopped"):
        printed(page("<p>x</p>"), silent, command=(sys.executable, "-c", ""))
