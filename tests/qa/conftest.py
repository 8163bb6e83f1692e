"""A store of forms in 元 and 万元, with an index by words only, and an asker over it."""

import hashlib
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from extractor.app import App, open_app
from extractor.pipeline import DocumentReading
from extractor.qa.answer import Answer
from extractor.qa.asking import Asker, MorePlans, Phrase
from extractor.qa.names import NameCatalogue, NamedEvaluation
from extractor.qa.plan import QuestionPlan
from extractor.records.evaluation import Evaluation
from extractor.records.reading import Evidence, FormReading
from extractor.store.index.evidence_index import EvidenceIndex

Ask = Callable[..., Answer]
MakeAsker = Callable[..., Asker]


def _indicator(
    level1: str, level2: str, name: str, target: str, actual: str, weight: str, score: str, reason: str | None = None
) -> dict[str, object]:
    return {
        "level1": level1, "level2": level2, "level3": name, "target": target, "actual": actual, "weight": weight,
        "score": score, "deviation_reason": reason,
    }  # fmt: skip


def _form(
    code: str,
    name: str,
    unit: str,
    money: str,
    amounts: tuple[str, str, str],
    rate: str,
    total: str | None,
    rows: list[dict[str, object]],
) -> Evaluation:
    initial, annual, executed = amounts
    funds = {
        "source": "total",
        "initial_budget": initial,
        "annual_budget": annual,
        "executed": executed,
        "weight": "10",
        "execution_rate": rate,
        "score": "9",
    }
    return Evaluation.model_validate(
        {
            "project_code": code,
            "project_name": name,
            "year": 2023,
            "implementing_unit": unit,
            "supervising_unit": "清河县水利局",
            "funds_unit": money,
            "funds": [funds],
            "indicators": rows,
            "goals": {"expected": f"完成{name}", "actual": "已完成"},
            "total_weight": "100",
            "total_score": total,
        }
    )


FORMS = [
    _form("440101200000000000001", "清河县河道清淤整治项目", "清河县水利局（本级）", "万元", ("100.00", "120.00", "60.00"), "50", "88", [
        _indicator("产出指标", "数量指标", "清淤河道长度", "≥30公里", "24公里", "20", "16", "汛期提前，设备无法进场。改进措施：明年提前开工。"),
        _indicator("满意度指标", "服务对象满意度指标", "沿线村民满意度", "≥90%", "95%", "10", "10"),
    ]),
    _form("440101200000000000002", "小型水库安全鉴定", "清河县水利局", "元", ("500000.00", "500000.00", "500000.00"), "100", "100", [
        _indicator("产出指标", "数量指标", "鉴定水库数量", "≥5座", "12座", "40", "40"),
    ]),
    _form("440101200000000000003", "会议费", "清河县档案馆", "元", ("80000.00", "80000.00", "0.00"), "0", None, [
        _indicator("产出指标", "成本指标", "会议成本", "≤8万元", "0元", "10", "10"),
    ]),
    _form("440101200000000000004", "会议费", "清河县水利局", "元", ("20000.00", "20000.00", "19000.00"), "95", "95.5", [
        _indicator("产出指标", "时效指标", "会议按期召开率", "100%", "90%", "10", "9"),
    ]),
]  # fmt: skip


@contextmanager
def forms_asked(app: App, folder: Path) -> Generator[MakeAsker]:
    """Keeps the forms above in a store in `folder` (and the database that the environment names); makes askers."""
    store = app.open_store(folder / "home")
    for number, record in enumerate(FORMS):
        path = folder / f"{number}.pdf"
        path.write_text(str(number), encoding="utf-8")
        evidence = {
            pointer: Evidence(page=1, box=(1, 2, 3, 4), text=pointer, source="text", confidence=1)
            for pointer in (
                "/project_name",
                "/funds/0/execution_rate",
                "/funds/0/executed",
                "/funds/0/annual_budget",
                "/total_score",
                "/indicators/0/score",
            )
        }
        reading = FormReading(record=record, evidence=evidence)
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        document = DocumentReading(source=str(path), sha256=sha256, pages=1, readings=[reading])
        store.keep(app.checked_alone(str(path), document), path)
    store.settle()
    index = EvidenceIndex(store.database, folder / "index", app.settings.index, None, why_not="测试不用向量")
    for _ in store.settle_index(index):
        pass

    def make(more: MorePlans | None, phrase: Phrase | None = None) -> Asker:
        return Asker(store, index, lambda text: index.segmenter().word_ends(text), more, phrase)

    yield make
    index.close()
    store.close()


@pytest.fixture(scope="session")
def asker_with(tmp_path_factory: pytest.TempPathFactory) -> Generator[MakeAsker]:
    """Makes askers of the forms above, with a further planner and other words, or without."""
    with ExitStack() as stack:
        with pytest.MonkeyPatch.context() as patched:
            patched.delenv("JIXIAO_DATABASE_URL", raising=False)
            make = stack.enter_context(forms_asked(open_app(), tmp_path_factory.mktemp("questions")))
        yield make


@pytest.fixture(scope="session")
def ask(asker_with: MakeAsker) -> Ask:
    """Asks the forms above."""
    asker = asker_with(None)

    def asked(question: str, previous: QuestionPlan | None = None) -> Answer:
        return asker.ask(question, previous)

    return asked


@pytest.fixture(scope="session")
def names() -> NameCatalogue:
    """The names of the forms above, with a word ending anywhere."""
    named = [
        NamedEvaluation(
            id=number, code=one.project_code, name=one.project_name, year=one.year,
            implementing_unit=one.implementing_unit, supervising_unit=one.supervising_unit,
        )
        for number, one in enumerate(FORMS, start=1)
    ]  # fmt: skip
    return NameCatalogue(named, lambda text: set(range(len(text) + 1)))
