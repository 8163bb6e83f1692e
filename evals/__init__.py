"""Evaluation of the reader: data sets, a generator of sample documents, and (on top) tasks and scorers."""
