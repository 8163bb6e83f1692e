"""Tests of the readers of single formats."""
