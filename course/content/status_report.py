"""The state of the content as lines for a terminal. PURE."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from course.content.status import LanguageStatus, Longest, Status, Tally

_HEADINGS = ("", "lessons", "guides", "titles", "questions", "terms", "words a sentence")


def report(status: Status) -> Iterator[str]:
    """Languages by kinds of text, questions by quiz and use, what is due, what the options give away."""
    yield from _table([_HEADINGS, *(_row(one) for one in status.languages)])
    yield "(of the present English revision; draft: not reviewed; stale: readers see English instead)"
    yield ""
    yield f"{status.lessons} lessons, {status.terms} terms, {sum(n for *_, n in status.uses)} questions:"
    for quiz, parts in groupby(status.uses, key=lambda part: part[0]):
        yield f"  {quiz}: " + ", ".join(f"{count} {use}" for _, use, count in parts)
    yield ""
    if status.due:
        yield "Citations to compare with their sources again (checked more than 12 months ago):"
        yield from (f"  {due.file.as_posix()}:{due.line}: {due.source}, {due.checked}" for due in status.due)
    else:
        yield "No citation is older than 12 months."
    yield from (_longest(one) for one in status.longest)


def _row(one: LanguageStatus) -> tuple[str, ...]:
    tallies = (one.lessons, one.guides, one.files, one.questions, one.terms)
    length = "" if one.sentence_length is None else f"{float(one.sentence_length):.1f}"
    return (one.language, *(_cell(tally) for tally in tallies), length)


def _cell(tally: Tally) -> str:
    parts = [f"{tally.whole}/{tally.of}"]
    if tally.summaries:
        parts.append(f"+{tally.summaries} summaries")
    if tally.draft:
        parts.append(f"{tally.draft} draft")
    if tally.stale:
        parts.append(f"{tally.stale} stale")
    return " ".join(parts)


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _longest(one: Longest) -> str:
    return (
        f"Single choice in {one.language}: the right option is the longest in {one.times} of {one.questions};"
        f" by chance it would be in about {round(one.by_chance)}."
    )
