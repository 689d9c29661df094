"""docs/performance.md and its pictures, from one run."""

import os
import platform
import statistics
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_PAGE = """# Performance

Measured by `make bench` on {day}: {machine}. Ratios are of one run, ours and the bare thing in turn, five
rounds after a warm-up; the server is the product's own (two processes of four threads) for both.

![Requests a second beside the bare baseline](performance-rates.svg)

| with 8 clients | ours, a second | bare, a second | ratio (min–max) | aim |
|---|---:|---:|---:|---:|
| lesson page, signed in, compressed | {lesson_ours:.0f} | {lesson_bare:.0f} | **{lesson_ratio:.0%}** ({lesson_low:.0%}–{lesson_high:.0%}) | 60 % |
| autosave of an answer | {saves_ours:.0f} | {saves_bare:.0f} | **{saves_ratio:.0%}** ({saves_low:.0%}–{saves_high:.0%}) | 60 % |

The lesson is the longest Russian one, `{path}`. The bare page is Flask with {queries} reads by primary key
and no template, no sign-in, no compression; the bare write is Flask, one INSERT and a commit with
`synchronous=FULL` under the same lock. An autosave of ours reads who asks, finds the question and the last
answer, judges what was sent and appends one row.

## Weight of a visit

![Bytes of a visit](performance-weight.svg)

| longest lesson, Russian, 360 px, real browser | bytes | requests | aim |
|---|---:|---:|---:|
| first visit | {first_bytes:,} | {first_requests} | 45,000 in 6 |
| repeat visit | {repeat_bytes:,} | {repeat_requests} | 15,000 |
| for comparison, a Moodle 4.5 lesson, first visit | 1,220,000 | 23 | |

A Moodle 4.5 on a machine of this class serves about 34 lesson pages a second at 8 clients.
"""


def write_page(docs: Path, path: str, queries: int, lesson: Any, saves: Any, first: Any, repeat: Any) -> None:
    docs.mkdir(exist_ok=True)
    values: dict[str, Any] = {
        "day": datetime.now(UTC).date().isoformat(),
        "machine": _machine(),
        "path": path,
    }
    values |= {"queries": queries, "first_bytes": first.bytes, "first_requests": first.requests}
    values |= {"repeat_bytes": repeat.bytes, "repeat_requests": repeat.requests}
    for name, pair in (("lesson", lesson), ("saves", saves)):
        values |= {
            f"{name}_ours": statistics.median(pair.ours),
            f"{name}_bare": statistics.median(pair.bare),
            f"{name}_ratio": pair.ratio,
            f"{name}_low": min(pair.ratios),
            f"{name}_high": max(pair.ratios),
        }
    (docs / "performance.md").write_text(_PAGE.format(**values))
    rates = [
        ("Lesson page", values["lesson_ours"], "/s"),
        ("Bare page", values["lesson_bare"], "/s"),
        ("Autosave", values["saves_ours"], "/s"),
        ("Bare durable write", values["saves_bare"], "/s"),
        ("Moodle 4.5 lesson", 34, "/s"),
    ]
    (docs / "performance-rates.svg").write_text(_bars("Requests a second, 8 clients", rates))
    weights = [
        ("First visit", first.bytes / 1000, " KB"),
        ("Repeat visit", repeat.bytes / 1000, " KB"),
        ("Moodle 4.5, first visit", 1220, " KB"),
    ]
    (docs / "performance-weight.svg").write_text(_bars("Kilobytes of a lesson", weights))


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30
    return f"{os.cpu_count()} cores, {memory} GiB, Python {platform.python_version()}, {platform.system()}"


def _bars(title: str, rows: list[tuple[str, float, str]]) -> str:
    """A plain bar chart with its numbers written out."""
    longest = max(value for _, value, _ in rows)
    height = 56 + 36 * len(rows)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 {height}" font-family="system-ui, sans-serif" font-size="15">',
        f'<title>{title}</title><rect width="720" height="{height}" fill="#ffffff"/>',
        f'<text x="16" y="30" font-weight="600" fill="#16202e">{title}</text>',
    ]
    for place, (label, value, unit) in enumerate(rows):
        y = 50 + 36 * place
        width = max(2, round(400 * value / longest))
        colour = "#0b5a80" if place % 2 == 0 and "Moodle" not in label else "#8a97a4"
        parts.append(f'<text x="16" y="{y + 18}" fill="#16202e">{label}</text>')
        parts.append(f'<rect x="200" y="{y}" width="{width}" height="24" fill="{colour}"/>')
        parts.append(f'<text x="{208 + width}" y="{y + 18}" fill="#16202e">{value:,.0f}{unit}</text>')
    return "\n".join([*parts, "</svg>\n"])
