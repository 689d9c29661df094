"""The house as design.md draws it: folders, the order of imports, what is written in one place only."""

import ast
from pathlib import Path

import pytest

from course.config import ROOT
from tests.contracts import habits, layers

FOLDERS = {
    "base", "web", "messages", "accounts", "questions", "content", "events", "learning", "assessment",
    "exercises", "surveys", "review", "certificates", "exports", "reports", "maintenance", "desk", "migrations",
    "translations",
}  # fmt: skip
MODULES = {"__init__.py", "__main__.py", "app.py", "config.py", "cli.py", "server.py"}
TOP = {
    "course", "modules", "quizzes", "templates", "tests", "docs", "deploy", "pyproject.toml", "README.md",
    "Makefile", "LICENCE", "requirements.lock", "requirements-test.lock",
}  # fmt: skip
MADE_HERE = {"var", "course.egg-info", "build"}
"""Made by running the house; not part of it."""


def sources(*patterns: str) -> dict[str, str]:
    paths = [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}


PYTHON = sources("course/**/*.py")
SHOWN = {**PYTHON, **sources("templates/**/*.html", "templates/**/*.txt", "course/web/static/*.js")}

RULES = {
    "imports go down the order of the slices": (
        layers.upward_imports,
        {
            "course/web/context.py": "from course.accounts.models import Person",
            "course/learning/actions.py": "import course.assessment.models",
            "course/certificates/views.py": "from course.review import queries",
            "course/exports/scorm.py": "from course.certificates.models import Certificate",
            "course/desk/views.py": "from course.app import create_app",
            "course/accounts/views.py": "from ..content import catalogue",
            "course/questions/question.py": "from course.base.db import Base",
            "course/messages/actions.py": "from course.questions.question import Question",
            "course/base/audit.py": "from course.config import Settings",
            "course/config.py": "from course.base.db import Database",
            "course/migrations/upgrade.py": "from course.config import Settings",
            "course/migrations/versions/0002_more.py": "from course.accounts.models import Person",
            "course/shop/views.py": "x = 1",
        },
    ),
    "pure modules know neither web nor database": (
        layers.impure_imports,
        {
            "course/questions/types/single.py": "from flask import request",
            "course/learning/progress.py": "import sqlalchemy.orm",
            "course/desk/next_step.py": "from flask_babel import gettext",
        },
    ),
    "pure modules read no clock, chance, environment or disk": (
        habits.chance_and_clock,
        {
            "course/assessment/selection.py": "import random\nrandom.shuffle(pool)",
            "course/assessment/rules.py": "import random\nchance = random.Random()",
            "course/certificates/codes.py": "import secrets\nsecrets.randbits(130)",
            "course/accounts/passwords.py": "words = open('words.txt').read()",
            "course/questions/figures.py": "from pathlib import Path\nPath('x').read_text()",
            "course/assessment/scoring.py": "from datetime import datetime\ndatetime.now()",
            "course/certificates/snapshot.py": "import os\nos.getenv('HOME')",
        },
    ),
    "imports stand at the top": (
        habits.hidden_imports,
        {
            "course/accounts/views.py": "def view():\n    from course.desk import views",
            "course/content/files.py": "async def read():\n    if True:\n        import json",
            "course/app.py": "import importlib\nimportlib.import_module('course.desk')",
        },
    ),
    "a package's own file holds its docstring and nothing else": (
        habits.speaking_packages,
        {
            "course/events/__init__.py": '"""Events."""\nfrom course.events.models import Event',
            "course/review/__init__.py": "",
        },
    ),
    "only the edges commit": (
        habits.commits,
        {
            "course/accounts/actions.py": "def add(session):\n    session.commit()",
            "course/learning/actions.py": "def add(session):\n    with session.begin():\n        pass",
        },
    ),
    "only the settings read the environment": (
        habits.environment,
        {
            "course/server.py": "import os\nport = os.environ['PORT']",
            "course/cli.py": "import os\nport = os.getenv('PORT')",
            "course/messages/delivery.py": "from os import environ",
        },
    ),
    "only the edges read a clock": (
        habits.clocks,
        {
            "course/accounts/sign_in.py": "from datetime import datetime\ndatetime.now(UTC)",
            "course/review/views.py": "import datetime\ndatetime.date.today()",
            "course/messages/actions.py": "import time\ntime.time()",
            "course/events/queries.py": "select(Event).where(Event.ends_on < func.now())",
        },
    ),
    "files are named for their idea": (
        habits.vague_names,
        {
            "course/web/utils.py": "",
            "course/accounts/person_helpers.py": "",
            "course/common/dates.py": "",
            "course/content/catalogue_manager.py": "",
        },
    ),
    "text becomes HTML in one named place": (
        habits.safe_html,
        {
            "course/review/views.py": "from markupsafe import Markup\nMarkup(name)",
            "course/desk/views.py": "render_template_string(text)",
            "course/certificates/document.py": "Environment(autoescape=False)",
            "templates/desk/home.html": "{{ person.name | safe }}",
            "templates/learning/lesson.html": "{% autoescape false %}",
            "course/web/static/quiz.js": "status.innerHTML = text;",
        },
    ),
    "SQL is constant, values are bound": (
        habits.built_statements,
        {
            "course/accounts/queries.py": "session.execute(text(f'SELECT * FROM person WHERE name = {name}'))",
            "course/events/queries.py": "from sqlalchemy import text\ntext('SELECT %s' % code)",
            "course/review/queries.py": "text('SELECT ' + column)",
            "course/desk/views.py": "text('SELECT {}'.format(column))",
            "course/learning/queries.py": "select(x).order_by(text(request.args['sort']))",
            "course/maintenance/installation.py": "connection.exec_driver_sql(f'DROP TABLE {name}')",
        },
    ),
    "nothing that is read is run": (
        habits.unsafe_loaders,
        {
            "course/messages/delivery.py": "import pickle",
            "course/content/document.py": "import yaml\nyaml.load(text, Loader=yaml.Loader)",
            "course/content/files.py": "import yaml\nyaml.unsafe_load(text)",
            "course/questions/figures.py": "eval(formula)",
            "course/cli.py": "exec(text)",
        },
    ),
    "views ask for what the actor may see": (
        habits.bare_lookups,
        {
            "course/assessment/views.py": "attempt = context.session().get(Attempt, attempt_id)",
            "course/review/views.py": "person = session.get_one(Person, person_id)",
            "course/learning/views.py": "unit.get(Enrolment, enrolment_id)",
        },
    ),
    "requests are read field by field": (
        habits.whole_requests,
        {
            "course/accounts/views.py": "form.populate_obj(person)",
            "course/learning/views.py": "actions.enrol(unit, **request.form)",
            "course/assessment/views.py": "Answer(**request.get_json())",
        },
    ),
}
ALLOWED = {
    "course/web/context.py": "unit.commit()\nnow = datetime.now(UTC)",
    "course/cli.py": "import course.app\nunit.commit()\nnow = datetime.now(UTC)",
    "course/config.py": "import os\nfrom course.base.errors import ConfigurationError\nvalues = os.environ",
    "course/content/showing.py": "from markupsafe import Markup\nMarkup(chunk.html)",
    "course/maintenance/installation.py": "from course.migrations import upgrade",
    "course/assessment/selection.py": "import random\nrandom.Random(7).shuffle(pool)",
    "course/accounts/views.py": "asked = session.get('language')\nrequest.form.get('event')",
    "course/maintenance/views.py": "context.session().execute(text('SELECT 1'))",
    "course/content/document.py": "import yaml\nyaml.parse(text, Loader=yaml.CSafeLoader)",
}
"""What the rules must leave alone."""


