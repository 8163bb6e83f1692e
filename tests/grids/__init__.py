"""Tests of the way from pages to grids."""
