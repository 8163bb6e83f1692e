"""The same questions over the same forms have the same answers on PostgreSQL as on SQLite."""

from pathlib import Path

import pytest

from extractor.app import open_app
from tests.qa.conftest import Ask, forms_asked
from tests.store.conftest import postgres_url  # noqa: F401 - a fixture

QUESTIONS = [
    "一共有多少个项目？",
    "全部项目的预算合计",
    "总体的执行率",
    "平均执行率",
    "总分的中位数",
    "没花完的钱一共有多少",
    "各单位的平均得分",
    "各单位花了多少钱",
    "哪个单位花钱最多",
    "扣分的指标有几个",
    "得满分的项目占几成",
    "执行率不到一半的有哪些项目",
    "执行率最低的两个项目",
    "预算排第二的项目",
    "预算追加了的项目有哪些",
    "支出超过年初预算的项目",
    "水利局以外的项目有哪些",
    "哪些项目总分没印出来",
    "哪些项目的数量指标扣了分",
    "各等级有几个项目",
    "超额20%以上的指标",
    "扣了分没写原因的指标",
    "会议费执行率多少",
    "鉴定了多少座水库",
    "河道清淤比水库鉴定多花了多少",
    "清淤河道长度为什么没完成？",
    "哪些项目有错误级问题？",
    "体育馆维修项目的预算",
    "2019年花了多少钱",
]


def test_answers_are_those_of_sqlite(
    ask: Ask,
    tmp_path: Path,
    postgres_url: str,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("JIXIAO_DATABASE_URL", postgres_url)
    with forms_asked(open_app(), tmp_path) as make:
        asker = make(None)
        other = {question: asker.ask(question).model_dump() for question in QUESTIONS}
    for question in QUESTIONS:
        assert other[question] == ask(question).model_dump(), question
    assert sum(one["answered"] for one in other.values()) >= 25
