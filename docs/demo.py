"""`make demo`: reads the committed sample forms, shows one in full and the others at a glance, and says how to go on."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FULL = "evals/samples/ruled.pdf"
QUESTIONS = ("哪些项目的执行率低于九成？", "打印机采购的数量为什么没有完成？")
FIELDS = ("project_name", "year", "implementing_unit", "funds_unit", "total_weight", "total_score")


def main() -> int:
    """Runs the commands that a user would type, and prints them."""
    print(f"\n$ jixiao extract {FULL}\n", flush=True)
    code = _jixiao("extract", FULL)
    print(f"\n$ jixiao extract {FULL} --format json      （节选）\n", flush=True)
    _print_excerpt()
    print("\n$ jixiao extract evals/samples --output out/样例.xlsx\n", flush=True)
    (ROOT / "out").mkdir(exist_ok=True)
    if _jixiao("extract", "evals/samples", "--output", "out/样例.xlsx") == 2:
        print("（上面是样例里特意放进去的其他表格：没有自评表的文件，要说出来，返回码 2。）")
    print("\n$ jixiao ingest evals/samples ；jixiao ask …      （存入 out/data，再提问）\n", flush=True)
    _jixiao("ingest", "evals/samples", "--quiet")
    for question in QUESTIONS:
        print(f"\n$ jixiao ask {question}\n", flush=True)
        _jixiao("ask", question)
    print(
        "\n结果在 out/样例.xlsx：项目、资金、指标、问题、待复核各一张工作表。\n"
        "读自己的表：  .venv/bin/jixiao extract 文件或文件夹 --output 结果.xlsx\n"
        "全部用法：    .venv/bin/jixiao --help，以及 docs/cli.md\n"
        "核查规则：    .venv/bin/jixiao rules\n"
        "打开网页：    make serve，再用浏览器打开 http://127.0.0.1:8765\n"
        "              想先看样例：JIXIAO_HOME=out/data make serve"
    )
    return code


def _jixiao(*arguments: str) -> int:
    environment = os.environ | {"JIXIAO_HOME": str(ROOT / "out" / "data")}
    words = [sys.executable, "-m", "extractor", *arguments]
    return subprocess.run(words, cwd=ROOT, check=False, env=environment).returncode


def _print_excerpt() -> None:
    """A few values of the structured result, one with its evidence, and the first finding."""
    words = [sys.executable, "-m", "extractor", "extract", FULL, "--format", "json"]
    done = subprocess.run(words, cwd=ROOT, check=True, capture_output=True)
    evaluation = json.loads(done.stdout)["documents"][0]["evaluations"][0]
    record = evaluation["record"]
    excerpt = {
        "record": {**{field: record[field] for field in FIELDS}, "indicators": record["indicators"][:1]},
        "evidence": dict(item for item in evaluation["evidence"].items() if item[0] == "/indicators/0/target"),
        "findings": evaluation["findings"][:1],
    }
    print(json.dumps(excerpt, ensure_ascii=False, indent=2), flush=True)


if __name__ == "__main__":
    sys.exit(main())
