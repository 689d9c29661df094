"""The drawing of a hotspot question: it must be there, labelled in the question's languages, and is set in them."""

import pytest

from tests.content.small import LABELS, SVG, Small

QUESTION = "quizzes/borders/questions/h-1.yaml"
PLACES = "modules/borders/assets/places.svg"
PLACE_LABELS = "modules/borders/assets/places.yaml"
HOTSPOT = """\
key: h-1
kind: hotspot
use: graded
topic: words
level: analyse
lesson: borders/first-words
source: Handbook, p. 1
ask:
  en: Which link is missing?
  ru: Какой связи нет?
figure: places.svg
regions:
  - key: a
    text: {en: This one, ru: Эта}
    feedback: {en: It is., ru: Верно.}
    at: [10, 10, 200, 100]
  - key: b
    text: {en: That one, ru: Та}
    feedback: {en: It is not., ru: Неверно.}
    at: [520, 320, 200, 100]
answer: a
"""


@pytest.fixture
def asking(small: Small) -> Small:
    """The small course with a question about a drawing that no lesson shows."""
    small.write(PLACES, (small.root / SVG).read_text())
    small.write(PLACE_LABELS, (small.root / LABELS).read_text())
    return small.write(QUESTION, HOTSPOT)


def test_the_catalogue_holds_the_drawing_in_every_language_of_the_question(asking: Small):
    figures = asking.catalogue().figures
    assert [place for place in sorted(figures) if place[1] == "places"] == [
        ("borders", "places", "en"),
        ("borders", "places", "ru"),
    ]
    assert "А и Б".encode() in figures["borders", "places", "ru"]


def test_a_change_of_the_drawing_changes_the_catalogue(asking: Small):
    before = asking.catalogue().hash
    assert asking.change(PLACES, 'x="10"', 'x="11"').catalogue().hash != before


def test_a_drawing_that_a_lesson_shows_may_be_asked_about(asking: Small):
    asking.change(QUESTION, "places.svg", "ring.svg")
    assert [place for place in asking.catalogue().figures if place[1] == "ring"] == [
        ("borders", "ring", "en"),
        ("borders", "ring", "ru"),
    ]


def test_a_drawing_that_is_not_there_is_told_where_it_is_named(asking: Small):
    asking.change(QUESTION, "places.svg", "absent.svg")
    line = asking.line(QUESTION, "figure:")
    assert asking.problems() == [
        f"{QUESTION}:{line}: there is no such figure: draw modules/borders/assets/absent.svg"
    ]


def test_a_drawing_of_another_module_is_not_taken(asking: Small):
    for file in (PLACES, PLACE_LABELS):
        asking.write(file.replace("borders", "later"), (asking.root / file).read_text()).remove(file)
    (told,) = asking.problems()
    assert "draw modules/borders/assets/places.svg" in told


def test_a_label_that_lacks_a_language_of_the_question_is_told_where_it_stands(asking: Small):
    asking.change(PLACE_LABELS, ", ru: А и Б", "")
    assert asking.problems() == [f"{PLACE_LABELS}:1: name has no text in ru, which h-1.yaml needs: add it"]


def test_a_drawing_needs_no_more_languages_than_the_question(asking: Small):
    asking.change(PLACE_LABELS, ", ru: А и Б", "")
    text = (asking.root / QUESTION).read_text().replace("  ru: Какой связи нет?\n", "")
    for russian in (", ru: Эта", ", ru: Верно.", ", ru: Та", ", ru: Неверно."):
        text = text.replace(russian, "")
    asking.write(QUESTION, text)
    assert [place for place in asking.catalogue().figures if place[1] == "places"] == [
        ("borders", "places", "en")
    ]


def test_a_broken_drawing_is_not_told_again_at_the_question(asking: Small):
    asking.change(PLACES, "<rect ", '<rect onclick="x()" ')
    assert {told.split(":")[0] for told in asking.problems()} == {PLACES}


def test_a_question_of_a_lesson_that_is_nowhere_is_told_once(asking: Small):
    asking.change(QUESTION, "borders/first-words", "nowhere/first-words")
    (told,) = asking.problems()
    assert "there is no lesson nowhere/first-words" in told


@pytest.mark.parametrize(
    ("old", "new"), [("[520, 320, 200,", "[521, 320, 200,"), ("[520, 320, 200, 100]", "[520, 321, 200, 100]")]
)
def test_a_region_may_not_lead_out_of_the_drawing(asking: Small, old: str, new: str):
    asking.change(QUESTION, old, new)
    line = asking.line(QUESTION, "at: [52")
    assert asking.problems() == [
        f"{QUESTION}:{line}: the region b leads out of the drawing, which is 720 wide and 420 high: correct `at`"
    ]


def test_where_a_region_is_is_told_at_its_line(asking: Small):
    asking.change(QUESTION, "[520, 320, 200, 100]", "[520, 320, 200]")
    line = asking.line(QUESTION, "at: [520")
    (told,) = asking.problems()
    assert told.startswith(f"{QUESTION}:{line}: ")
    assert "[left, top, width, height]" in told
