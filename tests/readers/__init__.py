"""Tests of the way from grids to a record."""
