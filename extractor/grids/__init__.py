"""From pages to grids: rows and columns of cells, merged cells kept, whatever the format."""
