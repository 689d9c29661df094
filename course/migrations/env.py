"""Run by Alembic. The connection comes from `upgrade.to_head`, inside one transaction."""

from typing import Literal

from alembic import context

import course.accounts.models
import course.assessment.models
import course.base.audit
import course.certificates.models
import course.content.models
import course.events.models
import course.learning.models
import course.messages.models  # noqa: F401 - importing a slice's models adds its tables to the metadata
from course.base.db import Base, Exact, Moment


def plain_type(kind: str, item: object, _: object) -> str | Literal[False]:
    """Write our column types as the plain ones beneath, so that a revision never depends on today's code."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Exact):
        return "sa.String(length=40)"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
    compare_type=True,
    render_item=plain_type,
)
with context.begin_transaction():
    context.run_migrations()
