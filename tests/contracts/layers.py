"""Who may import whom (design.md, section 4), read from source text. Each rule answers with sentences."""

import ast
from collections.abc import Iterator, Mapping

ORDER = (
    ("base", "config"),
    ("migrations.upgrade",),
    ("web",),
    ("messages", "questions"),
    ("accounts",),
    ("content",),
    ("events",),
    ("learning",),
    ("assessment", "exercises", "surveys"),
    ("certificates", "exports"),
    ("review",),
    ("reports",),
    ("maintenance",),
    ("desk",),
    ("app", "server", "migrations.env"),
    ("cli",),
    ("__main__",),
)
"""Bottom to top. A name imports from lines below its own; names on one line never import each other."""

_RANK = {name: rank for rank, line in enumerate(ORDER) for name in line}

ONLY = {
    "base": (),
    "config": ("course.base.errors",),
    "questions": ("course.base.errors",),
    "migrations.upgrade": ("course.base",),
    "migrations.versions": (),
}
"""What these import of ours besides themselves, and nothing else.

`config` speaks the one language of refusals, the class in `base.errors`, and knows nothing else of `base`.
"""

PURE = (
    "course/questions/",
    "course/content/folding.py",
    "course/content/passages.py",
    "course/content/search.py",
    "course/content/stems.py",
    "course/learning/progress.py",
    "course/learning/counting.py",
    "course/assessment/accommodations.py",
    "course/assessment/deadlines.py",
    "course/assessment/selection.py",
    "course/assessment/scoring.py",
    "course/assessment/disclosure.py",
    "course/assessment/rules.py",
    "course/assessment/sittings.py",
    "course/assessment/terms.py",
    "course/assessment/windows.py",
    "course/content/readability.py",
    "course/content/status.py",
    "course/content/status_report.py",
    "course/content/translation.py",
    "course/desk/next_step.py",
    "course/certificates/codes.py",
    "course/certificates/snapshot.py",
    "course/accounts/passwords.py",
    "course/exports/alphabet.py",
    "course/exports/exercises.py",
    "course/exports/handbook.py",
    "course/exports/paper.py",
)
"""Folders and modules that know neither Flask nor SQLAlchemy, clock, disk, environment nor chance."""

IMPURE_LIBRARIES = {"flask", "werkzeug", "jinja2", "wtforms", "sqlalchemy", "alembic", "psycopg", "sqlite3"}


def is_pure(path: str) -> bool:
    return path.startswith(PURE)


def slot_of(module: str) -> str:
    """The place in the order that `course.accounts.views` (→ `accounts`) belongs to."""
    parts = module.split(".")
    if len(parts) < 2:
        return ""
    if parts[1] != "migrations":
        return parts[1]
    kind = parts[2] if len(parts) > 2 else "upgrade"
    return f"migrations.{kind}"


def module_of(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imports(path: str, source: str) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of everything that `source` imports, relative forms resolved."""
    package = path.split("/")[:-1]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*start, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def upward_imports(path: str, source: str) -> list[str]:
    """Imports against the order of the slices."""
    own = slot_of(module_of(path))
    if own in {"", "migrations.script"}:
        return []
    if own not in _RANK and own not in ONLY:
        return [
            f"{path}: “{own}” has no place in the order of the slices; give it one in tests/contracts/layers.py."
        ]
    found = []
    for line, target in imports(path, source):
        if not target.startswith("course.") or slot_of(target) == own:
            continue
        if own in ONLY:
            if not target.startswith(ONLY[own]) or not ONLY[own]:
                allowed = " or ".join(ONLY[own]) or "nothing of ours"
                found.append(
                    f"{path}:{line}: {own} may import {allowed}, not {target}; pass the value in instead."
                )
        elif _RANK.get(slot_of(target), len(ORDER)) >= _RANK[own]:
            found.append(
                f"{path}:{line}: {own} may not import {target}, which stands beside or above it; let "
                f"{slot_of(target)} call down, or move what both need into a slice below."
            )
    return found


def impure_imports(path: str, source: str) -> list[str]:
    """Flask, SQLAlchemy and their like in a PURE module."""
    if not is_pure(path):
        return []
    return [
        f"{path}:{line}: a PURE module does not import {target}; take plain values as arguments instead."
        for line, target in imports(path, source)
        if _library(target) in IMPURE_LIBRARIES
    ]


def impure_ways(sources: Mapping[str, str]) -> list[str]:
    """PURE modules that reach Flask or SQLAlchemy through other modules of ours."""
    paths = {module_of(path): path for path in sources}
    found = []
    for path in filter(is_pure, sources):
        seen, waiting = {path}, [path]
        while waiting:
            here = waiting.pop()
            for _, target in imports(here, sources[here]):
                if _library(target) in IMPURE_LIBRARIES:
                    found.append(f"{path}: is PURE but reaches {target} through {here}; cut that import.")
                following = paths.get(target) or paths.get(target.rpartition(".")[0])
                if following and following not in seen:
                    seen.add(following)
                    waiting.append(following)
    return found


def _library(target: str) -> str:
    top = target.partition(".")[0]
    return "flask" if top.startswith("flask") else top


def undocumented_imports(slice_name: str, docstring: str, sources: Mapping[str, str]) -> list[str]:
    """Slices that this one imports although its `__init__` does not list them after “May import:”."""
    said = docstring.partition("May import")[2]
    if "every slice" in said:
        return []
    used = {slot_of(target) for path, source in sources.items() for _, target in imports(path, source)}
    missing = sorted(name for name in used & _RANK.keys() - {slice_name} if name not in said)
    return [
        f"course/{slice_name}/__init__.py: does not say that this slice may import {name}; add it or cut the import."
        for name in missing
    ]
