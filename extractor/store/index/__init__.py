"""The evidence index: passages found by meaning (Chroma) and by words (SQL text search), fused by rank."""
