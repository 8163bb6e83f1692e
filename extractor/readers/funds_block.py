"""The funds of the form: amounts by source, execution rate, its weight and score."""

import re

from extractor.grids.grid import GridCell
from extractor.readers.form_rows import FormRow, may_be_cut, overlap, place
from extractor.readers.funds_by_source import Source, amounts_by_source, source_headings
from extractor.readers.heading_words import is_budget_and_use, likely_fund_column
from extractor.readers.reading_draft import INFERRED, SURE, ReadingDraft
from extractor.readers.vocabulary import FundColumn, bare_key, fund_column, fund_row, is_budget_kind, is_dash
from extractor.records.amounts import decimal_string, parse_number
from extractor.records.evaluation import FundLine, FundSource

_AMOUNTS = ("initial_budget", "annual_budget", "executed", "execution_rate")
_OF_THE_TOTAL: tuple[FundColumn, ...] = ("execution_rate", "weight", "score")
_RATES = ("execution_rate", "ignored")
_OF_MONEY = re.compile("资金|预算|经费|金额|支出")
_AMOUNT_ENDS = tuple("数额率金费算出")

Column = tuple[FundColumn, tuple[float, float]]


class FundsBlock:
    """Reads the funds rows one by one; columns come from the last header seen."""

    def __init__(self, draft: ReadingDraft) -> None:
        self.draft = draft
        self.columns: list[Column] = []
        self.lines: list[FundLine] = []
        self.unplaced = 0
        self.may_be_cut = False
        self.unknown: list[str] = []
        self._labels: set[str] = set()
        self._has_fiscal = False
        self._sources: list[Source] = []

    def read_header(self, row: FormRow) -> None:
        """Takes the columns from a header row (cells from the row above that still cover it included)."""
        self.may_be_cut = may_be_cut(row.grid)
        cells = sorted((*row.covering, *row.cells), key=lambda cell: place(cell)[0])
        found: list[Column] = [
            (column, place(cell)) for cell in cells if (column := fund_column(cell.text)) is not None
        ]
        unknown = [cell for cell in row.cells if cell.text and found and place(cell)[0] > found[0][1][0]]
        for cell in unknown:
            if fund_column(cell.text) is None:
                found += self._columns_of_unknown(cell, row)
        found.sort(key=lambda column: column[1])
        self.unknown = [cell.text for cell in unknown if fund_column(cell.text) is None]
        names = [column for column, _ in found]
        # a heading over the labels may read like one of an amount: 年度预算数（万元） | 年初预算 | 调整后预算数
        self.columns = found[1:] if names[:1] and names[0] in names[1:] and names[0] != "ignored" else found

    def _columns_of_unknown(self, heading: GridCell, row: FormRow) -> list[Column]:
        """The columns below a heading that is not known: one that is ignored, or those that a lost ruling ran together."""
        below = [
            cell
            for cell in row.grid.row_cells(heading.row + heading.row_span)
            if overlap(place(cell), place(heading)) >= 0.9
        ]
        if not row.grid.aligned or heading.column_span < 2 or len(below) < 2:
            return [("ignored", place(heading))]
        self.draft.doubt("/funds", f"资金表表头“{heading.text}”一格占了几栏，可能有表格线没有认出，请对照原件")
        names: list[FundColumn] = ["annual_budget", "executed"]
        if len(below) != 2 or not is_budget_and_use(heading.text):
            names = ["ignored"] * len(below)
        return list(zip(names, (place(cell) for cell in below), strict=True))

    def read_sources(self, row: FormRow) -> bool:
        """Takes the sources from a row in which they head the columns; returns whether it was one."""
        found = source_headings(row) if not self.lines else []
        if found:
            self._sources = found
            self.lines = [FundLine(source=source) for source, _ in found]
            if any(line.source == "carryover" for line in self.lines):
                self._resolve_appropriation()
        return bool(found)

    def read_row_across(self, row: FormRow) -> bool:
        """Takes a row of amounts below sources that head the columns; returns whether it was one."""
        found = amounts_by_source(row, self._sources) if self._sources else None
        if found is None:
            return False
        column, cells, sure = found
        self.columns.append((column, (0.0, 0.0)))
        for at, cell in cells:
            pointer = f"/funds/{at}/{column}"
            value = self.draft.number(pointer, cell, row.grid.source, confidence=SURE if sure else INFERRED)
            self.lines[at] = self.lines[at].model_copy(update={column: value})
            if value is not None and not sure:
                self.draft.doubt(pointer, "资金表各来源的金额没有对齐来源名称，可能错位", confidence=0.6)
            elif value is None and not is_dash(cell.text):
                self.draft.doubt(pointer, f"应为数字，印的是“{cell.text}”")
        return True

    @property
    def lacks_score_column(self) -> bool:
        """Whether 得分 is missed in the header: cut off, or left out beside 分值; some layouts print neither."""
        printed = {column for column, _ in self.columns}
        return "score" not in printed and ("weight" in printed or self.may_be_cut)

    def read_row(self, row: FormRow) -> bool:
        """Takes one funds row; returns whether it was one."""
        for position, cell in enumerate(row.cells):
            source = fund_row(cell.text) if cell.text else None
            if source is not None:
                values = [one for one in row.cells[position + 1 :] if one.text]
                if any(fund_row(one.text) for one in values):
                    continue
                if self._is_new(source, cell.text):
                    self._take(source, values, row)
                return True
        return self._read_unknown(row)

    def _read_unknown(self, row: FormRow) -> bool:
        """A row of amounts whose label is in no list; whether it was taken.

        The first one is the total of those below where it has a rate or points: these only the total has.
        """
        cells = [cell for cell in row.cells if cell.text]
        numbers = sum(parse_number(cell.text) is not None for cell in cells)
        if numbers < 2 or not self.columns:
            return False
        at = next((at for at, cell in enumerate(cells) if parse_number(cell.text) is None), 0)
        label = cells[at].text
        placed, _ = self._place(cells[at + 1 :], row)
        rated = any(name in placed and parse_number(placed[name].text) is not None for name in _OF_THE_TOTAL)
        if not self.lines and numbers >= 3 and rated:
            self._take("total", cells[at + 1 :], row)
            self.draft.doubt("/funds/0", f"资金表第一行“{label}”不认识，按资金总额读入，请对照原件", confidence=0.6)
            return True
        self.unplaced += 1
        self.draft.doubt("/funds", f"资金表中“{label}”一行不在已知的资金来源之列，没有读入")
        return False

    def read_pairs(self, row: FormRow) -> bool:
        """Takes a row of labels each with its amount (预算数: | 36.5 | 执行数: | 36.2); returns whether it was one.

        A label that names no source speaks of the total; one that names no column of the budget first, then of its use.
        """
        pairs = amount_pairs(row)
        seen: list[FundSource] = []
        for label, cell in pairs:
            source = fund_row(label.text) or "total"
            column: FundColumn = (
                fund_column(label.text)
                or _column_by_words(label.text)
                or ("executed" if source in seen else "annual_budget")
            )
            seen.append(source)
            if column != "ignored":
                self._set(source, column, cell, row)
                if fund_column(label.text) is None and fund_row(label.text) is None:
                    self.draft.doubt(
                        "/funds", f"资金标签“{label.text}”不认识，按字面归入一栏，请对照原件", confidence=0.6
                    )
        read = {cell for pair in pairs for cell in pair}
        left = [cell.text for cell in row.cells if cell not in read and parse_number(cell.text) is not None]
        if pairs and left:
            self.draft.doubt("/funds", f"资金表一行里的“{'、'.join(left)}”没有标签，没有读入，请对照原件")
        return bool(pairs)

    def _set(self, source: FundSource, column: FundColumn, cell: GridCell, row: FormRow) -> None:
        """Puts one amount into the line of its source, unless that one has it already."""
        index = next((at for at, line in enumerate(self.lines) if line.source == source), len(self.lines))
        if index == len(self.lines):
            self.lines.append(FundLine(source=source))
        if getattr(self.lines[index], column) is None:
            value = self.draft.number(f"/funds/{index}/{column}", cell, row.grid.source)
            self.lines[index] = self.lines[index].model_copy(update={column: value})

    def _is_new(self, source: FundSource, label: str) -> bool:
        """Whether a row adds to the funds: neither printed before, nor a part of 财政拨款 by kind of budget.

        Rows of one source under different labels (中央财政资金, 地方财政资金) are lines of their own.
        """
        key = bare_key(label)
        fiscal = source in ("fiscal", "current_year_appropriation")
        if fiscal and self._has_fiscal and is_budget_kind(label):
            return False
        if key in self._labels or (not fiscal and any(line.source == source for line in self.lines)):
            self.draft.doubt("/funds", "资金表中同一来源出现两次，只采用第一次")
            return False
        self._labels.add(key)
        self._has_fiscal = self._has_fiscal or (fiscal and not is_budget_kind(label))
        return True

    def _take(self, source: FundSource, cells: list[GridCell], row: FormRow) -> None:
        if source == "carryover":
            self._resolve_appropriation()
        index = len(self.lines)
        placed, certain = self._place(cells, row)
        if row.grid.aligned and not certain:
            self.draft.doubt(f"/funds/{index}", "资金表这一行没有对齐表头，可能错位，请对照原件", confidence=0.6)
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
            if row.grid.aligned and not any(overlap(place(cell), column[1]) > 0 for column in self.columns):
                # below a heading that is not known
                continue
            if best is not None and best[0] == "ignored":
                continue
            if best is None or overlap(place(cell), best[1]) < 0.4 or best[0] in by_place:
                fits = False
                break
            by_place[best[0]] = cell
        if fits and (row.grid.aligned or len(cells) < len(self.columns)):
            return by_place, row.grid.aligned or _amounts_are_numbers(by_place)
        in_order = _in_order(cells, [column for column, _ in self.columns])
        return in_order, len(cells) == len(self.columns) and _amounts_are_numbers(in_order)


