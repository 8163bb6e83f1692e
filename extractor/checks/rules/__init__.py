"""One rule a file, named by its code; its docstring is its page in docs/rules."""
