"""Scorers: what was expected beside what was found, as counts; each knows one matter and no suite."""
