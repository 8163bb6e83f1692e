"""One backend a format family; each turns a file into pages and knows nothing of forms."""
