"""Writes the pages that are made from the code: docs/cli.md from --help, docs/rules/ from the rules' docstrings,
docs/accuracy.md from the committed baselines, docs/faults.md from the docstrings of tests/faults.

python docs/generate.py            write them
python docs/generate.py --check    say which are out of date; exit 1 when any is
"""

import contextlib
import io
import os
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent
COMMANDS = (
    "extract",
    "check",
    "ingest",
    "batch",
    "ask",
    "chat",
    "list",
    "show",
    "export",
    "delete",
    "reindex",
    "serve",
    "users",
    "users add",
    "users list",
    "users role",
    "users password",
    "users lock",
    "users unlock",
    "users remove",
    "users token",
    "models",
    "models list",
    "models serve",
    "eval",
    "eval run",
    "eval list",
    "eval report",
    "eval compare",
    "eval label",
    "eval import",
    "eval generate",
    "eval gate",
    "eval publish",
    "rules",
    "schema",
    "doctor",
    "version",
)


def pages() -> dict[str, str]:
    """The generated pages: path below docs/ and text."""
    from evals.accuracy_page import accuracy_page
    from extractor.checks.rule_pages import rendered_pages
    from tests.faults.page import faults_page

    return {
        "cli.md": cli_page(),
        "accuracy.md": accuracy_page(),
        "faults.md": faults_page(),
        **{f"rules/{name}": text for name, text in rendered_pages().items()},
    }


def cli_page() -> str:
    """The help of every command, as a user sees it in a terminal of 80 columns."""
    parts = ["# 命令行", "<!-- 由 docs/generate.py 从 --help 生成，请勿手改 -->"]
    for command in ("", *COMMANDS):
        name = f"jixiao {command}".strip()
        parts.append(f"## {name}\n\n```text\n{_help(command)}\n```")
    return "\n\n".join(parts) + "\n"


def _help(command: str) -> str:
    from extractor.cli.main import main

    os.environ["COLUMNS"] = "80"
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        main([*command.split(), "--help"])
    return "\n".join(line.rstrip() for line in stream.getvalue().strip().splitlines())


def out_of_date() -> list[str]:
    """The generated pages that differ from the code, and rule pages without a rule."""
    made = pages()
    stale = [name for name, text in made.items() if not _same(DOCS / name, text)]
    orphans = [f"rules/{path.name}" for path in (DOCS / "rules").glob("*.md") if f"rules/{path.name}" not in made]
    return sorted(stale + orphans)


def _same(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


def write() -> None:
    """Writes all generated pages and removes rule pages without a rule."""
    made = pages()
    for name, text in made.items():
        path = DOCS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    for path in (DOCS / "rules").glob("*.md"):
        if f"rules/{path.name}" not in made:
            path.unlink()


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        stale = out_of_date()
        for name in stale:
            print(f"docs/{name} 与代码不一致：请运行 make docs", file=sys.stderr)
        sys.exit(1 if stale else 0)
    write()
