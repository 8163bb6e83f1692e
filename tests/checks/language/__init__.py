"""Tests of the checks that ask a language model."""
