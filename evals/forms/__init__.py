"""Generator of sample documents: a known record, a layout, a format and damages, and the record that a reader must find."""
