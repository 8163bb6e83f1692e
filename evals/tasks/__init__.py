"""Measurements of the reader against documents whose content is known; each task is a command of its own."""
