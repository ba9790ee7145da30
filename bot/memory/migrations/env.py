"""Where alembic meets the connection that memory has opened; alembic runs it as a script."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
