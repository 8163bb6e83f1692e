"""A reading of a form out of arbitrary bytes, made of what rules look for."""

from typing import get_args

from extractor.records.evaluation import Evaluation, FundLine, FundSource, Goals, Indicator
from extractor.records.reading import FormReading

_PIECES = (
    "≥", "≤", ">", "<", "=", "100", "0", "-5", "99.5", "1e9", "1" * 40, "0.0001", "%", "‰", "万", "亿", "元", "万元", "人次", "个", "；", "\n",
    "2023年", "12月底", "第四季度前", "满意", "无", "不适用", "—", "####", "#REF!", "（", "）", "“", "《", "产出", "效益", "成本指标", "满意度",
    "数量指标", "执行率", "支出进度", "验收", "1.完成甲。2.完成乙。", "偏差原因：", "²", "½", "１２", "，", "为", "达到", "完成", "及时", "次/年", "7×24",
)  # fmt: skip
_LABELS = (
    "产出指标",
    "效益指标",
    "满意度指标",
    "成本指标",
    "数量指标",
    "质量指标",
    "时效指标",
    "社会效益指标",
    "",
    "x",
)
_SOURCES: tuple[FundSource, ...] = get_args(FundSource)


class _Bytes:
    """Hands out what bytes mean, and 0 when they are used up."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def number(self, below: int) -> int:
        """From 0 to `below` - 1."""
        value = self._data[self._at] if self._at < len(self._data) else 0
        self._at += 1
        return value % below

    def text(self) -> str | None:
        """Up to seven pieces; characters of the data's own now and then."""
        count = self.number(9)
        if count == 8:
            return None
        pieces = [_PIECES[self.number(len(_PIECES))] for _ in range(count)]
        if self.number(5) == 4:
            pieces.append(chr(self.number(256) << 8 | self.number(256)))
        return "".join(pieces).encode("utf-8", "replace").decode("utf-8")

    def value(self) -> str | None:
        """A number as printed, or not one."""
        match self.number(6):
            case 0:
                return None
            case 1:
                return self.text()
            case 2:
                return f"{self.number(256) - 20}.{self.number(100)}"
            case _:
                return str(self.number(101))


def drawn_reading(data: bytes) -> FormReading:
    """The same bytes, the same reading."""
    drawn = _Bytes(data)
    return FormReading(
        record=Evaluation(
            project_code=drawn.text(),
            project_name=drawn.text(),
            year=(None, 0, 2023, 99999)[drawn.number(4)],
            implementing_unit=drawn.text(),
            supervising_unit=drawn.text(),
            funds_unit=("元", "万元", None)[drawn.number(3)],
            funds=[_fund(drawn) for _ in range(drawn.number(5))],
            goals=Goals(expected=drawn.text(), actual=drawn.text()),
            indicators=[_indicator(drawn) for _ in range(drawn.number(9))],
            total_weight=drawn.value(),
            total_score=drawn.value(),
        ),
        printed_level_weights={_LABELS[drawn.number(4)]: drawn.value() or "" for _ in range(drawn.number(3))},
    )


def _fund(drawn: _Bytes) -> FundLine:
    return FundLine(
        source=_SOURCES[drawn.number(len(_SOURCES))],
        initial_budget=drawn.value(),
        annual_budget=drawn.value(),
        executed=drawn.value(),
        weight=drawn.value(),
        execution_rate=drawn.value(),
        score=drawn.value(),
    )


def _indicator(drawn: _Bytes) -> Indicator:
    return Indicator(
        level1=_LABELS[drawn.number(len(_LABELS))],
        level2=_LABELS[drawn.number(len(_LABELS))],
        level3=drawn.text(),
        target=drawn.text(),
        actual=drawn.text(),
        weight=drawn.value(),
        score=drawn.value(),
        deviation_reason=drawn.text(),
    )
