"""Every mistake an author can make is told with its file, its line and what to write."""

from collections.abc import Callable

import pytest

from tests.content.small import (
    GRADED,
    LABELS,
    LESSON_EN,
    LESSON_RU,
    PRACTICE,
    QUIZ,
    SECOND,
    SVG,
    TERMS,
    Small,
)

PACKAGE = "modules/package.yaml"
BORDERS = "modules/borders/module.yaml"
Change = tuple[str, str, str]

INSIDE_A_LESSON: list[tuple[str, str]] = [
    ("::: fact Title\nText.\n:::", "`::: fact` is not known"),
    ("::: note\nText.\n:::", "`::: note` is incomplete: write `::: note Title`"),
    ("::: keypoints Title\n- One\n:::", "takes no title"),
    ("::: note Title\nText.", "`::: note` is not closed"),
    ("::: note One\nText.\n\n::: note Two\nText.\n:::", "`::: note` is not closed"),
    (":::", "closes nothing here"),
    ("- ::: note In a list\n  Text.", "stands in a list or quotation"),
    ("::: figure absent.svg\nA caption.\n\nA description.\n:::", "there is no such figure"),
    ("::: figure ring.svg\nOnly a caption.\n:::", "needs a caption, an empty line and a long description"),
    ("::: question p-9\n:::", "there is no question p-9"),
    ("::: question g-1\n:::", "kept for graded use"),
    ("::: question p-1\n:::", "the question p-1 stands here twice"),
    ("[x](term:absent)", "the term absent is not in modules/glossary"),
    ("[x](source:absent)", "the source absent is not listed"),
    ("[x](09-absent.en.md)", "09-absent.en.md is no lesson"),
    ("[x](/account)", "/account is no lesson"),
    ("[x](//evil.example/a)", "is no lesson"),
    ("[x](01-first-words.ru.md)", "is in another language"),
    ("[x](javascript:alert(1))", "links to javascript: may not be used"),
    ("[x](data:text/html,x)", "links to data: may not be used"),
    ("<ftp://example.org/x>", "links to ftp: may not be used"),
    ("![x](ring.svg)", "write `::: figure name.svg`"),
    ("# Too high", "start headings at `##`"),
    ("Too high\n========", "start headings at `##`"),
    ("Some <b>bold</b> words", "HTML may not be used"),
    ("<div>\nblock\n</div>", "HTML may not be used"),
    ("<!-- hidden -->", "HTML may not be used"),
]


@pytest.mark.parametrize(("markdown", "message"), INSIDE_A_LESSON)
def test_a_mistake_in_a_text_is_told_at_its_line(small: Small, markdown: str, message: str):
    small.say(markdown)
    line = small.line(LESSON_EN, "Then [go on]") - 1 - len(markdown.split("\n"))
    assert any(told.startswith(f"{LESSON_EN}:{line}: ") and message in told for told in small.problems())


def test_a_practice_question_may_not_stand_inside_another_block(small: Small):
    small.say(":::: note Title\n::: question p-2\n:::\n::::")
    line = small.line(LESSON_EN, "question p-2")
    assert (
        f"{LESSON_EN}:{line}: a practice question may not stand inside another block" in small.problems()[0]
    )


def test_a_mistake_deep_in_a_paragraph_is_told_at_its_own_line(small: Small):
    small.say("One\ntwo\n[three](term:absent)\n<b>four</b>")
    line = small.line(LESSON_EN, "[three]")
    assert [told.split(": ")[0] for told in small.problems()] == [
        f"{LESSON_EN}:{line}",
        f"{LESSON_EN}:{line + 1}",
        f"{LESSON_EN}:{line + 1}",
    ]


def test_code_may_look_like_html_and_like_directives(small: Small):
    small.say("`<b>` and\n\n```\n::: fact\n<script>\n```\n\n    <i>indented</i>\n\n5 < 6 and 7 > 6")
    assert small.problems() == []


