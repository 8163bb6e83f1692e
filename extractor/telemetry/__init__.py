"""Logs and traces of the service: which request did what, without keys and without the text of documents."""
