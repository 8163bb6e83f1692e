"""The generator of sample documents: every layout in every format, values kept, damages as described."""

import zipfile
from html import unescape
from pathlib import Path
from typing import Any, cast

import pytest

from evals.datasets import Sample, load_records
from evals.forms.damages import Damages, damaged, damaged_rows
from evals.forms.documents import FORMATS, Recipe, make_document, write_parts
from evals.forms.expected import ExpectedForm, blanked, read_expected, value_at, write_expected
from evals.forms.form_table import form_table
from evals.forms.indicator_cells import last_year
from evals.forms.layout import Layout
from evals.forms.make_samples import FOLDER
from evals.forms.named_layouts import LAYOUTS, SCORES_FIRST, SHENZHEN_2023, SPLIT, random_layout
from evals.forms.newest_layouts import NEWEST
from evals.forms.office import office_available
from evals.forms.other_kinds import OTHER_KINDS
from evals.forms.pdf import render_pdf
from evals.forms.pdf_style import PdfStyle
from evals.forms.printed_record import printed_record, target_parts
from evals.forms.read_back import differences
from evals.forms.regional_layouts import REGIONAL
from evals.forms.table_model import HASHES, FormTable
from evals.forms.xlsx import stored_number
from extractor.records.amounts import parse_number

LUOHU = load_records("luohu-2023")
PROVINCES = load_records("provinces")
SAMPLES = {sample.name: sample for sample in (*LUOHU, *PROVINCES)}
LONG = SAMPLES["440303210301500004143"]
LAYOUT_CASES = [*LAYOUTS.values(), *(random_layout(seed) for seed in range(12))]


def _filled_pointers(data: Any, base: str = "") -> list[str]:
    """JSON pointers of all values of a record that are not null."""
    if isinstance(data, dict):
        items = cast("dict[str, Any]", data).items()
        return [found for key, value in items for found in _filled_pointers(value, f"{base}/{key}")]
    if isinstance(data, list):
        return [
            found
            for key, value in enumerate(cast("list[Any]", data))
            for found in _filled_pointers(value, f"{base}/{key}")
        ]
    return [base] if data is not None else []


def test_datasets_hold_what_their_cards_say() -> None:
    assert len(LUOHU) == 17
    assert sum(len(sample.record.indicators) for sample in LUOHU) == 290
    assert [list(sample.level2_also_accepted) for sample in LUOHU if sample.level2_also_accepted] == [[18, 20, 21]]
    assert len(PROVINCES) == 4
    with pytest.raises(FileNotFoundError, match="luohu-2023"):
        load_records("nowhere")


@pytest.mark.parametrize("sample", PROVINCES, ids=lambda sample: sample.name)
def test_invented_records_are_arithmetically_valid(sample: Sample) -> None:
    record = sample.record
    total, *lines = record.funds
    for name in ("initial_budget", "annual_budget", "executed"):
        assert parse_number(getattr(total, name)) == sum(parse_number(getattr(line, name)) or 0 for line in lines)
    scores = [parse_number(row.score) or 0 for row in record.indicators]
    weights = [parse_number(row.weight) or 0 for row in record.indicators]
    assert sum(scores, parse_number(total.score) or 0) == parse_number(record.total_score)
    assert sum(weights, parse_number(total.weight) or 0) == 100


@pytest.mark.parametrize(
    "layout", [*LAYOUT_CASES, *NEWEST.values(), *REGIONAL.values()], ids=lambda layout: layout.name
)
def test_table_keeps_every_value(layout: Layout) -> None:
    for sample in SAMPLES.values():
        record = printed_record(sample.record, layout)
        table = form_table(sample.record, layout)
        assert table.uncovered() == []
        texts: dict[str, str] = {}
        for cell in table.cells:
            for pointer in cell.pointers:
                texts[pointer] = texts.get(pointer, "") + cell.text
        across = (cell.text for cell in table.cells if cell.column_span == table.columns)
        outside = " ".join((table.title, *table.above, *across))
        for pointer in _filled_pointers(record.model_dump()):
            value = value_at(record, pointer) or ""
            if pointer.endswith("/source"):
                continue
            if pointer == "/year" and layout.year_place != "cell":
                assert value in outside
            elif pointer == "/funds_unit" and layout.funds_style in ("pairs", "list"):
                assert sum(cell.text.endswith(f"（{value}）") for cell in table.cells) == 3
            else:
                assert value in texts[pointer].replace(",", "") or value in texts[pointer], pointer