IN_OTHER_FILES: list[tuple[Change, str, str]] = [
    ((PACKAGE, "  - later", "  - absent"), "- absent", "there is no folder modules/absent"),
    ((PACKAGE, "    - borders", "    - absent"), "- absent", "there is no quiz absent"),
    ((PACKAGE, "hours: 1", "hours: one"), "hours:", "hours must be a whole number"),
    ((PACKAGE, "hours: 1", "hours: 1\nprice: 5"), "price:", "price is not a key of this file"),
    ((PACKAGE, "hours: 1\n", ""), "key: small", "hours is missing"),
    ((PACKAGE, "{en: Small course, ", "{"), "title:", "Write the English text"),
    ((PACKAGE, "ru: Малый", "de: Малый"), "title:", "Unknown language de"),
    (
        (BORDERS, "status: published", "status: hidden"),
        "status:",
        "status must be 'published' or 'announced'",
    ),
    ((BORDERS, "quiz: borders", "quiz: absent"), "quiz:", "there is no quiz absent"),
    (("modules/later/module.yaml", "announced", "published"), "status:", "a published module has lessons"),
    (
        (LESSON_EN, "minutes: 20", "minutes: 60"),
        "minutes: 60",
        "60 minutes are stated, but it takes about 20",
    ),
    ((LESSON_RU, "translated_from: 1", "translated_from: 3"), "translated_from", "has only revision 2"),
    ((LESSON_RU, "translated_from: 1\n", ""), "---", "add `translated_from: 2`"),
    ((LESSON_RU, "review: reviewed\n", ""), "---", "add `review: draft` or"),
    ((LESSON_RU, "reviewed", "fine"), "review:", "review must be 'draft' or 'reviewed'"),
    ((LESSON_EN, "revision: 2", "revision: 2\ntranslated_from: 1"), "translated_from", "is the original"),
    ((LESSON_EN, "  - Use exact words\n", "  []\n"), "objectives", "objectives is empty"),
    ((LESSON_EN, "objectives:\n  - Use exact words\n", ""), "title:", "objectives is missing"),
    ((LESSON_EN, "title: First", "title: [First]\nx: First"), "title:", "title must be text"),
    ((LESSON_EN, "checked: 2026-11-23", "checked: today"), "checked:", "checked must be a date"),
    (
        (LESSON_EN, "checked: 2026-11-23", "checked: 2026-13-45"),
        "checked:",
        "cannot be read as a number or date",
    ),
    ((LESSON_EN, "(source:handbook)", "(term:migrant)"), "key: handbook", "the source handbook is not cited"),
    ((SVG, "{{name}}", "{{name}} {{other}}"), "{{other}}", "{{other}} has no label"),
    ((SVG, "{{name}}", "word"), "", "write {{name}} in ring.svg"),
    ((LABELS, ", ru: А и Б", ""), "name:", "name has no text in ru, which 01-first-words.ru.md needs"),
    ((LABELS, "A & B", '"A \\x01"'), "name:", "with the labels in en: this is not well-formed SVG"),
    ((TERMS, "uz: migrant", "de: Migrant"), "term:", "Unknown language de"),
    ((TERMS, "unconfirmed: [uz]", "unconfirmed: [zz]"), "unconfirmed", "zz is not a language of the course"),
    ((QUIZ, "module: borders", "module: absent"), "module:", "there is no module absent"),
    ((QUIZ, "module: borders", "module: later"), "", "write `module: borders` in its quiz.yaml"),
    (
        (QUIZ, "questions: 1", "questions: 2"),
        "blueprint",
        "the blueprint has 1 questions, `questions` says 2",
    ),
    ((QUIZ, "count: 1", "count: 2"), "- topic: words", "words needs 2 graded questions, there are 1"),
    ((QUIZ, "- topic: words", "- topic: other"), "- topic: other", "the topic other is not declared"),
    ((QUIZ, "score: best", "score: most"), "score:", "score must be 'best', 'last' or 'average'"),
    (
        (QUIZ, "score: best", "score: best\noverdue: forget"),
        "overdue:",
        "overdue must be 'submit', 'grace' or",
    ),
    (
        (QUIZ, "score: best", "score: best\noverdue: grace"),
        "",
        "`overdue: grace` and `grace_minutes` go together",
    ),
    ((QUIZ, "score: best", "score: best\ngrace_minutes: 5"), "", "write both or neither"),
    (
        (QUIZ, "score: best", "score: best\npass_marks: {wrods: 50}"),
        "pass_marks",
        "no draw holds the topic wrods",
    ),
    ((QUIZ, "score: best", "score: average\npass_marks: {words: 50}"), "", "an average has no topics"),
    ((QUIZ, "[key]", "[answers]"), "after_close", "disclosure.after_close must be"),
    ((QUIZ, "attempts: 3", "attempts: 3\nattempts: 4"), "attempts: 4", "the key attempts stands here twice"),
    ((GRADED, "topic: words", "topic: other"), "topic:", "the topic other is not declared"),
    ((GRADED, "borders/first-words", "borders/absent"), "lesson:", "there is no lesson borders/absent"),
    ((GRADED, "kind: single", "kind: singular"), "kind:", "singular"),
    ((GRADED, "key: g-1", "key: g-2"), "key:", "the key is g-2, the file is g-1.yaml"),
    ((GRADED, "{en: That one, ru: То}", "{en: That one}"), "", "options[b].text lacks ru"),
    ((PRACTICE, "borders/first-words", "borders/next-steps"), "", "p-1 belongs to borders/next-steps"),
]