@pytest.mark.parametrize("name", RULES)
def test_in_the_whole_source(name):
    rule, _ = RULES[name]
    problems = [
        problem for path, source in SHOWN.items() if _read_by(rule, path) for problem in rule(path, source)
    ]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(
    ("name", "path"), [(name, path) for name, (_, faults) in RULES.items() for path in faults]
)
def test_the_rule_catches_its_planted_fault(name, path):
    rule, faults = RULES[name]
    assert rule(path, faults[path]), f"the rule “{name}” let this pass: {faults[path]}"


@pytest.mark.parametrize("path", ALLOWED)
def test_the_rules_leave_alone_what_the_design_allows(path):
    for name, (rule, _) in RULES.items():
        assert not rule(path, ALLOWED[path]), name


def _read_by(rule, path: str) -> bool:
    return path.endswith(".py") or rule is habits.safe_html


def test_a_pure_module_reaches_no_web_and_no_database_by_any_way():
    problems = layers.impure_ways(PYTHON)
    assert not problems, "\n".join(problems)


def test_a_hidden_way_to_the_database_is_caught():
    planted = {**PYTHON, "course/content/catalogue.py": "from sqlalchemy import select"}
    assert any("assessment/selection" in problem for problem in layers.impure_ways(planted))


def test_every_pure_module_of_the_list_exists():
    for name in layers.PURE:
        assert (ROOT / name).exists(), (
            f"{name} moved; the list of PURE modules in tests/contracts/layers.py names it"
        )


def test_every_module_that_calls_itself_pure_is_on_the_list():
    for path, source in PYTHON.items():
        words = ast.get_docstring(ast.parse(source)) or ""
        if "PURE" in words:
            assert layers.is_pure(path), (
                f"{path} says it is PURE; add it to the list in tests/contracts/layers.py"
            )


def test_every_slice_says_what_it_imports():
    for folder in _folders():
        inside = {path: source for path, source in PYTHON.items() if path.startswith(f"course/{folder}/")}
        if not inside or folder == "migrations":
            continue
        words = ast.get_docstring(ast.parse(inside[f"course/{folder}/__init__.py"])) or ""
        problems = layers.undocumented_imports(folder, words, inside)
        assert not problems, "\n".join(problems)


def test_an_import_that_a_slice_does_not_own_up_to_is_caught():
    planted = {"course/events/actions.py": "from course.accounts.models import Person"}
    assert layers.undocumented_imports("events", "Events. May import: `base`.", planted)


def test_every_folder_of_modules_is_a_package():
    for folder in {Path(path).parent for path in PYTHON} - {Path("course/migrations/versions")}:
        assert (ROOT / folder / "__init__.py").is_file(), (
            f"{folder} has no __init__.py that says what it is for"
        )


def test_the_tree_is_the_one_of_the_design():
    assert not _strangers(_folders(), FOLDERS), "a folder of course/ that design.md, section 3, does not know"
    assert not _strangers((path.name for path in (ROOT / "course").glob("*.py")), MODULES)
    visible = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert not _strangers(visible, TOP | MADE_HERE), "a name at the top level that design.md does not know"


def test_a_folder_that_the_design_does_not_know_is_caught():
    assert _strangers({"accounts", "shop"}, FOLDERS) == ["shop"]


def _folders() -> set[str]:
    return {path.name for path in (ROOT / "course").iterdir() if path.is_dir() and path.name != "__pycache__"}


def _strangers(found, known) -> list[str]:
    return sorted(set(found) - set(known))
