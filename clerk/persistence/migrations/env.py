"""alembic's entry: uses the connection it is given. It configures no logging, that is the program's work."""

from alembic import context

from clerk.persistence.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
