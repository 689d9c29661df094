"""The catalogue this process serves, and its search index."""

from flask import current_app

from course.content.catalogue import Catalogue
from course.content.search import Index, build

EXTENSION = "course_catalogue"
_INDEX = "course_search_index"


def current_catalogue() -> Catalogue:
    catalogue: Catalogue = current_app.extensions[EXTENSION]
    return catalogue


def current_index() -> Index:
    """Built when it is first asked for, and kept as long as the catalogue."""
    extensions = current_app.extensions
    if _INDEX not in extensions:
        extensions[_INDEX] = build(current_catalogue())
    index: Index = extensions[_INDEX]
    return index
