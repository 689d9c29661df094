"""A lesson's prose set for paper."""

import pytest

from course.exports.paper import Paper, Words

WORDS = Words(description="Description of the figure", page="p.")


@pytest.fixture
def paper():
    return Paper("borders", "first-words", ["first-words", "next-steps"], WORDS)


def test_a_term_leads_to_the_glossary_of_the_same_document(paper):
    assert 'href="#term-migrant"' in paper.set('<p><a class="term" href="/glossary/migrant">migrant</a></p>')


def test_a_citation_leads_to_the_source_of_its_own_lesson(paper):
    shown = paper.set('<p><a class="cite" href="#source-handbook">Handbook</a></p>')
    assert 'href="#source-first-words-handbook"' in shown


def test_a_lesson_of_the_same_module_is_led_to_with_its_page(paper):
    shown = paper.set('<p><a href="/modules/borders/lessons/next-steps">lesson 2</a></p>')
    assert '<a class="elsewhere" href="#lesson-next-steps" data-page="p.">lesson 2</a>' in shown


@pytest.mark.parametrize("target", ["/modules/other/lessons/next-steps", "/modules/borders/lessons/gone", ""])
def test_what_is_not_printed_with_it_is_text(paper, target):
    shown = paper.set(f'<p><a href="{target}">lesson 2</a></p>')
    assert "lesson 2" in shown
    assert "<a" not in shown


def test_an_address_outside_stays_a_link(paper):
    shown = paper.set('<p><a href="https://example.org/a?b=1&amp;c=2" rel="noopener noreferrer">page</a></p>')
    assert '<a href="https://example.org/a?b=1&amp;c=2">page</a>' in shown


def test_a_figure_keeps_its_alternative_text_and_shows_its_description(paper):
    shown = paper.set(
        '<figure><img src="/modules/borders/figures/ring.en.svg?v=0123456789ab" alt="A ring" width="7" height="4">'
        "<figcaption>A ring</figcaption><details><summary>Describe this figure</summary><p>It goes round.</p>"
        "</details></figure>"
    )
    assert '<img src="bundled:figures/ring.en.svg" alt="A ring">' in shown
    assert '<p class="label">Description of the figure</p><p>It goes round.</p>' in shown
    assert "details" not in shown
    assert paper.figures == ["ring.en"]


def test_an_answer_is_taken_out_and_its_place_leads_to_it(paper):
    shown = paper.set(
        '<section class="activity"><p class="block-title"><span class="block-label">Activity:</span> Cards</p></section>'
        '<details class="answer"><summary>Compare</summary><p>One &amp; two.</p></details><p>After.</p>'
    )
    (solution,) = paper.solutions
    assert (solution.activity, solution.title, solution.html) == (
        "Activity: Cards",
        "Compare",
        "<p>One &amp; two.</p>",
    )
    assert f'href="#{solution.answer_anchor}"' in shown
    assert "two" not in shown
    assert "After." in shown


def test_sections_are_told_with_anchors_that_no_other_lesson_has(paper):
    shown = paper.set('<h2 id="section-1">Words <em>and</em> deeds</h2><h3 id="section-2">Less</h3>')
    assert [(one.anchor, one.title) for one in paper.sections] == [
        ("lesson-first-words-section-1", "Words and deeds")
    ]
    assert 'id="lesson-first-words-section-1"' in shown
    assert "section-2" not in shown


def test_text_comes_out_as_it_went_in(paper):
    html = "<p>1 &lt; 2 &amp; “quoted”<br>қ ғ ң ө ұ ү һ і <strong>x</strong> y</p>\n<ul>\n<li>z</li>\n</ul>"
    assert paper.set(html) == html


def test_no_space_before_a_link_is_unbreakable(paper):
    shown = paper.set('<p>уже с\xa0<a class="term" href="/glossary/overstay">срока</a> и\xa0дома</p>')
    assert "с <a" in shown
    assert "и\xa0дома" in shown


@pytest.mark.parametrize(("rows", "whole"), [(8, True), (20, False)])
def test_short_tables_are_kept_on_one_page(paper, rows, whole):
    shown = paper.set("<table><tbody>" + "<tr><td>a</td></tr>" * rows + "</tbody></table>")
    assert ('class="short"' in shown) is whole
