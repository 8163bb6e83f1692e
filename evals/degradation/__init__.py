"""Turns generated PDF forms into scans and photographs, and knows where every value stands on them."""
