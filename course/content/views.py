"""Figures, the glossary, and search over lessons and terms."""

from collections.abc import Mapping

from flask import Blueprint, Response, render_template, request

from course.base.access import Permission, requires
from course.base.errors import NotFound
from course.content.catalogue import Lesson, Term
from course.content.current import current_catalogue, current_index
from course.content.folding import folded_text
from course.web.language import language

content = Blueprint("content", __name__)

LONGEST_QUERY = 100
"""Letters of a query that are looked at."""
RESULTS = 20
"""On one page."""


@content.get("/modules/<module>/figures/<name>.<lang>.svg")
@requires(Permission.LEARN)
def figure(module: str, name: str, lang: str) -> Response:
    drawing = current_catalogue().figures.get((module, name, lang))
    if drawing is None:
        raise NotFound
    response = Response(drawing, content_type="image/svg+xml; charset=utf-8")
    if request.args.get("v"):
        response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return response


@content.get("/modules/<module_key>/guide")
@requires(Permission.TEACH)
def guide(module_key: str) -> str:
    module = current_catalogue().modules.get(module_key)
    found = module.guide(language()) if module else None
    if found is None:
        raise NotFound
    return render_template("content/guide.html", module=module, guide=found)


@content.get("/glossary")
@requires(Permission.LEARN)
def glossary() -> str:
    search = " ".join(request.args.get("search", "")[:LONGEST_QUERY].split())
    wanted = folded_text(search)
    terms = [
        term
        for term in current_catalogue().glossary.values()
        if not search or (wanted and any(wanted in folded_text(name) for name in term.term.values()))
    ]
    terms.sort(key=lambda term: term.term.get(language(), term.term["en"]).casefold())
    return render_template("content/glossary.html", terms=terms, search=search)


@content.get("/glossary/<key>")
@requires(Permission.LEARN)
def term(key: str) -> str:
    found = _term(key)
    return render_template(
        "content/term.html", term=found, lessons=_lessons_using(found), catalogue=current_catalogue()
    )


@content.get("/glossary/<key>.json")
@requires(Permission.LEARN)
def term_in_place(key: str) -> dict[str, dict[str, str]]:
    """Name and definition in the reader's language, for the lesson that the reader need not leave."""
    found = _term(key)
    return {"name": _told(found.term), "definition": _told(found.definition)}


def _term(key: str) -> Term:
    found = current_catalogue().glossary.get(key)
    if found is None:
        raise NotFound
    return found


def _told(text: Mapping[str, str]) -> dict[str, str]:
    lang = language() if language() in text else "en"
    return {"lang": lang, "text": text[lang]}


def _lessons_using(term: Term) -> list[Lesson]:
    """The published lessons that link to this term, as the reader reads them."""
    lessons = current_catalogue().published_lessons()
    return [lesson for lesson in lessons if term.key in lesson.text(language()).terms]


@content.get("/search")
@requires(Permission.LEARN)
def search() -> str:
    asked = " ".join(request.args.get("q", "").split())
    query = asked[:LONGEST_QUERY]
    findings = current_index().find(query, language())
    pages = max(1, -(-len(findings.hits) // RESULTS))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "content/search.html",
        catalogue=current_catalogue(),
        query=query,
        cut=len(asked) > LONGEST_QUERY,
        wordless=not folded_text(query),
        findings=findings,
        hits=findings.hits[(page - 1) * RESULTS : page * RESULTS],
        page=page,
        pages=pages,
        first=(page - 1) * RESULTS + 1,
    )