def _in_order(cells: list[GridCell], columns: list[FundColumn]) -> dict[FundColumn, GridCell]:
    """Cells to columns, both in order, by what the texts suit; a row may leave columns blank.

    Worked out from the end: trying every choice of columns would take for ever under a damaged heading of many.
    """
    count = min(len(cells), len(columns))
    blank = [10 if column in _AMOUNTS[:3] else 3 for column in columns]
    # cheapest[cell][column]: of the cells and columns from there on; the last row: no cell is left
    cheapest = [[0] * (len(columns) + 1) for _ in range(count + 1)]
    for column in reversed(range(len(columns))):
        cheapest[count][column] = cheapest[count][column + 1] + blank[column]
    taken: set[tuple[int, int]] = set()
    for cell in reversed(range(count)):
        for column in reversed(range(cell, len(columns) - count + cell + 1)):
            take = cheapest[cell + 1][column + 1] + 5 * 10 * _misfit(cells[cell], columns[column])
            spare = len(columns) - column > count - cell
            leave = cheapest[cell][column + 1] + blank[column] if spare else take + 1
            cheapest[cell][column] = min(take, leave)
            if take <= leave:
                taken.add((cell, column))
    placed: dict[FundColumn, GridCell] = {}
    at = 0
    for column, name in enumerate(columns):
        if (at, column) in taken:
            placed[name] = cells[at]
            at += 1
    return placed


