"""What was read, kept: documents, evaluations, findings, review and corrections in SQL, originals as blobs."""
