"""An index of everything that a catalogue lets people read, and what is found in it. PURE.

A word that was typed is found in every word that begins with it (from three letters on) and in every form of
the same word. All words must occur in one lesson or term, in one of its languages.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from course.content.catalogue import Catalogue, Lesson, Term
from course.content.folding import words
from course.content.freezing import frozen
from course.content.passages import Passage, Place, of_lesson, of_term
from course.content.stems import stems
from course.questions.authoring import LANGUAGES

PREFIX_FROM = 3
"""Letters that must be typed before a word is found by its beginning."""
_SCATTERED = max(Place) + 1


@dataclass(frozen=True)
class Entry:
    """One lesson or term in one of its languages."""

    subject: Lesson | Term
    language: str


@dataclass(frozen=True)
class Hit:
    subject: Lesson | Term
    language: str
    """In which the words were found."""
    passage: str
    """The sentence, heading or name that holds most of them; empty where only the title does that the reader
    sees anyway."""
    names: bool
    """Whether `passage` is a name of a term or a title in another language than the reader sees it in."""

    @property
    def kind(self) -> str:
        """`lesson` or `term`."""
        return "lesson" if isinstance(self.subject, Lesson) else "term"

    def titled_in(self, language: str) -> str:
        """The language in which a reader of `language` sees the title of this lesson or the name of this term."""
        return _titled_in(self.subject, language)

    def address(self, language: str) -> str:
        """The page of the lesson in the language of the passage, or of the term, for a reader of `language`."""
        if not isinstance(self.subject, Lesson):
            return f"/glossary/{self.subject.key}"
        page = f"/modules/{self.subject.module}/lessons/{self.subject.key}"
        whole = self.language in self.subject.texts
        foreign = whole and self.language != self.subject.text(language).language
        return f"{page}?lang={self.language}" if foreign else page


@dataclass(frozen=True)
class Piece:
    text: str
    found: bool


@dataclass(frozen=True)
class Findings:
    hits: tuple[Hit, ...]
    """The best first."""
    forms: frozenset[str]
    """Every folded word of the catalogue that one of the asked words was found in."""

    def marked(self, text: str, longest: int | None = None) -> tuple[Piece, ...]:
        """`text` with the found words apart; of a text over `longest` letters what stands around the first."""
        return _pieces(text, self.forms, longest)


@dataclass(frozen=True)
class Index:
    entries: tuple[Entry, ...]
    passages: tuple[Passage, ...]
    owners: tuple[int, ...]
    """Of each passage, the number of its entry."""
    words: tuple[str, ...]
    """Folded and sorted."""
    standing: tuple[tuple[int, ...], ...]
    """Of each word, the numbers of the passages that hold it, ascending."""
    kin: Mapping[str, tuple[int, ...]]
    """Stem → numbers of its words."""

    def find(self, asked: str, language: str) -> Findings:
        """What holds every word of `asked`.

        First the terms that are called so, in whatever language; then what was found in the reader's
        `language`, then in the others, by the place of the passage that holds every word: name, title,
        heading, key point, text. Words scattered over several passages come last. No lesson and no term
        comes twice.
        """
        wanted = list(dict.fromkeys(word.folded for word in words(asked)))
        numbers = [self._forms_of(word, stem) for word, stem in stems(wanted)]
        forms = frozenset(self.words[number] for found in numbers for number in found)
        holding = [self._held_by(found) for found in numbers]
        best: dict[tuple[str, ...], tuple[tuple[int, ...], int]] = {}
        for entry in set.intersection(*map(set, holding)) if holding else ():
            weight = self._weight(entry, [held[entry] for held in holding], language)
            name = _name(self.entries[entry].subject)
            best[name] = min(best.get(name, (weight, entry)), (weight, entry))
        hits = (self._hit(entry, holding, language) for _, entry in sorted(best.values()))
        return Findings(tuple(hits), forms)

    def _forms_of(self, word: str, stem: str) -> set[int]:
        start = bisect_left(self.words, word)
        longest = "\U0010ffff" if len(word) >= PREFIX_FROM else "\0"
        return {*range(start, bisect_left(self.words, word + longest)), *self.kin.get(stem, ())}

    def _held_by(self, forms: Iterable[int]) -> dict[int, set[int]]:
        """Entry → its passages that hold one of these words."""
        held: dict[int, set[int]] = defaultdict(set)
        for passage in {passage for form in forms for passage in self.standing[form]}:
            held[self.owners[passage]].add(passage)
        return held

    def _weight(self, entry: int, held: list[set[int]], language: str) -> tuple[int, ...]:
        """The lighter, the earlier: group, language, place, then the shorter name or the more passages."""
        here = self.entries[entry].language
        foreign = 0 if here == language else 1 + LANGUAGES.index(here)
        together = set.intersection(*held)
        place = min((self.passages[one].place for one in together), default=_SCATTERED)
        group = 0 if place == Place.NAME else 1 if not foreign else 2
        if place <= Place.TITLE:
            named = [one for one in together if self.passages[one].place == place]
            return group, foreign, place, min(len(self.passages[one].text) for one in named), entry
        return group, foreign, place, -len(set().union(*held)), entry

    def _hit(self, entry: int, holding: list[dict[int, set[int]]], language: str) -> Hit:
        here = self.entries[entry]
        titled = here.language == _titled_in(here.subject, language)
        shown = [
            (-sum(one in held[entry] for held in holding), *self._show_first(one, here.subject), one)
            for one in set().union(*(held[entry] for held in holding))
            if not (titled and self.passages[one].place <= Place.TITLE)
        ]
        if not shown:
            return Hit(here.subject, here.language, "", False)
        passage = self.passages[min(shown)[-1]]
        return Hit(here.subject, here.language, passage.text, passage.place <= Place.TITLE)

    def _show_first(self, passage: int, subject: Lesson | Term) -> tuple[bool, int]:
        """Of a term its name; of a lesson a sentence rather than a heading."""
        place = self.passages[passage].place
        return isinstance(subject, Lesson) and place < Place.KEY_POINT, place


def build(catalogue: Catalogue) -> Index:
    """The index of the published lessons and of the glossary, in every language they have.

    A translation of an older revision is left out: no page shows it.
    """
    entries: list[Entry] = []
    passages: list[Passage] = []
    owners: list[int] = []
    standing: dict[str, list[int]] = defaultdict(list)
    for entry, found in _readable(catalogue):
        for passage in found:
            for word in {word.folded for word in words(passage.text)}:
                standing[word].append(len(passages))
            passages.append(passage)
            owners.append(len(entries))
        entries.append(entry)
    ordered = sorted(standing)
    kin: dict[str, list[int]] = defaultdict(list)
    for number, (_, stem) in enumerate(stems(ordered)):
        kin[stem].append(number)
    return Index(
        entries=tuple(entries),
        passages=tuple(passages),
        owners=tuple(owners),
        words=tuple(ordered),
        standing=tuple(tuple(standing[word]) for word in ordered),
        kin=frozen({stem: tuple(numbers) for stem, numbers in kin.items()}),
    )


def _readable(catalogue: Catalogue) -> Iterator[tuple[Entry, Iterator[Passage]]]:
    for term in catalogue.glossary.values():
        for language in LANGUAGES:
            if language in term.term or language in term.definition:
                yield Entry(term, language), of_term(term, language)
    for lesson in catalogue.published_lessons():
        for language, text in (*lesson.texts.items(), *lesson.summaries.items()):
            if not lesson.is_stale(language):
                yield Entry(lesson, language), of_lesson(text)


def _titled_in(subject: Lesson | Term, language: str) -> str:
    if isinstance(subject, Lesson):
        return (subject.summary(language) or subject.text(language)).language
    return language if language in subject.term else "en"


def _name(subject: Lesson | Term) -> tuple[str, ...]:
    return (subject.module, subject.key) if isinstance(subject, Lesson) else (subject.key,)


def _pieces(text: str, forms: frozenset[str], longest: int | None) -> tuple[Piece, ...]:
    spans: list[tuple[int, int]] = []
    for word in words(text):
        if word.folded in forms:
            # Found words that only a space or a hyphen separates are marked as one.
            joined = spans and word.start - spans[-1][1] == 1
            start = spans.pop()[0] if joined else word.start
            spans.append((start, word.end))
    start, end = _window(text, spans[0][0] if spans else 0, longest)
    cuts = sorted({start, end, *(min(max(cut, start), end) for span in spans for cut in span)})
    pieces = [
        Piece(text[here:there], any(left <= here < right for left, right in spans))
        for here, there in pairwise(cuts)
    ]
    before = [Piece("… ", False)] if start else []
    after = [Piece(" …", False)] if end < len(text) else []
    return (*before, *pieces, *after)


def _window(text: str, first: int, longest: int | None) -> tuple[int, int]:
    """Start and end of the part to show, at spaces where there are any: all of a text that is not too long."""
    if longest is None or len(text) <= longest:
        return 0, len(text)
    start = max(0, min(first - longest // 3, len(text) - longest))
    if start:
        start = text.find(" ", start, first) + 1 or start
    if start + longest >= len(text):
        return start, len(text)
    space = text.rfind(" ", first, start + longest)
    return start, space if space > first else start + longest