def _misfit(cell: GridCell, column: FundColumn) -> int:
    return int(("%" in cell.text) > (column in _RATES))


def amount_pairs(row: FormRow) -> list[tuple[GridCell, GridCell]]:
    """The (label, amount) pairs of a row in which amounts follow their labels; empty for any other row."""
    cells = [cell for cell in row.cells if cell.text]
    starts = [at for at, cell in enumerate(cells) if fund_column(cell.text) or fund_row(cell.text)]
    if by_words := _pairs_by_words(cells):
        return by_words
    pairs = [(cells[at], cells[at + 1]) for at in starts if at + 1 < len(cells)]
    amounts = [pair for pair in pairs if parse_number(pair[1].text) is not None or is_dash(pair[1].text)]
    named = any(fund_column(label.text) in _AMOUNTS for label, _ in pairs)
    return pairs if (named or len(pairs) >= 2) and len(amounts) == len(starts) else []


def _pairs_by_words(cells: list[GridCell]) -> list[tuple[GridCell, GridCell]]:
    """The pairs of a row in which every other cell is an amount and the words of all labels name one: 实际执行金额（元） | 588."""
    labels, amounts = cells[::2], cells[1::2]
    if not amounts or len(labels) != len(amounts) or any(fund_row(label.text) for label in labels):
        return []
    columns = [fund_column(label.text) or _column_by_words(label.text) for label in labels]
    told = all(column in _AMOUNTS for column in columns) and len(set(columns)) == len(columns)
    numbers = all(parse_number(cell.text) is not None for cell in amounts)
    return list(zip(labels, amounts, strict=True)) if told and numbers else []


def _column_by_words(label: str) -> FundColumn | None:
    """The column that the words of a label name, where it speaks of money."""
    key = bare_key(label)
    return likely_fund_column(label) if key.endswith(_AMOUNT_ENDS) and _OF_MONEY.search(key) else None


def _amounts_are_numbers(placed: dict[FundColumn, GridCell]) -> bool:
    amounts = [placed[name] for name in ("initial_budget", "annual_budget", "executed") if name in placed]
    return len(amounts) >= 2 and all(decimal_string(cell.text) is not None for cell in amounts)
