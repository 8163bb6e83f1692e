"""Doubtful cells shown to a model that sees: agreement settles, disagreement is shown, values never change."""

import json
from pathlib import Path

import pymupdf
import pytest

from extractor.confidence.assurance import UNSURE
from extractor.confidence.seen_again import AGREED, seen_again
from extractor.records.evaluation import Evaluation, Indicator
from extractor.records.reading import Evidence, FormReading, ReviewItem
from tests.llm.asking import model_at
from tests.llm.endpoint_server import EndpointServer, fails, says

POINTER = "/indicators/0/actual"


def doubtful(reason: str = f"{UNSURE}，认作“169”") -> FormReading:
    evidence = Evidence(page=1, box=(50, 50, 120, 70), text="169", source="ocr", confidence=0.6)
    return FormReading(
        record=Evaluation(indicators=[Indicator(level3="人次", actual="169")]),
        evidence={POINTER: evidence},
        review=[ReviewItem(pointer=POINTER, reason=reason, confidence=0.6)],
    )


@pytest.fixture
def page(tmp_path: Path) -> Path:
    with pymupdf.open() as document:
        document.new_page(width=200, height=100).insert_text((55, 65), "169")
        document.save(tmp_path / "scan.pdf")
    return tmp_path / "scan.pdf"


def test_agreement_raises_confidence_and_ends_the_doubt(endpoint_server: EndpointServer, page: Path) -> None:
    endpoint_server.plays(says('{"text":" １６９ "}'))
    reading, problems = seen_again(doubtful(), page, model_at(endpoint_server, vision=True))
    assert (reading.evidence[POINTER].confidence, reading.review, problems) == (AGREED, [], [])
    (request,) = endpoint_server.requests
    assert "data:image/png;base64," in json.dumps(request["messages"][-1])


def test_agreement_does_not_settle_arithmetic(endpoint_server: EndpointServer, page: Path) -> None:
    endpoint_server.plays(says('{"text":"169"}'))
    reading, _ = seen_again(doubtful("可能认错：合计对不上"), page, model_at(endpoint_server, vision=True))
    assert len(reading.review) == 1


def test_disagreement_is_shown_and_changes_nothing(endpoint_server: EndpointServer, page: Path) -> None:
    endpoint_server.plays(says('{"text":"189"}'))
    reading, _ = seen_again(doubtful(), page, model_at(endpoint_server, vision=True))
    assert reading.record == doubtful().record
    assert reading.evidence == doubtful().evidence
    assert reading.review[0].alternatives == ["189"]
    assert "189" in reading.review[0].reason


def test_a_model_that_does_not_see_is_not_asked(endpoint_server: EndpointServer, page: Path) -> None:
    assert seen_again(doubtful(), page, model_at(endpoint_server)) == (doubtful(), [])
    assert endpoint_server.requests == []


def test_a_model_that_fails_changes_nothing(endpoint_server: EndpointServer, page: Path) -> None:
    endpoint_server.plays(fails(401))
    reading, problems = seen_again(doubtful(), page, model_at(endpoint_server, vision=True))
    assert reading == doubtful()
    assert [problem.severity for problem in problems] == ["notice"]
