"""Observed readings of degraded documents to the table that turns scores into probabilities, and how well it holds."""
