"""The averages that rows were compared with, in words, so that the reader sees where the line is."""

from sqlalchemy import select, type_coerce

from extractor.qa import columns as sql
from extractor.qa.figures import figure
from extractor.qa.measures import MEASURES
from extractor.qa.narrowing import Narrowing
from extractor.qa.plan import Benchmark
from extractor.qa.rows import as_decimal
from extractor.records.amounts import round_half_up


def averages_told(narrowing: Narrowing) -> list[str]:
    """平均预算执行率为68.47%。 for each benchmark of the plan that is an average."""
    return [_told(narrowing, one) for one in narrowing.filters.benchmarks if one.project is None]


def _told(narrowing: Narrowing, one: Benchmark) -> str:
    column = sql.evaluation_column(one.measure)
    assert column is not None
    average = sql.benchmark_value(one, narrowing.filters, only_year=narrowing.only_year)
    value = as_decimal(narrowing.session.scalar(select(type_coerce(average, column.type))))
    said = figure(one.measure, round_half_up(value)) if value is not None else "未知"
    return f"平均{MEASURES[one.measure].label}为{said}。"
