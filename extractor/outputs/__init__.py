"""From results to what people read: terminal tables, workbooks, CSV, Markdown, rule pages."""