@pytest.mark.parametrize(("change", "at", "message"), IN_OTHER_FILES)
def test_a_mistake_in_a_file_is_told_at_its_line(small: Small, change: Change, at: str, message: str):
    small.change(*change)
    told = [problem for problem in small.problems() if message in problem]
    assert told, small.problems()
    if at:
        assert any(one.startswith(f"{change[0]}:{small.line(change[0], at)}: ") for one in told), told


WHOLE_FILES: list[tuple[Callable[[Small], Small], str]] = [
    (lambda s: s.remove(PACKAGE), f"{PACKAGE}:1: there is no such file"),
    (lambda s: s.remove(BORDERS), f"{BORDERS}:1: there is no such file"),
    (lambda s: s.remove(QUIZ), f"{QUIZ}:1: there is no such file"),
    (lambda s: s.remove(LABELS), f"{LABELS}:1: there is no such file"),
    (
        lambda s: s.remove(LESSON_EN),
        f"{LESSON_RU}:1: the English text is missing: write 01-first-words.en.md",
    ),
    (
        lambda s: s.write("modules/new/module.yaml", (s.root / "modules/later/module.yaml").read_text()),
        "modules/new/module.yaml:1: the package does not name this module: add `- new`",
    ),
    (lambda s: s.write("modules/borders/lessons/notes.md", "x"), "notes.md:1: name a lesson NN-slug"),
    (
        lambda s: s.write("modules/borders/lessons/01-first-words.de.md", "x"),
        "01-first-words.de.md:1: de is not a language of the course",
    ),
    (
        lambda s: s.write("modules/borders/lessons/04-far.en.md", (s.root / SECOND).read_text()),
        "04-far.en.md:1: 03 comes next, not 04",
    ),
    (
        lambda s: s.write("modules/borders/lessons/02-other.en.md", (s.root / SECOND).read_text()),
        "02-other.en.md:1: another lesson has the number 02",
    ),
    (
        lambda s: s.write("modules/borders/lessons/03-next-steps.en.md", (s.root / SECOND).read_text()),
        "03-next-steps.en.md:1: another lesson of this module is called next-steps",
    ),
    (lambda s: s.write(SECOND, "Just text."), f"{SECOND}:1: a lesson starts with its title"),
    (lambda s: s.write(SECOND, ""), f"{SECOND}:1: a lesson starts with its title"),
    (
        lambda s: s.write("quizzes/borders/questions/notes.txt", "x"),
        "notes.txt:1: name a question <key>.yaml",
    ),
    (
        lambda s: s.write("quizzes/second/questions/g-1.yaml", (s.root / GRADED).read_text()),
        "quizzes/second/questions/g-1.yaml:1: quizzes/borders/questions/g-1.yaml has the same key",
    ),
    (
        lambda s: s.write("modules/glossary/more.yaml", (s.root / TERMS).read_text()),
        f"{TERMS}:1: the term migrant stands in the glossary twice",
    ),
    (lambda s: s.write("modules/Bad Name/module.yaml", "x"), "modules/Bad Name:1: the name Bad Name may not"),
    (lambda s: s.write("modules/glossary/more.yaml", "a: b\n"), "more.yaml:1: a glossary file is a list"),
]


