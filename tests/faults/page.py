"""The page on these tests, docs/faults.md: what each injects and verifies, as its docstring says it."""

import ast
import re
from pathlib import Path

_FOLDER = Path(__file__).parent
_HEAD = (
    "# 故障注入",
    "<!-- 由 docs/generate.py 从 tests/faults 的说明生成，请勿手改 -->",
    "服务在依赖的东西出故障时必须：不停、说清哪里不对、恢复后不必重启、什么也不丢不重。每一条都是真实的服务、真实的故障。",
    "运行：`python -m pytest tests/faults`。没有 PostgreSQL、Redis 或 root 权限时，用到它们的条目跳过并说明。",
)


def faults_page() -> str:
    """The page.

    Raises:
        ValueError: a test does not say both what is injected and what is verified.
    """
    parts = list(_HEAD)
    for path in sorted(_FOLDER.glob("test_*.py")):
        for test in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(test, ast.FunctionDef) and test.name.startswith("test_"):
                parts.append(_told(path.name, test))
    return "\n\n".join(parts) + "\n"


def _told(file_name: str, test: ast.FunctionDef) -> str:
    said = re.fullmatch(r"(.+)\n\n注入：(.+)\n验证：(.+)", ast.get_docstring(test) or "", re.DOTALL)
    if said is None:
        raise ValueError(f"{file_name}: {test.name} does not say what is injected (注入) and verified (验证)")
    title, injected, verified = (part.replace("\n", "") for part in said.groups())
    return f"## {title}\n\n- 注入：{injected}\n- 验证：{verified}\n- 测试：`tests/faults/{file_name}::{test.name}`"
