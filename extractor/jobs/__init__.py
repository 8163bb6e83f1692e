"""Uploads as jobs: queued, read by isolated workers, kept in the store; a restart loses none and repeats none."""
