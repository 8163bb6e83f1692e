"""Tables that are not project self-evaluations: their neighbours in budget documents, for testing what must not be read."""

from collections.abc import Callable, Sequence

from evals.forms.form_blocks import Canvas
from evals.forms.indicator_cells import add_levels
from evals.forms.layout import Layout
from evals.forms.table_model import FormTable, grid_table
from extractor.records.evaluation import Evaluation

_PLAIN = Layout(name="other-kind")


def goal_application(record: Evaluation) -> FormTable:
    """绩效目标申报表: the plan before the year, with targets but no actual values and no scores."""
    canvas = _opened(record)
    _add_indicator_rows(canvas, record, ("指标值", "备注"), lambda index: (record.indicators[index].target or "", ""))
    return _closed(canvas, f"项目支出绩效目标申报表（{record.year or ''}年度）")


def monitoring(record: Evaluation) -> FormTable:
    """绩效监控表: the state at mid-year, with a forecast instead of scores."""
    canvas = _opened(record)
    _add_indicator_rows(
        canvas,
        record,
        ("年度指标值", "1-7月执行情况", "全年预计完成情况", "完成可能性"),
        lambda index: (
            record.indicators[index].target or "",
            "正常推进",
            record.indicators[index].target or "",
            "确定能",
        ),
    )
    return _closed(canvas, "项目支出绩效运行监控表")


def department_evaluation(record: Evaluation) -> FormTable:
    """部门整体支出绩效自评表: the same arithmetic for a whole department, without a project."""
    unit = record.supervising_unit or "某单位"
    rows = [
        ("部门名称", unit, "", "", "", "", ""),
        (
            "年度主要任务",
            "任务名称",
            "完成情况",
            "预算数（万元）",
            "其中：财政拨款",
            "执行数（万元）",
            "其中：财政拨款",
        ),
        ("", "保障机关运转", "已完成", "1260.00", "1260.00", "1198.35", "1198.35"),
        ("", "履行行业监管职责", "已完成", "845.50", "845.50", "812.06", "812.06"),
        ("", "金额合计", "", "2105.50", "2105.50", "2010.41", "2010.41"),
        ("一级指标", "二级指标", "三级指标", "评分标准", "指标值", "分值", "得分"),
        ("投入管理", "预算编制", "预算编制合理性", "编制科学合理得满分", "合理", "10", "10"),
        ("过程管理", "预算执行", "预算执行率", "执行率×分值", "95.48%", "20", "19.10"),
        ("履职效能", "重点工作", "重点工作完成率", "按完成比例计分", "100%", "50", "50"),
        ("社会效应", "满意度", "服务对象满意度", "≥90%得满分", "92%", "20", "20"),
        ("总分", "", "", "", "", "100", "99.10"),
    ]
    return grid_table(f"部门整体支出绩效自评表（{record.year or ''}年度）", rows)


def final_accounts(record: Evaluation) -> FormTable:
    """收入支出决算总表: an accounts table as it stands in the same reports."""
    rows = [
        ("收入", "", "支出", ""),
        ("项目", "决算数", "项目", "决算数"),
        ("一、一般公共预算财政拨款收入", "3286.47", "一、一般公共服务支出", "2011.93"),
        ("二、政府性基金预算财政拨款收入", "0.00", "二、社会保障和就业支出", "684.20"),
        ("三、其他收入", "42.18", "三、住房保障支出", "501.66"),
        ("本年收入合计", "3328.65", "本年支出合计", "3197.79"),
        ("年初结转和结余", "15.30", "年末结转和结余", "146.16"),
        ("总计", "3343.95", "总计", "3343.95"),
    ]
    return grid_table("收入支出决算总表", rows, above=(f"部门：{record.implementing_unit or ''}    金额单位：万元",))


OTHER_KINDS: dict[str, Callable[[Evaluation], FormTable]] = {
    "goal-application": goal_application,
    "monitoring": monitoring,
    "department-evaluation": department_evaluation,
    "final-accounts": final_accounts,
}
"""Builders by name; each takes a record for its names and indicators."""


def _opened(record: Evaluation) -> Canvas:
    canvas = Canvas((0.7, 1.0, 1.3, 2.4, 1.4, 1.4, 1.4, 1.2))
    for label, value in (("项目名称", record.project_name), ("主管部门", record.supervising_unit)):
        row = canvas.new_row()
        left, right = canvas.spans((1.5, 8.0))
        canvas.add(label, row=row, columns=left)
        canvas.add(value or "", row=row, columns=right, align="left")
    row = canvas.new_row()
    left, middle, right = canvas.spans((1.5, 4.0, 4.0))
    budget = record.funds[0].annual_budget if record.funds else ""
    canvas.add("项目资金（万元）" if record.funds_unit == "万元" else "项目资金（元）", row=row, columns=left)
    canvas.add(f"年度资金总额：{budget}", row=row, columns=middle, align="left")
    canvas.add(f"其中：财政拨款：{budget}", row=row, columns=right, align="left")
    row = canvas.new_row()
    left, right = canvas.spans((1.5, 8.0))
    canvas.add("总体目标", row=row, columns=left)
    canvas.add(record.goals.expected or "", row=row, columns=right, align="left")
    return canvas


def _add_indicator_rows(
    canvas: Canvas, record: Evaluation, labels: Sequence[str], values: Callable[[int], Sequence[str]]
) -> None:
    spans = canvas.spans((0.7, 1.0, 1.3, 2.4, *(5.4 / len(labels) for _ in labels)))
    header = canvas.new_row()
    canvas.add("绩效指标", row=header, columns=spans[0], row_span=len(record.indicators) + 1)
    for label, span in zip(("一级指标", "二级指标", "三级指标", *labels), spans[1:], strict=True):
        canvas.add(label, row=header, columns=span)
    canvas.header_row = header
    for index, indicator in enumerate(record.indicators):
        row = canvas.new_row()
        canvas.add(indicator.level3 or "", row=row, columns=spans[3], align="left")
        for value, span in zip(values(index), spans[4:], strict=True):
            canvas.add(value, row=row, columns=span)
    add_levels(
        canvas,
        record,
        _PLAIN,
        rows=list(range(header + 1, canvas.rows)),
        spans={"level1": spans[1], "level2": spans[2]},
    )


def _closed(canvas: Canvas, title: str) -> FormTable:
    table = FormTable(title=title, rows=canvas.rows, widths=canvas.widths, cells=(), header_row=canvas.header_row)
    return table.with_cells(canvas.cells)