def test_layouts_change_the_print_and_not_the_sense() -> None:
    record = printed_record(LONG.record, LAYOUTS["split-target"])
    assert record.funds_unit == "万元"
    assert record.funds[0].executed == "129.153265"
    assert record.funds[0].initial_budget == "121.00"
    assert record.year == 2023
    assert record.indicators[0].weight == "2.00"
    assert record.indicators[5].target == "=6人"
    assert printed_record(LONG.record, LAYOUTS["no-reason-column"]).indicators[1].deviation_reason is None
    assert printed_record(LONG.record, LAYOUTS["national-2020"]).project_code is None
    assert printed_record(LONG.record, SHENZHEN_2023) == LONG.record


def test_points_behind_labels_are_sums_even_without_a_column_of_weights() -> None:
    layout = NEWEST["reasons-below"]
    (highway,) = (sample.record for sample in PROVINCES if sample.name == "anhui-highway")
    texts = {cell.text for cell in form_table(highway, layout).cells}
    assert {"产出指标（50分）", "效益指标（30分）", "满意度指标（10分）"} <= texts
    assert all(row.weight is None for row in printed_record(highway, layout).indicators)


def test_headings_of_funds_are_printed_over_their_columns() -> None:
    cells = {cell.text: cell for cell in form_table(PROVINCES[0].record, NEWEST["name-and-weight"]).cells}
    above, first, last = cells["预算安排"], cells["年初数"], cells["调整数"]
    assert above.end_row == first.row == last.row
    assert (above.column, above.end_column) == (first.column, last.end_column)
    assert cells["资金安排与支出\n（万元）"].row_span == len(PROVINCES[0].record.funds) + 2


def test_management_of_the_funds_stands_below_them() -> None:
    cells = {cell.text: cell for cell in form_table(PROVINCES[0].record, NEWEST["transfer-area"]).cells}
    assert cells["资金管理情况"].row == cells["情况说明"].row == cells["资金投入情况\n（万元）"].end_row
    assert cells["资金管理情况"].end_row == cells["总体目标"].row
    assert cells["使用规范性"].end_column < cells["个别票据不全，已补齐。"].column


def test_columns_beside_the_scores_print_what_was_lost_and_the_year_before() -> None:
    record = PROVINCES[0].record
    table = form_table(record, NEWEST["points-off"])
    (lost,) = (cell.column for cell in table.cells if cell.text == "扣分")
    score = next(cell for cell in table.cells if "/indicators/1/score" in cell.pointers)
    assert score.text == "8.33"
    assert [cell.text for cell in table.row_cells(score.row) if cell.column == lost] == ["1.67"]
    assert (last_year("约88.4公里"), last_year("健全")) == ("约79.56公里", "健全")


@pytest.mark.parametrize(
    ("target", "parts"),
    [
        ("≥95%", ("≥", "95", "%")),
        ("6人", ("", "6", "人")),
        ("≤12.5万元/公里", ("≤", "12.5", "万元/公里")),
        ("离职率≤20%", ("", "离职率≤20%", "")),
        ("≥98%; ≥1版", ("", "≥98%; ≥1版", "")),
        ("满足", ("", "满足", "")),
        (None, ("", "", "")),
    ],
)
def test_target_splits_only_when_it_is_one_number(target: str | None, parts: tuple[str, str, str]) -> None:
    assert tuple(target_parts(target)) == parts


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("8.63", (8.63, "0.00")),
        ("1,210,000.00", (1210000.0, "#,##0.00")),
        ("86.25%", (0.8625, "0.00%")),
        ("100%", (1.0, "0%")),
        ("10", (10, "General")),
        ("≥95%", None),
        ("41000元", None),
    ],
)
def test_spreadsheet_stores_a_number_that_shows_the_text(text: str, stored: object) -> None:
    assert stored_number(text) == stored


