"""The funds of the form: amounts by source, execution rate, its weight and score."""

from extractor.grids.grid import GridCell
from extractor.readers.form_rows import FormRow, overlap, place
from extractor.readers.reading_draft import INFERRED, SURE, ReadingDraft
from extractor.readers.vocabulary import FundColumn, fund_column, fund_row, is_dash
from extractor.records.amounts import decimal_string, parse_number
from extractor.records.evaluation import FundLine, FundSource

Column = tuple[FundColumn, tuple[float, float]]


class FundsBlock:
    """Reads the funds rows one by one; columns come from the last header seen."""

    def __init__(self, draft: ReadingDraft) -> None:
        self.draft = draft
        self.columns: list[Column] = []
        self.lines: list[FundLine] = []
        self.unplaced = 0

    def read_header(self, row: FormRow) -> None:
        """Takes the columns from a header row (cells from the row above that still cover it included)."""
        cells = sorted((*row.covering, *row.cells), key=lambda cell: place(cell)[0])
        self.columns = [(column, place(cell)) for cell in cells if (column := fund_column(cell.text)) is not None]

    @property
    def has_score_column(self) -> bool:
        """Whether the header prints 得分; when not, the column was cut or the layout has none."""
        return any(column == "score" for column, _ in self.columns)

    def read_row(self, row: FormRow) -> bool:
        """Takes one funds row; returns whether it was one."""
        for position, cell in enumerate(row.cells):
            source = fund_row(cell.text) if cell.text else None
            if source is not None:
                values = [one for one in row.cells[position + 1 :] if one.text]
                if any(fund_row(one.text) for one in values):
                    continue
                self._take(source, values, row)
                return True
        numbers = sum(1 for cell in row.cells if cell.text and parse_number(cell.text) is not None)
        if numbers >= 2 and self.columns:
            self.unplaced += 1
            label = next((cell.text for cell in row.cells if parse_number(cell.text) is None), "")
            self.draft.doubt("/funds", f"资金表中“{label}”一行不在已知的资金来源之列，没有读入")
        return False

    def _take(self, source: FundSource, cells: list[GridCell], row: FormRow) -> None:
        if any(line.source == source for line in self.lines):
            self.draft.doubt("/funds", "资金表中同一来源出现两次，只采用第一次")
            return
        if source == "carryover":
            self._resolve_appropriation()
        index = len(self.lines)
        placed, certain = self._place(cells, row)
        confidence = SURE if certain else INFERRED
        values: dict[str, str | None] = {}
        for column, cell in placed.items():
            if column == "ignored" or is_dash(cell.text):
                continue
            pointer = f"/funds/{index}/{column}"
            value = self.draft.number(pointer, cell, row.grid.source, confidence=confidence)
            if value is None and cell.text.strip():
                self.draft.doubt(pointer, f"应为数字，印的是“{cell.text}”")
            values[column] = value
        self.lines.append(FundLine.model_validate({"source": source, **values}))

    def _resolve_appropriation(self) -> None:
        """财政拨款 beside 上年结转 is this year's appropriation; alone it is the fiscal part."""
        for index, line in enumerate(self.lines):
            if line.source == "fiscal":
                self.lines[index] = line.model_copy(update={"source": "current_year_appropriation"})

    def _place(self, cells: list[GridCell], row: FormRow) -> tuple[dict[FundColumn, GridCell], bool]:
        """Columns to cells: by place where columns can be trusted, else in order; and whether that is certain."""
        by_place: dict[FundColumn, GridCell] = {}
        fits = True
        for cell in cells:
            best = max(self.columns, key=lambda column: overlap(place(cell), column[1]), default=None)
            if best is None or overlap(place(cell), best[1]) < 0.4 or best[0] in by_place:
                fits = False
                break
            by_place[best[0]] = cell
        if fits and (row.grid.aligned or len(cells) < len(self.columns)):
            return by_place, row.grid.aligned or _amounts_are_numbers(by_place)
        in_order: dict[FundColumn, GridCell] = {
            column: cell for (column, _), cell in zip(self.columns, cells, strict=False)
        }
        return in_order, len(cells) == len(self.columns) and _amounts_are_numbers(in_order)


def _amounts_are_numbers(placed: dict[FundColumn, GridCell]) -> bool:
    amounts = [placed[name] for name in ("initial_budget", "annual_budget", "executed") if name in placed]
    return len(amounts) >= 2 and all(decimal_string(cell.text) is not None for cell in amounts)
