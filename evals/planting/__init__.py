"""Defects planted in valid records, each with the rule that must find it and where: what checking is measured on."""
