"""The kinds that the shipped quizzes do not use yet, in a real browser: they look right, save and come back."""

import pytest
from playwright.sync_api import Page

from tests.assessment.marked import marked_house, questions
from tests.house import hashed_password
from tests.journeys import looking
from tests.journeys.site import DESK, Site, Words, answer_of, give, given, main, primary, saved

pytestmark = pytest.mark.xdist_group("browser-kinds")

KINDS = ("cloze", "branching", "risk_matrix", "mrz")


@pytest.fixture
def marked(tmp_path, packed, sqlite_house, doorway, browsers):
    """A site whose quiz holds one question of almost every kind, and Olga's attempt at it."""
    folder = tmp_path / "marked"
    folder.mkdir()
    (folder / "static").symlink_to(packed)
    house = marked_house(folder, hashed_password(sqlite_house.app))
    olga = house.browser("olga")
    attempt = int(olga.post("/quizzes/borders/attempts").location.split("/")[2])
    before = browsers.taken
    with doorway.leading_to(house.app):
        yield Sitting(Site(house, browsers), attempt)
        complaints = list(browsers.complaints)
        browsers.rest(before)
    house.database.dispose()
    assert complaints == []


class Sitting:
    def __init__(self, site: Site, attempt: int) -> None:
        self.site, self.attempt = site, attempt
        self.places = {one.kind: (at, one) for at, one in questions(site.house, attempt)}

    def open(self, page: Page, kind: str) -> None:
        page.goto(f"/attempts/{self.attempt}/questions/{self.places[kind][0]}")


def test_each_page_is_free_of_faults_before_and_after_an_answer(marked: Sitting, language: str):
    page = marked.site.person("olga", language)
    for kind in KINDS:
        marked.open(page, kind)
        assert looking.faults(page, language) == [], kind
        page.set_viewport_size(DESK)
        question = marked.places[kind][1]
        if kind == "branching":
            page.locator("main .option").first.click()
        else:
            give(page, answer_of(question))
        saved(page)
        page.reload()
        assert looking.faults(page, language) == [], kind
        page.set_viewport_size(DESK)


@pytest.mark.parametrize("kind", ["cloze", "risk_matrix", "mrz"])
def test_an_answer_is_saved_as_it_changes_and_is_there_after_a_reload(marked: Sitting, kind: str):
    page = marked.site.person("olga")
    marked.open(page, kind)
    right = answer_of(marked.places[kind][1])
    give(page, right)
    saved(page)
    page.reload()
    assert given(page) == {name: values for name, values in right.items() if values}


@pytest.mark.parametrize("javascript", [True, False], ids=["with-script", "without-script"])
def test_a_scenario_goes_on_by_the_button_and_not_by_a_tick(marked: Sitting, language: str, javascript: bool):
    page, words = marked.site.person("olga", language, java_script_enabled=javascript), Words(language)
    marked.open(page, "branching")
    options = main(page).locator(".option")
    for step in ("a", "c", "b"):
        options.filter(has_text=f"Gate {step}").locator("input").check()
        assert main(page).get_by_text("Step talk").count() == 0
    if javascript:
        saved(page)
        page.reload()
        assert options.filter(has_text="Gate b").locator("input").is_checked()
        assert main(page).get_by_text("Step talk").count() == 0
    primary(page).click()
    main(page).get_by_text("Step talk").wait_for()
    assert main(page).get_by_text(words("You chose:")).count() == 1
    options.filter(has_text="Talk b").locator("input").check()
    primary(page).click()
    page.wait_for_url(lambda url: f"/questions/{marked.places['branching'][0]}" not in url)
    marked.open(page, "branching")
    main(page).get_by_text(words("The scenario is at its end. Your choices stand.")).wait_for()
    assert options.count() == 0


def test_the_drawn_grid_marks_the_chosen_cell_at_once(marked: Sitting):
    page = marked.site.person("olga")
    marked.open(page, "risk_matrix")
    give(page, answer_of(marked.places["risk_matrix"][1]))
    shown = page.locator(".risk-grid td span").evaluate_all(
        "nodes => nodes.filter(node => getComputedStyle(node, '::before').opacity === '1')"
        ".map(node => node.parentElement.className)"
    )
    assert shown == ["row-2 column-3"]