@pytest.mark.parametrize("kind", [name for name in FORMATS if not name.startswith("office-")])
@pytest.mark.parametrize("layout", LAYOUT_CASES[:12], ids=lambda layout: layout.name)
def test_every_layout_renders_in_every_format(layout: Layout, kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"form.{kind}"
    style = PdfStyle(font="droid")
    made = make_document(path, [(LONG, layout), (PROVINCES[0], layout)], Recipe(format=kind, style=style))
    assert len(made.forms) == 2
    text = _text_of(path).replace("\n", "").replace("**", "")
    for value in ("其他管理事务", "15352件", "硒鼓采购的数量"):
        assert value in text


def _text_of(path: Path) -> str:
    if path.suffix == ".pdf":
        import pymupdf

        with pymupdf.open(str(path)) as document:
            return "".join(cast("Any", page).get_text() for page in document)
    if path.suffix in (".xlsx", ".docx"):
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name.endswith(".xml")]
            return unescape("".join(archive.read(name).decode("utf-8") for name in names))
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "style",
    [
        PdfStyle(rulings="rectangles", repeat_header=True, landscape=True),
        PdfStyle(rulings="none", font="droid"),
        PdfStyle(rulings="boxes", font="song", rotate=90),
        PdfStyle(rulings="horizontal", rotate=270, font="droid", landscape=True),
        PdfStyle(rotate=180, font="droid", cut_labels="each", start=500),
        PdfStyle(letters=True, letter_space=0.4, twice="same", font="droid"),
    ],
)
def test_pdf_words_stand_where_the_report_says(style: PdfStyle, tmp_path: Path) -> None:
    import pymupdf

    path = tmp_path / "form.pdf"
    report = render_pdf([form_table(LONG.record, SHENZHEN_2023)], path, style)
    places = report.places[0]
    with pymupdf.open(str(path)) as opened:
        document = cast("Any", opened)
        assert len(document) == report.pages
        for pointer in ("/year", "/indicators/9/actual", "/funds/0/executed", "/total_score"):
            (place,) = places[pointer]
            page = document[place.page - 1]
            assert (page.rect.width > page.rect.height) == style.landscape
            upright = [pymupdf.Rect(word[:4]) * page.rotation_matrix for word in page.get_text("words")]
            at = pymupdf.Rect(place.box)
            assert any(word.intersects(at) for word in upright), pointer


def test_crop_box_hides_columns(tmp_path: Path) -> None:
    recipe = Recipe(style=PdfStyle(crop_columns=2, font="droid"))
    made = make_document(tmp_path / "form.pdf", [(LONG, SHENZHEN_2023)], recipe)
    (form,) = made.forms
    assert form.record.year is None
    assert all(row.score is None and row.deviation_reason is None for row in form.record.indicators)
    assert form.record.indicators[0].weight == "2"
    assert "/goals/actual" in form.unscored


def test_cut_columns_are_gone_from_the_record() -> None:
    expected = ExpectedForm(record=LONG.record)
    table, form = damaged(form_table(LONG.record, SHENZHEN_2023), expected, Damages(cut_columns=1))
    assert table.uncovered() == []
    assert form.record.indicators[1].deviation_reason is None
    assert form.record.indicators[1].score == "0.5"
    assert form.record.funds[0].score is None
    assert form.record.year is None
    assert form.record.goals == LONG.record.goals
    with pytest.raises(ValueError, match="cannot cut"):
        damaged(form_table(LONG.record, SHENZHEN_2023), expected, Damages(cut_columns=7))


