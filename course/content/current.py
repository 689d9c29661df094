"""The catalogue this process serves."""

from flask import current_app

from course.content.catalogue import Catalogue

EXTENSION = "course_catalogue"


def current_catalogue() -> Catalogue:
    catalogue: Catalogue = current_app.extensions[EXTENSION]
    return catalogue
