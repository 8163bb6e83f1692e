"""Makes pictures of pages readable: turned upright, evenly lit, without seals; finds their ink, rulings, cells and lines.

Every step is a pure function from one picture to the next, with the place of the new picture on the old one.
"""
