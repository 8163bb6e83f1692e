"""Small documents with what every stage makes of them: `<document>/{source.*,pages,grids,record,findings}.json`."""
