"""The trainers' guide: for those who teach, in their language, with the keys that nobody else sees."""

import pytest

from tests.content.small import Small

GUIDE = """\
---
title: Guide
revision: 1
---

## Lesson one

Begin with [the lesson](lessons/01-first-words.en.md).

::: answer Key
The first one.
:::
"""


@pytest.mark.parametrize(
    ("name", "status"),
    [("tomas", 200), ("ada", 200), ("olga", 404), ("farida", 404), ("igor", 404), ("august", 404)],
)
def test_a_guide_is_for_trainers_and_the_administrator(sqlite_house, name, status):
    browser = sqlite_house.browser(name)
    assert browser.get("/modules/risk-assessment/guide").status_code == status
    shows = "/modules/risk-assessment/guide" in browser.get("/modules/risk-assessment/").text
    assert shows == (status == 200)


def test_a_guide_speaks_the_trainers_language(sqlite_house):
    tomas = sqlite_house.browser("tomas")
    for module in sqlite_house.catalogue.package.required_quizzes:
        assert "For trainers only" in tomas.get(f"/modules/{module}/guide").text
    tomas.post("/language", language="ru")
    page = tomas.get("/modules/migration-policy/guide").text
    assert '<article lang="ru">' in page
    assert "not translated yet" not in page


def test_a_guide_holds_no_reserved_question(catalogue):
    """The sentence of a reserved item's key would give it away."""
    for module in catalogue.modules.values():
        for guide in module.guides.values():
            text = " ".join(chunk.html for chunk in guide.chunks)
            for form in ("test-a", "test-b"):
                for question in catalogue.quizzes[form].pool:
                    assert question.ask[guide.language] not in text, question.key


def test_a_guide_is_checked_like_a_lesson(small: Small):
    place = small.root / "modules/borders/guide.en.md"
    place.write_text(GUIDE)
    assert small.problems() == []
    assert small.catalogue().modules["borders"].guide("ru").language == "en"
    place.write_text(GUIDE.replace("01-first-words.en.md", "09-absent.en.md"))
    assert "is no lesson" in small.problems()[0]
    place.write_text(GUIDE.replace("title: Guide\n", ""))
    assert "title is missing" in small.problems()[0]
    place.write_text("No front matter")
    assert "a guide starts with its title" in small.problems()[0]


def test_a_guide_without_english_and_a_stray_file_are_told(small: Small):
    (small.root / "modules/borders/guide.ru.md").write_text(GUIDE.replace(".en.md", ".ru.md"))
    assert any("the English guide is missing" in problem for problem in small.problems())
    (small.root / "modules/borders/notes.md").write_text("x")
    assert any("only the trainers' guide stands here" in problem for problem in small.problems())
