"""Records that never were: valid forms drawn from a vocabulary, as many as wanted."""
