"""From a record to findings: every rule of the catalogue, recomputed with decimals; no model, no page."""
