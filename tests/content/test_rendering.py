"""How each piece of Markdown looks in the page."""

import re
from pathlib import Path

import pytest

from course.content.cleaning import clean
from course.content.markdown import parse
from course.content.page import Page
from course.content.words import count_words
from tests.content.small import LESSON_EN, SECOND, Small


def shown(markdown: str, language: str = "en") -> str:
    """`markdown` rendered with nothing checked before."""
    page = Page(Path(LESSON_EN), language, {})
    return "".join(getattr(chunk, "html", "") for chunk in page.chunks(parse(markdown)))


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        (
            "::: note Mind\nText.\n:::",
            '<aside class="note"><p class="block-title">Mind</p><p>Text.</p>\n</aside>',
        ),
        (
            "::: case A < B\nText.\n:::",
            '<section class="case"><p class="block-title"><span class="block-label">Case:</span> A &lt; B</p>'
            "<p>Text.</p>\n</section>",
        ),
        (
            "::: activity Do it\nText.\n:::",
            '<section class="activity"><p class="block-title"><span class="block-label">Activity:</span> Do it</p>'
            "<p>Text.</p>\n</section>",
        ),
        (
            "::: answer Key\nText.\n:::",
            '<details class="answer"><summary>Key</summary><p>Text.</p>\n</details>',
        ),
        (
            "::: keypoints\n- One\n:::",
            '<section class="keypoints"><h2>Key points</h2><ul>\n<li>One</li>\n</ul>\n</section>',
        ),
        ("[x](term:a-b)", '<p><a class="term" href="/glossary/a-b">x</a></p>'),
        ("[x](source:h)", '<p><a class="cite" href="#source-h">x</a></p>'),
        (
            "[x](https://example.org/?a=1&b=2)",
            '<p><a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer">x</a></p>',
        ),
        ("[x](02-next-steps.en.md)", '<p><a href="/modules/borders/lessons/next-steps">x</a></p>'),
        ("[x](../../later/lessons/01-a.en.md)", '<p><a href="/modules/later/lessons/a">x</a></p>'),
        ("## One\n\n### Two", '<h2 id="section-1">One</h2>\n<h3 id="section-2">Two</h3>'),
        ("3\u00a0km", "<p>3\u00a0km</p>"),
    ],
)
def test_each_block_and_link_has_its_markup(markdown: str, html: str):
    assert shown(markdown) == html


def test_the_words_of_blocks_are_in_the_language_of_the_text():
    assert "Задание:" in shown("::: activity Имя\nТекст.\n:::", "ru")
    assert "Ситуация:" in shown("::: case Имя\nТекст.\n:::", "ru")
    assert "<h2>Главное</h2>" in shown("::: keypoints\n- Раз\n:::", "ru")
    assert "Activity:" in shown("::: activity Ном\nМатн.\n:::", "fr")


def test_a_table_can_be_scrolled_and_read_by_columns():
    html = shown("| A | B |\n|---|--:|\n| 1 | 2 |", "ru")
    assert '<div class="table-wrap" tabindex="0" role="region" aria-label="Таблица"><table>' in html
    assert '<th scope="col">A</th>' in html
    assert '<td class="text-end">2</td>' in html
    assert "style" not in html


def test_blocks_may_stand_in_longer_blocks():
    html = shown(":::: activity Do\nText.\n\n::: answer Key\nYes.\n:::\n::::")
    assert re.search(
        r'<section class="activity">.*<details class="answer">.*</details>\s*</section>', html, re.S
    )


def test_a_figure_has_size_caption_and_description(small: Small):
    figure = re.search(r"<figure>.*?</figure>", small.html(), re.S)
    assert figure
    assert re.fullmatch(
        r'<figure><img src="/modules/borders/figures/ring\.en\.svg\?v=[0-9a-f]{12}" alt="A ring\."'
        r' width="720" height="420" decoding="async"><figcaption>A ring\.</figcaption>'
        r"<details><summary>Describe this figure</summary><p>The ring goes round\.</p>\s*</details></figure>",
        figure[0],
    )
    assert "<summary>Описание рисунка</summary>" in small.html("ru")


def test_only_figures_after_the_first_wait_for_scrolling(small: Small):
    small.say("::: figure ring.svg\nAgain.\n\nThe same.\n:::")
    images = re.findall(r"<img [^>]*>", small.html())
    assert ['loading="lazy"' in image for image in images] == [False, True]


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#10;script:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "<javascript:alert(1)>",
    "![x](https://evil.example/x.png)",
    '![x" onerror="alert(1)](x)',
    '[x](https://e.example/"onmouseover="alert(1))',
    "[x]: javascript:alert(1)\n\n[x]",
    '::: note "><script>alert(1)</script>\nText.\n:::',
    '::: activity " onclick="alert(1)\nText.\n:::',
    "::: case <svg/onload=alert(1)>\nText.\n:::",
    '[x](term:"><script>alert(1)</script>)',
    "[x](//evil.example)",
    '```"><script>alert(1)</script>\ncode\n```',
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<style>body{display:none}</style>",
    "<a href='https://e.example' style='position:fixed'>x</a>",
]


@pytest.mark.parametrize("markdown", HOSTILE)
def test_hostile_markdown_comes_out_harmless(markdown: str):
    html = shown(markdown)
    tags = re.findall(r"<[^>]*>", html)
    assert not [tag for tag in tags if re.match(r"</?(script|iframe|style|svg|img)\b", tag)]
    assert not [tag for tag in tags if re.search(r"\son\w+=|style=|(javascript|data|vbscript):", tag, re.I)]
    assert not [tag for tag in tags if "evil.example" in tag]


@pytest.mark.parametrize(
    "html",
    [
        '<p onclick="x">a</p>',
        '<a href="javascript:x">a</a>',
        '<img src="https://e.example/x.svg" alt="">',
        '<img src="/account" alt="">',
        '<h2 id="q">a</h2>',
        '<div class="modal" style="x">a</div>',
        '<form action="/x"><button>a</button></form>',
        "<math><mi><style><img src=x onerror=alert(1)></style></mi></math>",
    ],
)
def test_the_cleaner_lets_only_our_own_forms_through(html: str):
    left = clean(html)
    assert not re.search(r"on\w+=|javascript|src=|id=|style|form|button|modal", left)


def test_words_are_counted_as_a_reader_reads_them():
    body = "Two words — and [a link](source:very-long) or 12.\n\n::: note Not counted\nYes, 3\u00a0km.\n:::\n"
    assert count_words(body) == 6 + 1 + 3


def test_a_lesson_without_prose_has_no_chunks(small: Small):
    small.change(SECOND, "## Steps\n\nGo on.\n", "")
    assert small.catalogue().modules["borders"].lessons[1].text("en").chunks == ()
