"""Times structured questions at size: `python -m evals.bench.question_times [--count 20000]`, without an index."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from sqlalchemy import text

from evals.bench.stored_evaluations import fill_store
from evals.bench.subjects import generated_documents
from evals.bench.timed_questions import asked_repeatedly, milliseconds, print_times
from extractor.app import open_app
from extractor.pipeline import read_document
from extractor.qa.asking import Asker
from extractor.store.index.evidence_index import EvidenceIndex

QUESTIONS = (
    "一共有多少个项目",
    "2023年的项目总共花了多少钱",
    "平均执行率是多少",
    "2022年执行率低于60%的项目有几个",
    "执行率最低的三个项目",
    "第7街道办事处的预算合计",
    "道路养护1234的执行率是多少",
    "得分90分以上且执行率低于55%的项目有哪些",
    "各单位的平均得分",
    "哪个单位花钱最多",
    "2024年支出超过9900万的项目",
    "热线服务77和安全生产105哪个花得多",
    "执行率的中位数",
    "扣分的指标有多少个",
    "哪些项目有错误级问题",
    "等级为优的项目有几个",
)


def question_times(count: int, repetitions: int, home: Path, console: Console) -> dict[str, list[float]]:
    """Milliseconds of every question over `count` evaluations; the first of all, which reads the names, apart."""
    app = open_app()
    store = app.open_store(home)
    with store.reading() as session:
        held = session.scalar(text("SELECT count(*) FROM evaluations")) or 0
    if not held:
        with tempfile.TemporaryDirectory() as folder, Progress(console=console, transient=True) as progress:
            forms = [
                one for path in generated_documents(Path(folder)) for one in read_document(path, app.settings).readings
            ]
            task = progress.add_task("fill", total=count)
            fill_store(store, app, forms, count, lambda done: progress.advance(task, done))
        with store.database.write() as session:
            session.execute(text("ANALYZE"))
    index = EvidenceIndex(store.database, home / "index", app.settings.index, None, why_not="没有建")
    asker = Asker(store, index, lambda text: index.segmenter().word_ends(text))
    milliseconds(asker, QUESTIONS[6])  # loads the dictionary
    times = asked_repeatedly(asker, QUESTIONS, repetitions)
    index.close()
    store.close()
    return times


def main(
    count: Annotated[int, typer.Option(min=1, help="evaluations")] = 20_000,
    repetitions: Annotated[int, typer.Option(min=1, help="times that each question is asked")] = 5,
    home: Annotated[Path | None, typer.Option(help="a data folder to keep; filled when empty")] = None,
) -> None:
    """Fills a store and times questions on it."""
    with tempfile.TemporaryDirectory(prefix="jixiao-questions-") as folder:
        times = question_times(count, repetitions, home or Path(folder), Console(stderr=True))
    print_times(times)


if __name__ == "__main__":
    typer.run(main)