@pytest.mark.parametrize(("break_it", "message"), WHOLE_FILES)
def test_a_missing_or_misplaced_file_is_told(small: Small, break_it: Callable[[Small], Small], message: str):
    told = break_it(small).problems()
    assert any(message in problem for problem in told), told


def test_a_translation_of_the_present_text_has_its_minutes_and_practice_questions(small: Small):
    small.change(LESSON_RU, "minutes: 20", "minutes: 21")
    small.change(LESSON_RU, "::: question p-1\n:::\n", "")
    assert small.problems() == []  # made from an older text, which may have been so
    small.change(LESSON_RU, "translated_from: 1", "translated_from: 2")
    line = small.line(LESSON_RU, "minutes: 21")
    assert small.problems() == [
        f"{LESSON_RU}:1: the English text has other practice questions: make p-1 the same in both",
        f"{LESSON_RU}:{line}: write `minutes: 20` as in English",
    ]


def test_ten_mistakes_in_ten_places_are_all_told_at_once(small: Small):
    small.change(PACKAGE, "hours: 1", "hours: none")
    small.change(BORDERS, "status: published", "status: public")
    small.change(LESSON_EN, "activity_minutes: 17", "activity_minutes: many")
    small.change(LESSON_EN, "## Words", "# Words")
    small.change(LESSON_RU, "(term:migrant)", "(term:migrants)")
    small.change(SECOND, "Go on.", "Go <u>on</u>.")
    small.change(SVG, "<rect ", '<rect onclick="x()" ')
    small.change(TERMS, "  source: Glossary 2019\n", "")
    small.change(QUIZ, "questions: 1", "questions: 12")
    small.change(GRADED, "answer: a", "answer: z")
    places = [told.rsplit(": ", 1)[0].split(": ")[0] for told in small.problems()]
    assert sorted(set(places)) == sorted(
        {
            f"{PACKAGE}:{small.line(PACKAGE, 'hours')}",
            f"{BORDERS}:{small.line(BORDERS, 'status')}",
            f"{LESSON_EN}:{small.line(LESSON_EN, 'activity_minutes')}",
            f"{LESSON_EN}:{small.line(LESSON_EN, '# Words')}",
            f"{LESSON_RU}:{small.line(LESSON_RU, 'term:migrants')}",
            f"{SECOND}:{small.line(SECOND, 'Go <u>')}",
            f"{SVG}:{small.line(SVG, 'onclick')}",
            f"{TERMS}:1",
            f"{QUIZ}:{small.line(QUIZ, 'blueprint')}",
            f"{GRADED}:1",
        }
    )


def test_a_broken_question_is_not_told_again_where_it_is_mentioned(small: Small):
    small.change(PRACTICE, "answer: a", "answer: z")
    assert {told.split(":")[0] for told in small.problems()} == {PRACTICE}


def test_an_unreadable_glossary_is_not_told_again_at_each_term(small: Small):
    small.write(TERMS, "- key: [")
    assert {told.split(":")[0] for told in small.problems()} == {TERMS}


def test_problems_come_by_file_and_line(small: Small):
    small.say("[x](term:b)\n\n[x](term:a)")
    small.change(PACKAGE, "hours: 1", "hours: none")
    told = small.problems()
    assert len(told) == 3
    assert [one.split(": ")[0].rsplit(":", 1)[0] for one in told] == [LESSON_EN, LESSON_EN, PACKAGE]
    assert "term b" in told[0]
    assert "term a" in told[1]
