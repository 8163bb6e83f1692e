"""The pages under docs/rules are what the rules' docstrings say."""

from pathlib import Path

import pytest

from extractor.checks.catalogue import RULES
from extractor.checks.rule_pages import FAMILIES, main, rendered_pages, rule_pages, write_pages

DOCS = Path(__file__).parents[2] / "docs" / "rules"


def test_pages_do_not_drift_from_the_docstrings() -> None:
    present = {path.name: path.read_text(encoding="utf-8") for path in DOCS.glob("*.md")}
    assert present == rendered_pages(), "run: python -m extractor.checks.rule_pages docs/rules"


def test_every_rule_has_a_page_and_stands_in_the_index() -> None:
    pages = rendered_pages()
    for rule in RULES:
        assert rule.title in pages[f"{rule.code}.md"]
        assert f"[{rule.code}]({rule.code}.md)" in pages["README.md"]
        assert rule.code[:3] in FAMILIES


def test_every_docstring_has_all_sections() -> None:
    for page in rule_pages():
        assert [heading for heading, _ in page.sections] == ["What", "Why", "Example", "Source"], page.code
        assert all(text.strip() for _, text in page.sections), page.code


def test_pages_are_written_once_and_stale_ones_removed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "OLD001.md").write_text("gone", encoding="utf-8")
    assert "OLD001.md" in write_pages(tmp_path)
    assert write_pages(tmp_path) == []
    assert not (tmp_path / "OLD001.md").exists()
    assert main([str(tmp_path)]) == 0
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err
