"""Reports without a form: quotes that stand in the text are taken, others are dropped and told."""

import json
from pathlib import Path

from extractor.pipeline import read_document
from extractor.settings import load_settings
from tests.llm.endpoint_server import EndpointServer, says
from tests.readers.pointed import reader_at

REPORT = """关于2022年度农村公路养护项目的绩效自评报告

清河县公路中心实施的农村公路养护项目，主管部门为清河县交通运输局。

项目年初预算120.00万元，调整后预算118.00万元，实际支出117.50万元，执行率99.58%。

养护里程目标≥86公里，实际完成88公里；工程合格率目标≥95%，实际97%。自评得分98.5分。
"""
QUOTES = {
    "project_name": "农村公路养护项目",
    "year": "2022年",
    "implementing_unit": "清河县公路中心",
    "supervising_unit": "清河县交通运输局",
    "initial_budget": "120.00万元",
    "annual_budget": "118.00万元",
    "executed": "117.50万元",
    "execution_rate": "99.58%",
    "total_score": "100分",
    "indicators": [
        {"name": "养护里程", "target": "≥86公里", "actual": "88公里"},
        {"name": "工程合格率", "target": "≥95%", "actual": "99%"},
        {"name": "群众满意度", "target": "≥90%", "actual": "97%"},
    ],
}


def test_quotes_are_taken_where_they_stand_and_dropped_where_not(
    endpoint_server: EndpointServer, tmp_path: Path
) -> None:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    endpoint_server.plays(says(json.dumps(QUOTES, ensure_ascii=False)))
    found = read_document(path, load_settings(), reader_at(endpoint_server))
    (reading,) = found.readings
    record = reading.record
    assert (record.project_name, record.year, record.funds_unit) == ("农村公路养护项目", 2022, "万元")
    assert (record.funds[0].annual_budget, record.funds[0].execution_rate) == ("118.00", "99.58")
    assert [(row.level3, row.target, row.actual) for row in record.indicators] == [
        ("养护里程", "≥86公里", "88公里"),
        ("工程合格率", "≥95%", None),
    ]
    assert record.total_score is None
    assert reading.evidence["/funds/0/executed"].source == "llm"
    assert reading.evidence["/funds/0/executed"].line == 5
    assert all(problem.severity == "notice" for problem in found.problems)
    said = "".join(problem.message for problem in found.problems)
    assert all(quote in said for quote in ("100分", "99%", "群众满意度"))


def test_without_a_model_a_report_has_no_form(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    assert read_document(path, load_settings()).readings == []
