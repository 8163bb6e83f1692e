"""From a file to pages: words and rulings, tables of a workbook or Word file, or lines of text."""
