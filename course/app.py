"""The composition root: settings, database, catalogue and slices, in one visible list."""

from collections.abc import Callable
from datetime import datetime

from flask import Flask
from flask_compress import Compress
from flask_wtf.csrf import generate_csrf

from course.accounts import sign_in
from course.accounts.views import accounts
from course.assessment.arrangement_views import arrangements
from course.assessment.views import assessment
from course.base.access import Permission
from course.base.db import Database
from course.certificates.views import certificates
from course.config import ROOT, Mode, Settings
from course.content import showing
from course.content.catalogue import Catalogue
from course.content.current import EXTENSION
from course.content.views import content
from course.desk.views import desk
from course.events.views import events
from course.learning.views import learning
from course.maintenance.views import maintenance
from course.questions.question import in_language
from course.review.views import review
from course.web import access, context, errors, headers, language, limits, static_files
from course.web.words import COUNTRY_NAMES, ROLE_NAMES

SLICES = (
    accounts,
    content,
    events,
    learning,
    assessment,
    arrangements,
    certificates,
    review,
    maintenance,
    desk,
)


def create_app(
    settings: Settings,
    catalogue: Catalogue,
    database: Database,
    clock: Callable[[], datetime] | None = None,
) -> Flask:
    """The whole site as a WSGI application. Refuses to start when a route says nothing about access."""
    app = Flask("course", template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.update(
        TRUSTED_HOSTS=settings.hosts,
        MAX_CONTENT_LENGTH=1_000_000,
        MAX_FORM_MEMORY_SIZE=200_000,
        MAX_FORM_PARTS=200,
        PROVIDE_AUTOMATIC_OPTIONS=False,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=5,
        COMPRESS_STREAMS=False,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions[EXTENSION] = catalogue
    Compress(app)
    headers.install(app)
    context.install(app, settings, database, clock)
    sign_in.install(app, settings)
    language.install(app)
    access.install(app)
    errors.install(app)
    limits.install(app)
    showing.install(app)
    static_files.install(app, settings.data_dir / "static")
    for blueprint in SLICES:
        app.register_blueprint(blueprint)
    app.jinja_env.globals.update(
        course_title=catalogue.package.title,
        csrf_token=generate_csrf,
        Permission=Permission,
        country_names=COUNTRY_NAMES,
        role_names=ROLE_NAMES,
    )
    app.jinja_env.filters["in_language"] = in_language
    app.context_processor(lambda: {"actor": context.find_actor(), "mode": settings.mode, "Mode": Mode})
    access.refuse_unmarked(app)
    return app
