"""House habits read from source text: what is written only in one place, or nowhere. Answers are sentences."""

import ast
import re
from collections.abc import Iterator

from tests.contracts.layers import is_pure

COMMITS = ("course/web/context.py", "course/cli.py")
CLOCKS = ("course/web/context.py", "course/cli.py")
ENVIRONMENT = ("course/config.py",)
SAFE_HTML = ("course/content/showing.py",)
PRAGMAS = ("course/base/db.py",)
TRANSACTIONS = ("course/migrations/upgrade.py", "course/migrations/env.py")

_CLOCK_CALLS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns",
    "time.localtime", "time.gmtime", "func.now", "func.current_timestamp",
}  # fmt: skip
_VAGUE = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "manager",
    "managers",
    "service",
    "services",
    "misc",
}


def dotted(node: ast.AST) -> str:
    """`a.b.c` of a name or attribute; the called thing's name for a call; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return f"{dotted(node.func)}()"
    return ""


def _calls(source: str) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield node, dotted(node.func)


def _last_two(name: str) -> str:
    return ".".join(name.split(".")[-2:])


def hidden_imports(path: str, source: str) -> list[str]:
    """Imports inside a function, and names imported from text."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inner = [one for one in ast.walk(node) if isinstance(one, ast.Import | ast.ImportFrom)]
            found += [
                f"{path}:{one.lineno}: an import inside {node.name}(); move it to the top, and if that makes a "
                "cycle, move the shared part down a slice."
                for one in inner
            ]
        if isinstance(node, ast.Call) and dotted(node.func) in {"__import__", "importlib.import_module"}:
            found.append(f"{path}:{node.lineno}: an import by name; write an import statement at the top.")
    return found


def speaking_packages(path: str, source: str) -> list[str]:
    """`__init__` files that hold more or less than a docstring."""
    if not path.endswith("__init__.py"):
        return []
    body = ast.parse(source).body
    if ast.get_docstring(ast.parse(source)) is None:
        return [f"{path}: has no docstring; say what the slice is for, its words, and what it may import."]
    return [
        f"{path}:{node.lineno}: holds more than its docstring; import the name from the module that defines it."
        for node in body[1:]
    ]


def chance_and_clock(path: str, source: str) -> list[str]:
    """Clock, chance, environment and disk in a PURE module."""
    if not is_pure(path):
        return []
    found = []
    for call, name in _calls(source):
        top, last = name.partition(".")[0], name.rpartition(".")[2]
        seeded = name.startswith("random.Random().") or (name == "random.Random" and call.args)
        impure = (
            top in {"secrets", "os", "time", "uuid", "socket", "subprocess"}
            or (top == "random" and not seeded)
            or _last_two(name) in _CLOCK_CALLS
            or name == "open"
            or last in {"read_text", "read_bytes", "write_text", "getenv"}
        )
        if impure:
            found.append(
                f"{path}:{call.lineno}: a PURE module does not call {name}(); take the value as an argument."
            )
    return found


def commits(path: str, source: str) -> list[str]:
    """Commits away from the edges."""
    found = []
    for call, name in _calls(source):
        if name.endswith(".commit") and path not in COMMITS:
            found.append(
                f"{path}:{call.lineno}: commits; let the edge (web/context.py or cli.py) do that, flush here."
            )
        if name.endswith(".begin") and path not in TRANSACTIONS:
            found.append(
                f"{path}:{call.lineno}: opens a unit that commits by itself; use context.unit_of_work."
            )
    return found


def environment(path: str, source: str) -> list[str]:
    """Readers of the environment other than `config`."""
    if path in ENVIRONMENT:
        return []
    return [
        f"{path}:{node.lineno}: reads the environment; add a setting to course/config.py and pass it in."
        for node in ast.walk(ast.parse(source))
        if (
            isinstance(node, ast.Attribute)
            and node.attr in {"environ", "environb", "getenv"}
            and dotted(node.value) == "os"
        )
        or (
            isinstance(node, ast.ImportFrom)
            and node.module == "os"
            and {a.name for a in node.names} & {"environ", "getenv"}
        )
    ]


def clocks(path: str, source: str) -> list[str]:
    """Clocks read away from the edges, in Python or in SQL."""
    if path in CLOCKS:
        return []
    return [
        f"{path}:{call.lineno}: reads a clock; take `now` as an argument, the edge passes context.now()."
        for call, name in _calls(source)
        if _last_two(name) in _CLOCK_CALLS
    ]


