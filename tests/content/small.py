"""The smallest content folder that has one of everything, for tests that break one thing in it."""

from dataclasses import dataclass
from pathlib import Path

from course.content.catalogue import Catalogue, LessonText, Prose
from course.content.reading import read

LESSON_EN = "modules/borders/lessons/01-first-words.en.md"
LESSON_RU = "modules/borders/lessons/01-first-words.ru.md"
SECOND = "modules/borders/lessons/02-next-steps.en.md"
SVG = "modules/borders/assets/ring.svg"
LABELS = "modules/borders/assets/ring.yaml"
TERMS = "modules/glossary/terms.yaml"
QUIZ = "quizzes/borders/quiz.yaml"
GRADED = "quizzes/borders/questions/g-1.yaml"
PRACTICE = "quizzes/borders/questions/p-1.yaml"

_QUESTION = """\
key: {key}
kind: single
use: {use}
topic: words
level: remember
lesson: borders/first-words
source: Handbook, p. 1
ask:
  en: Which word is neutral?
  ru: Какое слово нейтрально?
options:
  - key: a
    text: {{en: This one, ru: Это}}
    feedback: {{en: It is., ru: Верно.}}
  - key: b
    text: {{en: That one, ru: То}}
    feedback: {{en: It is not., ru: Неверно.}}
answer: a
"""

FILES = {
    "modules/package.yaml": """\
key: small
title: {en: Small course, ru: Малый курс}
modules:
  - borders
  - later
hours: 1
completion:
  lessons: published
  quizzes:
    - borders
certificate:
  design: classic
  statement: {en: has finished, ru: завершил курс}
""",
    "modules/borders/module.yaml": """\
title: {en: Borders, ru: Границы}
summary: {en: About borders., ru: О границах.}
outcomes:
  en: [Name things]
  ru: [Называть вещи]
quiz: borders
status: published
""",
    "modules/later/module.yaml": """\
title: {en: Later, ru: Позже}
summary: {en: Not yet., ru: Ещё нет.}
outcomes:
  en: [Wait]
  ru: [Ждать]
status: announced
outline:
  - title: {en: A lesson to come, ru: Будущий урок}
    minutes: 30
""",
    LESSON_EN: """\
---
title: First words
minutes: 20
activity_minutes: 17
revision: 2
objectives:
  - Use exact words
sources:
  - key: handbook
    title: Handbook
    article: p. 1
    checked: 2026-11-23
---

## Words

A [migrant](term:migrant) is a person ([Handbook, p. 1](source:handbook)).

::: figure ring.svg
A ring.

The ring goes round.
:::

::: question p-1
:::

Then [go on](02-next-steps.en.md).
""",
    LESSON_RU: """\
---
title: Первые слова
minutes: 20
activity_minutes: 17
revision: 1
translated_from: 1
review: reviewed
objectives:
  - Выбирать точные слова
sources:
  - key: handbook
    title: Пособие
    article: с. 1
    checked: 2026-11-23
---

## Слова

[Мигрант](term:migrant) — это человек ([Пособие, с. 1](source:handbook)).

::: figure ring.svg
Кольцо.

Кольцо идёт по кругу.
:::

::: question p-1
:::
""",
    SECOND: """\
---
title: Next steps
minutes: 10
activity_minutes: 10
revision: 1
objectives:
  - Go on
---

## Steps

Go on.
""",
    SVG: """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 420">
  <rect width="720" height="420" fill="#ffffff"/>
  <text x="10" y="20">{{name}}</text>
</svg>
""",
    LABELS: "name: {en: A & B, ru: А и Б}\n",
    TERMS: """\
- key: migrant
  term: {en: migrant, ru: мигрант, uz: migrant}
  definition: {en: A person who moves., ru: Человек в пути.}
  unconfirmed: [uz]
  source: Glossary 2019
""",
    QUIZ: """\
title: {en: Borders quiz, ru: Тест}
module: borders
questions: 1
pass_mark: 70
attempts: 3
wait_minutes: 30
score: best
time_limit_minutes: null
topics:
  - key: words
    title: {en: Words, ru: Слова}
blueprint:
  - topic: words
    count: 1
disclosure:
  after_submission: [score, feedback]
  after_close: [key]
""",
    GRADED: _QUESTION.format(key="g-1", use="graded"),
    PRACTICE: _QUESTION.format(key="p-1", use="practice"),
}


@dataclass(frozen=True)
class Small:
    """A content folder on the disk."""

    root: Path

    def change(self, file: str, old: str, new: str) -> "Small":
        """Replaces the first `old`, which must be there."""
        text = (self.root / file).read_text()
        assert old in text, f"{old!r} is not in {file}"
        return self.write(file, text.replace(old, new, 1))

    def write(self, file: str, content: str | bytes) -> "Small":
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return self

    def remove(self, file: str) -> "Small":
        (self.root / file).unlink()
        return self

    def say(self, markdown: str) -> "Small":
        """Puts `markdown` into the first lesson before its last line."""
        return self.change(LESSON_EN, "Then [go on]", f"{markdown}\n\nThen [go on]")

    def line(self, file: str, words: str) -> int:
        """The number of the first line of `file` that holds `words`."""
        lines = (self.root / file).read_text().split("\n")
        return next(number for number, line in enumerate(lines, start=1) if words in line)

    def problems(self) -> list[str]:
        return [str(problem) for problem in read(self.root).problems]

    def catalogue(self) -> Catalogue:
        reading = read(self.root)
        assert reading.catalogue, "\n".join(self.problems())
        return reading.catalogue

    def html(self, language: str = "en") -> str:
        return html_of(self.catalogue().modules["borders"].lessons[0].texts[language])


def html_of(text: LessonText) -> str:
    return "\n".join(chunk.html for chunk in text.chunks if isinstance(chunk, Prose))


def write_small(root: Path) -> Small:
    small = Small(root)
    for file, text in FILES.items():
        small.write(file, text)
    return small
