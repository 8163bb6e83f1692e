"""How the schema came to be, step by step (Alembic); run by `extractor.store.schema`."""
