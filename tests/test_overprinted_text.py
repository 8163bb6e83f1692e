"""What a page prints over the edges of its cells, or leaves out, is never passed off as surely read."""

from pathlib import Path

import pymupdf

from extractor.pipeline import read_document
from extractor.settings import load_settings

SETTINGS = load_settings()
COLUMNS = (40, 100, 170, 290, 350, 410, 450, 490, 560)
ROWS = (
    ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"),
    ("产出指标", "数量指标", "改造管网", "≥18公里", "17公里", "50", "47", ""),
    ("效益指标", "社会效益指标", "漏损率", "≤10%", "9%", "50", "50", ""),
)
HEIGHT = 20.0


def _form(path: Path, *, total: tuple[tuple[int, str], ...], reason: float | None = None) -> Path:
    """A small ruled form; `reason`: how far below its row's top a reason in the first row begins."""
    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_text((200, 60), "项目支出绩效自评表", fontname="china-s", fontsize=14)
        rows = [*ROWS, tuple(dict(total).get(column, "") for column in range(8))]
        for index, row in enumerate(rows):
            top = 80 + index * HEIGHT
            for column, text in enumerate(row):
                left, right = COLUMNS[column], COLUMNS[column + 1]
                page.draw_rect((left, top, right, top + HEIGHT))
                page.insert_text((left + 2, top + 13), text, fontname="china-s", fontsize=8)
        if reason is not None:
            page.insert_text((COLUMNS[7] + 2, 80 + HEIGHT + reason), "汛期停工", fontname="china-s", fontsize=8)
        document.save(path)
    return path


def _reviewed(path: Path) -> dict[str, str]:
    (reading,) = read_document(path, SETTINGS).readings
    return {item.pointer: item.reason for item in reading.review}


TOTAL = ((0, "总分"), (5, "100"), (6, "97"))


def test_text_over_the_edge_of_its_row_is_marked(tmp_path: Path) -> None:
    inside = _reviewed(_form(tmp_path / "inside.pdf", total=TOTAL, reason=13))
    over = _reviewed(_form(tmp_path / "over.pdf", total=TOTAL, reason=HEIGHT + 4))
    assert not any("deviation_reason" in pointer for pointer in inside)
    assert any("deviation_reason" in pointer and "超出了单元格" in reason for pointer, reason in over.items())


def test_lone_total_that_is_not_the_sum_is_marked(tmp_path: Path) -> None:
    full_marks = _reviewed(_form(tmp_path / "lone.pdf", total=((0, "总分"), (6, "100"))))
    score = _reviewed(_form(tmp_path / "sum.pdf", total=((0, "总分"), (6, "97"))))
    assert "/total_score" in full_marks
    assert "/total_score" not in score


def test_missing_year_is_marked(tmp_path: Path) -> None:
    assert _reviewed(_form(tmp_path / "form.pdf", total=TOTAL))["/year"] == "没有读到年度"
