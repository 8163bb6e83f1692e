"""Hostile and broken documents by the thousand, read as the product reads them: what must never come of them, and what does."""
