"""Questions over the open forms with answers computed from the records: how many are answered, cited, refused rightly."""
