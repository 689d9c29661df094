"""Figures and the glossary."""

from flask import Blueprint, Response, render_template, request

from course.base.access import Permission, requires
from course.base.errors import NotFound
from course.content.current import current_catalogue
from course.web.language import language

content = Blueprint("content", __name__)


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
    search = " ".join(request.args.get("search", "")[:100].split())
    terms = [
        term
        for term in current_catalogue().glossary.values()
        if not search or any(search.casefold() in text.casefold() for text in term.term.values())
    ]
    terms.sort(key=lambda term: term.term.get(language(), term.term["en"]).casefold())
    return render_template("content/glossary.html", terms=terms, search=search)


@content.get("/glossary/<key>")
@requires(Permission.LEARN)
def term(key: str) -> str:
    found = current_catalogue().glossary.get(key)
    if found is None:
        raise NotFound
    return render_template("content/term.html", term=found)
