"""The service and its web page: a thin face on the app for reviewers, over HTTP."""
