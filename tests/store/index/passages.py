"""Passages, an embedder that needs no model, and indexes over them, for the tests of this folder."""

import math
import os
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from extractor.settings import load_settings
from extractor.store.database import Database, connect
from extractor.store.index.evidence_index import EvidenceIndex
from extractor.store.passage import Passage

POSTGRES = os.environ.get("JIXIAO_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/test")


class CharacterEmbedder:
    """Texts that share characters are alike: enough to tell right from wrong without a model."""

    def __init__(self, name="characters", dimension=256):
        self.name = name
        self.dimension = dimension
        self.embedded = 0

    def embed_passages(self, texts):
        self.embedded += len(texts)
        return [self.embed_query(one) for one in texts]

    def embed_query(self, text):
        vector = [0.0] * self.dimension
        for character in text:
            vector[ord(character) * 2654435761 % self.dimension] += 1.0
        length = math.sqrt(sum(one * one for one in vector)) or 1.0
        return [one / length for one in vector]


TEXTS = (
    "打印机采购的数量（失0.5分）：落实过“紧日子”要求，建立节约型财政保障机制",
    "开展主题党日活动的数量，目标≥10次，实际13次",
    "救护车优先系统，目标5套，实际5套",
    "项目竣工验收合格率，目标100%，实际100%",
)


def passage(number, text, **more):
    facts = {"year": 2023, "project_code": f"code-{number}", "kind": "indicator", "pointer": "/indicators/0"}
    evaluation = more.pop("evaluation_id", number)
    return Passage(id=f"{number}:indicator:/indicators/0", evaluation_id=evaluation, text=text, **(facts | more))


def passages():
    return [passage(number, text) for number, text in enumerate(TEXTS)]


def settings(**changed):
    loose = {"least_similarity": 0.05, "least_coverage": 0.3, "busy_seconds": 10.0}
    return load_settings().index.model_copy(update=loose | changed)


def open_database(home: Path, kind: str = "sqlite") -> Database:
    if kind == "sqlite":
        return connect("", home, busy_seconds=5)
    try:
        with create_engine(POSTGRES.replace("postgresql:", "postgresql+psycopg:")).connect() as connection:
            connection.execute(text("DROP SCHEMA IF EXISTS index_tests CASCADE"))
            connection.execute(text("CREATE SCHEMA index_tests"))
            connection.commit()
    except (OperationalError, ImportError):
        pytest.skip("PostgreSQL is not running here")
    return connect(f"{POSTGRES}?options=-csearch_path%3Dindex_tests", home, busy_seconds=5)


def open_test_index(home: Path, embedder=None, *, kind="sqlite", why_not="", **changed) -> EvidenceIndex:
    database = open_database(home, kind)
    return EvidenceIndex(database, home / "index", settings(**changed), embedder, why_not=why_not)


def found(index, question, **more):
    return [hit.passage.text for hit in index.search(question, **more).hits]