def vague_names(path: str, source: str) -> list[str]:
    """Files named for nothing in particular."""
    stem = path.rpartition("/")[2].partition(".")[0]
    words = set(re.split(r"[_-]", stem)) | set(path.split("/")[:-1])
    return [f"{path}: is named “{word}”; name it for the idea it holds." for word in sorted(words & _VAGUE)]


def safe_html(path: str, source: str) -> list[str]:
    """Text marked as HTML outside the named place: in Python, in templates, in scripts."""
    if path in SAFE_HTML:
        return []
    marks = {
        ".py": r"\bMarkup\(|\brender_template_string\b|\bfrom_string\(|autoescape\s*=\s*(?!True\b)",
        ".html": r"\|\s*safe\b|autoescape\s+false|\bMarkup\(",
        ".txt": r"\|\s*safe\b",
        ".js": r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function\(",
    }
    pattern = next((mark for suffix, mark in marks.items() if path.endswith(suffix)), None)
    if pattern is None:
        return []
    return [
        f"{path}:{number}: marks text as HTML or code; let the template escape it, or pass it through content/showing.py."
        for number, line in enumerate(source.splitlines(), start=1)
        if re.search(pattern, line)
    ]


def built_statements(path: str, source: str) -> list[str]:
    """SQL put together from pieces."""
    found = []
    for call, name in _calls(source):
        last = name.rpartition(".")[2]
        if last not in {"text", "execute", "exec_driver_sql", "literal_column"} or not call.args:
            continue
        statement = call.args[0]
        sql = last != "text" or name in {"text", "sa.text", "sqlalchemy.text"}
        built = isinstance(statement, ast.JoinedStr | ast.BinOp) or (
            isinstance(statement, ast.Call) and dotted(statement.func).endswith((".format", ".join"))
        )
        if sql and built and path not in PRAGMAS:
            found.append(
                f"{path}:{call.lineno}: builds SQL from text; write one constant with :names and bind the values."
            )
        if (
            sql
            and last in {"text", "literal_column"}
            and not built
            and not isinstance(statement, ast.Constant)
        ):
            found.append(
                f"{path}:{call.lineno}: {last}() of something that is not a constant; write the SQL there."
            )
    return found


def unsafe_loaders(path: str, source: str) -> list[str]:
    """Formats and calls that run what they read."""
    found = []
    for node in ast.walk(ast.parse(source)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name.partition(".")[0] for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [(node.module or "").partition(".")[0]]
        found += [
            f"{path}:{node.lineno}: imports {name}, which runs what it reads; write JSON instead."
            for name in names
            if name in {"pickle", "cPickle", "marshal", "shelve", "dill", "jsonpickle", "cloudpickle"}
        ]
    for call, name in _calls(source):
        if name in {"eval", "exec", "compile", "builtins.eval", "builtins.exec"}:
            found.append(f"{path}:{call.lineno}: {name}() runs text; write a function.")
        if name in {"yaml.unsafe_load", "yaml.full_load", "yaml.unsafe_load_all", "yaml.full_load_all"} or (
            name in {"yaml.load", "yaml.load_all", "yaml.parse"} and not _has_safe_loader(call)
        ):
            found.append(f"{path}:{call.lineno}: {name}() may build anything; use the safe loader.")
    return found


def _has_safe_loader(call: ast.Call) -> bool:
    given = [keyword.value for keyword in call.keywords if keyword.arg == "Loader"] + call.args[1:2]
    return any(dotted(one) in {"yaml.SafeLoader", "yaml.CSafeLoader"} for one in given)


def bare_lookups(path: str, source: str) -> list[str]:
    """Rows fetched by id in a view, past `visible_to(actor)`."""
    if not path.endswith("/views.py"):
        return []
    return [
        f"{path}:{call.lineno}: fetches a row by its id alone; ask a query that filters by visible_to(actor)."
        for call, name in _calls(source)
        if name.rpartition(".")[2] in {"get", "get_one"}
        and name.rpartition(".")[0] in {"session", "unit", "context.session()", "context.begin_writing()"}
        and call.args
        and not isinstance(call.args[0], ast.Constant)
    ]


def whole_requests(path: str, source: str) -> list[str]:
    """A request's fields taken as a whole into a row or a call."""
    found = []
    for call, name in _calls(source):
        if name.endswith(".populate_obj"):
            found.append(f"{path}:{call.lineno}: fills a row from a form; name each field.")
        for keyword in call.keywords:
            if keyword.arg is None and dotted(keyword.value).startswith(("request.", "form.data")):
                found.append(f"{path}:{call.lineno}: passes on whatever was sent; name each field.")
    return found
