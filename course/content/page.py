"""A lesson's tokens as the chunks its page shows: clean HTML, and the places of practice questions."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from markdown_it.token import Token

from course.content.catalogue import Practice, Prose
from course.content.cleaning import clean
from course.content.directives import Block, blocks
from course.content.manuscript import lesson_at, link_of
from course.content.markdown import plain_text, render
from course.content.words import own_word


@dataclass(frozen=True)
class Picture:
    """A figure in one language, ready to be shown."""

    address: str
    width: int
    height: int


class Page:
    """Renders one lesson in one language. `file` is where it stands, for its relative links."""

    def __init__(self, file: Path, language: str, pictures: Mapping[str, Picture]) -> None:
        self._file = file
        self._language = language
        self._pictures = pictures
        self._shown = 0
        table = escape(own_word("table", language))
        self._env = {"link": self._link, "table": table}

    def chunks(self, tokens: Sequence[Token]) -> Iterator[Prose | Practice]:
        """Prose between questions is one chunk; an empty one is left out."""
        html: list[str] = []
        for part in blocks(tokens):
            if isinstance(part, Block) and part.name == "question":
                yield from _prose(html)
                html = []
                yield Practice(part.argument)
            else:
                html.append(self._part(part))
        yield from _prose(html)

    def _html(self, tokens: Sequence[Token]) -> str:
        return "".join(self._part(part) for part in blocks(tokens))

    def _part(self, part: Block | Sequence[Token]) -> str:
        if not isinstance(part, Block):
            return render(part, self._env)
        shapes: dict[str, Callable[[Block], str]] = {
            "note": self._note,
            "case": self._story,
            "activity": self._story,
            "answer": self._answer,
            "keypoints": self._keypoints,
            "figure": self._figure,
        }
        return shapes[part.name](part) if part.name in shapes else self._html(part.inside)

    def _note(self, block: Block) -> str:
        title = f'<p class="block-title">{escape(block.argument)}</p>'
        return f'<aside class="note">{title}{self._html(block.inside)}</aside>\n'

    def _story(self, block: Block) -> str:
        label = f'<span class="block-label">{own_word(block.name, self._language)}:</span>'
        title = f'<p class="block-title">{label} {escape(block.argument)}</p>'
        return f'<section class="{block.name}">{title}{self._html(block.inside)}</section>\n'

    def _answer(self, block: Block) -> str:
        title = f"<summary>{escape(block.argument)}</summary>"
        return f'<details class="answer">{title}{self._html(block.inside)}</details>\n'

    def _keypoints(self, block: Block) -> str:
        title = f"<h2>{own_word('keypoints', self._language)}</h2>"
        return f'<section class="keypoints">{title}{self._html(block.inside)}</section>\n'

    def _figure(self, block: Block) -> str:
        picture = self._pictures.get(block.argument)
        if picture is None or len(block.inside) < 3:
            return self._html(block.inside)
        self._shown += 1
        caption, description = block.inside[1], self._html(block.inside[3:])
        summary = own_word("figure", self._language)
        # The first figure is near the top: it must not wait until the reader scrolls.
        loading = ' loading="lazy"' if self._shown > 1 else ""
        return (
            f'<figure><img src="{picture.address}" alt="{escape(plain_text(caption))}"'
            f' width="{picture.width}" height="{picture.height}"{loading} decoding="async">'
            f"<figcaption>{render([caption], self._env)}</figcaption>"
            f"<details><summary>{summary}</summary>{description}</details>"
            "</figure>\n"
        )

    def _link(self, target: str) -> str:
        kind, key = link_of(target)
        if kind == "term":
            return f'<a class="term" href="/glossary/{escape(key)}">'
        if kind == "source":
            return f'<a class="cite" href="#source-{escape(key)}">'
        if kind == "outside":
            return f'<a href="{escape(key)}" rel="noopener noreferrer">'
        place = lesson_at(self._file, key) if kind else None
        return f'<a href="/modules/{place[0]}/lessons/{place[1].key}">' if place else "<a>"


def _prose(html: Sequence[str]) -> Iterator[Prose]:
    text = clean("".join(html)).strip()
    if text:
        yield Prose(text)
