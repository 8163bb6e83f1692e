"""From grids to a record: deterministic reader, vocabulary, confidence."""
