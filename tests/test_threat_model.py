"""Every test that the threat model names is there."""

import ast
import re
from pathlib import Path

TOP = Path(__file__).parents[1]


def test_every_named_test_exists() -> None:
    page = (TOP / "docs" / "threats.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", page)
    assert len(named) > 40
    missing = [
        f"{path}::{name}" for path, name in named if path != "tests/test_threat_model.py" and not _there(path, name)
    ]
    assert missing == []


def _there(path: str, name: str) -> bool:
    file = TOP / path
    if not file.is_file():
        return False
    functions = [
        one.name for one in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(one, ast.FunctionDef)
    ]
    return name in functions if name else any(one.startswith("test_") for one in functions)
