"""Makes pictures of pages readable: turned upright, evenly lit, without seals; finds their ink, rulings, cells and lines.

Every step is a pure function from one picture to the next, with the place of the new picture on the old one.
"""

READING_DPI = 240.0
"""Dots per inch that reading takes of a scan: finer ones take longer and read no better."""
