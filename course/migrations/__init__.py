"""One Alembic history for every slice, and the one way to bring a database to its head."""
