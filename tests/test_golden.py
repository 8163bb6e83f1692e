"""What every stage makes of a few documents, against files that were looked through when they were written.

`JIXIAO_WRITE_GOLDEN=1 pytest tests/test_golden.py` writes the files anew; look through their difference before you
commit it. The file that differs first names the stage that moved.
"""

import json
import os
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from pydantic import BaseModel

from extractor.checks.checker import check_forms
from extractor.checks.profile import load_profiles
from extractor.grids.builder import build_grids
from extractor.pages.loader import read_pages
from extractor.pipeline import read_document
from extractor.problems import Problem
from extractor.settings import load_settings, resource_folder

GOLDEN = Path(__file__).parent / "golden"
FLAG = "JIXIAO_WRITE_GOLDEN"
WRITING = bool(os.environ.get(FLAG))
DOCUMENTS = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir() and path.name != "__pycache__")
SETTINGS = load_settings()
_LINE = 180
"""Characters up to which a value stays on one line."""


def source_of(name: str) -> Path:
    (path,) = (GOLDEN / name).glob("source.*")
    return path


def pages(name: str) -> object:
    return list(read_pages(source_of(name), SETTINGS))


def grids(name: str) -> object:
    found = read_pages(source_of(name), SETTINGS)
    return [grid for page in found if not isinstance(page, Problem) for grid in build_grids(page, SETTINGS.grids)]


def record(name: str) -> object:
    found = read_document(source_of(name), SETTINGS)
    return {"readings": found.readings, "problems": found.problems}


def findings(name: str) -> object:
    profiles = load_profiles(resource_folder("configs") / "profiles")
    return check_forms(read_document(source_of(name), SETTINGS).readings, profiles)


STAGES: dict[str, Callable[[str], object]] = {
    "pages": pages,
    "grids": grids,
    "record": record,
    "findings": findings,
}


def plain(value: Any) -> Any:
    """`value` as JSON: types as objects without their defaults, named tuples as lists, points to a tenth."""
    if isinstance(value, BaseModel):
        return plain(value.model_dump(mode="json", exclude_defaults=True))
    if is_dataclass(value) and not isinstance(value, type):
        own = ((one, getattr(value, one.name)) for one in fields(value))
        return {field.name: plain(one) for field, one in own if one != field.default}
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in cast("dict[Any, Any]", value).items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in cast("list[Any]", value)]
    return round(value, 1 if value > 1 else 4) if isinstance(value, float) else value


def written(value: Any, indent: str = "") -> str:
    """JSON text with a line for every word, cell and value."""
    short = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or not value or len(indent) + len(short) <= _LINE:
        return short
    inner = indent + " "
    if isinstance(value, dict):
        items = cast("dict[str, Any]", value).items()
        parts = [f"{inner}{json.dumps(key, ensure_ascii=False)}: {written(one, inner)}" for key, one in items]
        return "{\n" + ",\n".join(parts) + f"\n{indent}}}"
    return "[\n" + ",\n".join(inner + written(one, inner) for one in cast("list[Any]", value)) + f"\n{indent}]"


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_stage(name: str, stage: str) -> None:
    path = GOLDEN / name / f"{stage}.json"
    found = written(plain(STAGES[stage](name))) + "\n"
    if WRITING:
        path.write_text(found, encoding="utf-8")
    expected = path.read_text(encoding="utf-8")
    # line by line, so that a failure shows the lines that moved
    assert found.splitlines() == expected.splitlines()


def test_golden_files_are_not_being_written() -> None:
    assert not WRITING, f"{FLAG} is set: the golden files were written anew, not compared; unset it"


def test_every_document_is_complete() -> None:
    assert len(DOCUMENTS) >= 5
    for name in DOCUMENTS:
        found = {path.stem for path in (GOLDEN / name).iterdir()}
        assert found == {"source", *STAGES}, name


def test_written_is_json() -> None:
    value = {"words": [["项目" * 60, [1.0, 2.0]], []], "b": None, "c": {"d": "x" * 200}, "e": {}}
    assert json.loads(written(value)) == value
    assert plain(((1.26, 0.12345),)) == [[1.3, 0.1235]]
