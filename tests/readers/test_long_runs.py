"""Runs of one character as long as a hostile cell holds them take time in proportion, not minutes."""

import time
from pathlib import Path

import pytest

from evals.fuzzing.hostile_texts import TEXTS
from extractor.pipeline import read_document
from extractor.settings import load_settings

SECONDS = 6.0
"""Of processor time; in proportion it is below one, with a pattern that goes back and forth it is minutes."""


@pytest.mark.parametrize("run", ["digits", "blanks", "parentheses", "numbered", "colons", "letters", "characters"])
def test_a_run_in_every_place_of_a_form(tmp_path: Path, run: str) -> None:
    path = tmp_path / f"{run}.txt"
    path.write_bytes(TEXTS[f"run-of-{run}", "txt"]())
    began = time.process_time()
    reading = read_document(path, load_settings())
    assert reading.readings and time.process_time() - began < SECONDS


def test_a_line_of_tabs(tmp_path: Path) -> None:
    path = tmp_path / "tabs.txt"
    path.write_bytes(b"a\n" + b"\t" * 30_000 + b"b\n")
    began = time.process_time()
    read_document(path, load_settings())
    assert time.process_time() - began < SECONDS


def test_a_heading_of_many_columns_of_money(tmp_path: Path) -> None:
    path = tmp_path / "funds.txt"
    heading = "年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分\t" * 8
    amounts = "1.00\t" * 20
    text = f"项目支出绩效自评表\n项目名称\t甲\n项目资金\t{heading}\n年度资金总额\t{amounts}\n一级指标\t二级指标\t三级指标\t分值\t得分\n"
    path.write_text(text + "产出指标\t数量指标\t甲\t90\t90\n总分\t100\t90\n", encoding="utf-8")
    began = time.process_time()
    read_document(path, load_settings())
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize("run", ["a", "数", " "])
def test_a_run_before_a_break_in_a_table(tmp_path: Path, run: str) -> None:
    path = tmp_path / "goals.md"
    cell = f"建设管网378{run * 200_000}<br>完成"
    path.write_text(
        "## 项目支出绩效自评表\n\n| 项目名称 | 甲 | | |\n| --- | --- | --- | --- |\n"
        f"| 年度总体目标 | {cell} | 实际完成情况 | {cell} |\n| 一级指标 | {cell} | 分值 | 得分 |\n",
        encoding="utf-8",
    )
    began = time.process_time()
    read_document(path, load_settings())
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize("cell", ["-", "甲 90", "1"])
def test_an_indicator_row_of_a_hundred_thousand_cells(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "row.txt"
    path.write_text(
        "项目支出绩效自评表\n项目名称 甲 实施单位 乙\n"
        "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因分析及改进措施\n"
        f"产出指标 数量指标 {f'{cell} ' * 100_000}台数 ≥5台 5台 90 90\n"
        "效益指标 社会效益指标 投诉次数 ≤2次 1次 10 10\n总分 100 100\n",
        encoding="utf-8",
    )
    began = time.process_time()
    (reading,) = read_document(path, load_settings()).readings
    assert all(len(item.reason) < 500 for item in reading.review)
    assert "投诉次数" in [indicator.level3 for indicator in reading.record.indicators]
    assert time.process_time() - began < SECONDS
