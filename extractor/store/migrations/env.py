"""Runs the migrations on the connection and in the transaction that `extractor.store.schema` gives."""

from alembic import context

from extractor.store.tables import Table

_attributes = context.config.attributes

context.configure(
    connection=_attributes["connection"],
    target_metadata=Table.metadata,
    version_table=_attributes["version_table"],
    render_as_batch=True,
)
context.run_migrations()
