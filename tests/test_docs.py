"""The documentation that is made from the code is up to date, and what is written by hand names what exists."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

DOCS = Path(__file__).parents[1] / "docs"
WRITTEN = [path for path in [*DOCS.glob("*.md"), *DOCS.parent.glob("*.md")] if path.name != "cli.md"]


def _generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_pages_are_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")  # the pages do not depend on the terminal
    assert _generate().out_of_date() == [], "run: make docs"


def test_every_command_is_documented() -> None:
    from evals.commands import app as harness
    from extractor.cli.commands import app

    single = {one.name for one in app.registered_commands}
    grouped = {
        f"{group.name} {one.name}"
        for group in app.registered_groups
        for one in group.typer_instance.registered_commands
    }
    # the harness brings its own commands
    grouped |= {f"eval {one.name}" for one in harness.registered_commands}
    groups = {group.name for group in app.registered_groups}
    assert single | groups | grouped == set(_generate().COMMANDS)


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert missing == []
