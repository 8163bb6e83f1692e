"""Forms of other places, written by hand: one YAML file a form, rendered in every format that such forms come in."""
