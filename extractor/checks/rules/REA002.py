"""REA002 columns-cut: columns are cut off at the edge of the paper.

查什么：资金表或指标表的表头缺少这类表应有的列（得分、偏差原因分析及改进措施），记录中因此没有这些列的值。纸面或从纸面
取出的文字可能是被裁切，报提醒；电子表格和文档里没有的列是表样本来没有，报提示。

为什么：缺少的内容并非单位漏填；阅读关于偏差原因和得分的核查意见时，应考虑这一情况。

例：指标表表头到“得分”为止，“偏差原因分析及改进措施”一列未印出。

依据：识读时对印面情况的记录。
"""

from collections.abc import Iterator

from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import Profile
from extractor.checks.reading_notes import note_findings
from extractor.checks.rule import Rule

CODE = "REA002"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """One finding per block without a column that such forms have; a warning where it seems to be cut off."""
    return note_findings(form, CODE, lambda note: "warning" if "裁切" in note.message else "info")


RULE = Rule(code=CODE, name="columns-cut", title="列被裁切", severity="warning", check=check)