def test_hashed_numbers_are_null() -> None:
    table, form = damaged(
        form_table(LONG.record, SHENZHEN_2023), ExpectedForm(record=LONG.record), Damages(hashes=3, seed=4)
    )
    hashed = [pointer for cell in table.cells if cell.text == HASHES for pointer in cell.pointers]
    assert len(hashed) == 3
    assert form.record == blanked(LONG.record, hashed)
    assert form.record != LONG.record


def test_shifted_and_fused_rows_keep_every_text() -> None:
    table = form_table(LONG.record, SHENZHEN_2023)
    rows = [[cell.text for cell in table.row_cells(row)] for row in range(table.rows)]
    found = damaged_rows([["", "", *row] for row in rows], table, Damages(seed=1, shift_rows=0.5, fuse_rows=0.3))
    assert len(found) < len(rows)
    texts = [text for row in found for text in row if text]
    assert texts == [text for row in rows for text in row if text]


def test_same_seed_makes_the_same_text(tmp_path: Path) -> None:
    recipe = Recipe(format="txt", damages=Damages(seed=5, tags=True, shift_rows=0.3, fuse_rows=0.1, hashes=1))
    for name in ("a.txt", "b.txt"):
        make_document(tmp_path / name, [(LONG, random_layout(5))], recipe)
    assert (tmp_path / "a.txt").read_bytes() == (tmp_path / "b.txt").read_bytes()


def test_expected_forms_survive_the_file(tmp_path: Path) -> None:
    form = ExpectedForm(record=LONG.record, level2_also_accepted=LONG.level2_also_accepted, unscored=("/goals/actual",))
    write_expected(tmp_path / "expected.json", {"a.pdf": [form], "b.pdf": []})
    assert read_expected(tmp_path / "expected.json") == {"a.pdf": [form], "b.pdf": []}


@pytest.mark.parametrize("name", OTHER_KINDS)
def test_other_kinds_render(name: str, tmp_path: Path) -> None:
    table: FormTable = OTHER_KINDS[name](LONG.record)
    assert table.uncovered() == []
    for kind in ("xlsx", "docx", "pdf", "txt"):
        write_parts([table], tmp_path / f"other.{kind}", Recipe(format=kind, style=PdfStyle(font="droid")))


def test_layouts_vary_where_the_scores_stand() -> None:
    assert SPLIT.columns.index("operator") < SPLIT.columns.index("weight")
    assert SCORES_FIRST.index("score") < SCORES_FIRST.index("target")
    assert random_layout(3) == random_layout(3)
    assert len({layout.columns for layout in (random_layout(seed) for seed in range(30))}) > 3


def test_committed_samples_are_complete() -> None:
    expected = read_expected(FOLDER / "expected.json")
    written = {path.name for path in FOLDER.iterdir() if path.suffix not in (".json", ".md")}
    assert set(expected) == written
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 1_500_000


@pytest.mark.office
@pytest.mark.skipif(not office_available(), reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["office-xlsx", "office-docx"])
def test_office_prints(kind: str, tmp_path: Path) -> None:
    make_document(tmp_path / "form.pdf", [(LONG, SHENZHEN_2023)], Recipe(format=kind))
    assert "其他管理事务" in _text_of(tmp_path / "form.pdf")


def test_differences_name_what_was_misread() -> None:
    form = ExpectedForm(record=LONG.record, level2_also_accepted=LONG.level2_also_accepted, unscored=("/year",))
    rows = list(LONG.record.indicators)
    rows[0] = rows[0].model_copy(update={"actual": "16 9", "score": "1"})
    rows[18] = rows[18].model_copy(update={"level2": "时效指标"})
    read = LONG.record.model_copy(update={"year": None, "indicators": rows[:-1]})
    found = differences(form, read)
    assert found[0] == "/indicators/0/score: expected '2', read '1'"
    assert len(found) == 1 + len([value for value in rows[-1].model_dump().values() if value is not None])
