"""Checks that need language: closed questions to a model about passages of a form; its answers are choices and quotes only."""
