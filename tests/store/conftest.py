"""Stores to test with, on SQLite and PostgreSQL, and forms to put into them."""

import hashlib
import os
import uuid
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from extractor.app import App, open_app
from extractor.pipeline import DocumentReading
from extractor.records.evaluation import Evaluation, FundLine, Indicator
from extractor.records.reading import Evidence, ReviewItem
from extractor.results import EvaluationResult
from extractor.store.keeping import Kept
from extractor.store.store import Store

POSTGRES = os.environ.get("JIXIAO_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1:5432/test")


@pytest.fixture(scope="session")
def app() -> App:
    return open_app()


@pytest.fixture
def postgres_url() -> Generator[str]:
    """The address of an empty schema of its own, dropped afterwards."""
    engine = create_engine(POSTGRES, connect_args={"connect_timeout": 3})
    schema = f"t_{uuid.uuid4().hex}"
    try:
        with engine.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA {schema}"))
    except OperationalError:
        pytest.skip("no PostgreSQL here (JIXIAO_TEST_POSTGRES names another)")
    yield f"{POSTGRES}?options=-csearch_path%3D{schema}"
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(
    request: pytest.FixtureRequest, app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Generator[Store]:
    """An empty store in `tmp_path`/home."""
    monkeypatch.delenv("JIXIAO_DATABASE_URL", raising=False)
    if request.param == "postgresql":
        monkeypatch.setenv("JIXIAO_DATABASE_URL", request.getfixturevalue("postgres_url"))
    opened = app.open_store(tmp_path / "home")
    yield opened
    opened.close()


Keep = Callable[..., Kept]


@pytest.fixture
def keep(store: Store, app: App, tmp_path: Path) -> Keep:
    """Keeps forms as the forms of a file `name` whose bytes are `content` (default: its name)."""

    def kept(*forms: EvaluationResult, name: str = "a.pdf", content: str | None = None) -> Kept:
        path = tmp_path / name
        path.write_text(content or name, encoding="utf-8")
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        readings = [one.reading() for one in forms]
        reading = DocumentReading(source=str(path), sha256=sha256, pages=1, readings=readings)
        return store.keep(app.checked_alone(str(path), reading), path)

    return kept


def form(**changes: object) -> EvaluationResult:
    """A form without defects in its arithmetic: 10 + 90 points, one row of 40 with 38, its score under review."""
    fields: dict[str, object] = {
        "project_code": "440303210301500009999",
        "project_name": "政务热线运行",
        "year": 2023,
        "implementing_unit": "清河县政务服务中心",
        "supervising_unit": "清河县政务服务局",
        "funds_unit": "万元",
        "funds": [
            FundLine(
                source="total",
                initial_budget="120.00",
                annual_budget="100.50",
                executed="90.45",
                weight="10",
                execution_rate="90.00",
                score="9",
            )
        ],
        "indicators": [
            _row("受理热线来电数量", "数量指标", "≥1000人次", "950人次", "40", "38", "人员不足，已补充"),
            _row("按时办结率", "质量指标", "≥95%", "99%", "50", "50", None),
        ],
        "total_weight": "100",
        "total_score": "97",
    }
    record = Evaluation.model_validate(fields | changes)
    return EvaluationResult(
        record=record,
        evidence={
            "/indicators/0/score": Evidence(
                page=1, box=(1, 2, 3, 4), text=record.indicators[0].score or "", source="ocr", confidence=0.6
            )
        },
        review=[ReviewItem(pointer="/indicators/0/score", reason="看不清", confidence=0.6, points_at_stake="40")],
        title="项目支出绩效自评表",
    )


def _row(name: str, level2: str, target: str, actual: str, weight: str, score: str, reason: str | None) -> Indicator:
    return Indicator(
        level1="产出指标",
        level2=level2,
        level3=name,
        target=target,
        actual=actual,
        weight=weight,
        score=score,
        deviation_reason=reason,
    )
