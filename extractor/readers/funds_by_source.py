"""The funds table turned round: sources head the columns, and each row is an amount, the rate, its weight or score."""

from extractor.grids.grid import GridCell
from extractor.readers.form_rows import FormRow, overlap, place
from extractor.readers.heading_words import likely_fund_column
from extractor.readers.vocabulary import FundColumn, fund_column, fund_row
from extractor.records.amounts import parse_number
from extractor.records.evaluation import FundSource

Source = tuple[FundSource, tuple[float, float]]


def source_headings(row: FormRow) -> list[Source]:
    """The sources that head columns of a row without numbers, each with its place; empty for any other row."""
    cells = [cell for cell in row.cells if cell.text]
    # the corner's label may read like one of an amount: 预算金额（元） | 总额 | 财政拨款
    if any(parse_number(cell.text) is not None or (at and fund_column(cell.text)) for at, cell in enumerate(cells)):
        return []
    found: list[Source] = [(source, place(cell)) for cell in cells if (source := fund_row(cell.text)) is not None]
    sources = [source for source, _ in found]
    return found if "total" in sources and len(set(sources)) > 1 and len(found) >= len(cells) - 1 else []


def amounts_by_source(
    row: FormRow, sources: list[Source]
) -> tuple[FundColumn, list[tuple[int, GridCell]], bool] | None:
    """What a row below such headings holds: its column, the cells with the number of their source, and whether that is
    sure; `None` when the row is none of the table."""
    cells = [cell for cell in row.cells if cell.text]
    column = likely_fund_column(cells[0].text) if len(cells) > 1 else None
    if column is None:
        return None
    placed: dict[int, GridCell] = {}
    for cell in cells[1:]:
        over = [at for at, (_, where) in enumerate(sources) if overlap(place(cell), where) >= 0.5]
        if len(over) != 1 or over[0] in placed:
            return column, list(enumerate(cells[1 : len(sources) + 1])), len(cells) - 1 == len(sources)
        placed[over[0]] = cell
    return column, list(placed.items()), True
