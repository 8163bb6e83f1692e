"""Language models behind any OpenAI-compatible endpoint: structured questions, validated replies, accounts, embeddings."""
