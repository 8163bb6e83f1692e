"""Times why-questions at size: `python -m evals.bench.why_times --passages 200000`, over an index with synthetic vectors."""

import hashlib
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from sqlalchemy import text

from evals.bench.stored_evaluations import fill_store
from evals.bench.subjects import generated_documents
from evals.bench.timed_questions import asked_repeatedly, print_times
from extractor.app import App, open_app
from extractor.pipeline import read_document
from extractor.qa.asking import Asker
from extractor.store.index.bundled_embedder import load_bundled_embedder
from extractor.store.index.embedder import Vector
from extractor.store.index.evidence_index import EvidenceIndex
from extractor.store.passage import Passage
from extractor.store.passages import passages_of
from extractor.store.store import Store

QUESTIONS = (
    "道路养护1234为什么扣分",
    "第7街道办事处的项目为什么没有完成目标",
    "哪些项目是因为汛期推迟的",
    "热线服务77的满意度为什么低",
    "执行率低于52%的项目各自怎么解释",
    "2023年扣分的指标各自是什么原因",
    "哪些地方提到设备没有到货",
    "人手不够的项目有哪些",
    "为什么有的项目花不完钱",
    "安全生产105没完成的原因",
    "和天气有关的偏差原因",
    "哪些单位说了资金拨付晚",
)


_PASSAGES_OF_A_FORM = 25
"""About; of the generated forms."""
_CAUSES = (
    "汛期推迟开工",
    "设备没有到货",
    "人手不够",
    "资金拨付较晚",
    "合同流标重招",
    "疫情影响",
    "需求调整",
    "验收未完成",
    "物价上涨",
    "群众报名不足",
)
_PLACES = ("路段", "点位", "批次", "台账", "社区", "站点", "标段", "班次")


class SyntheticEmbedder:
    """Questions by the bundled model, as users wait for it; passages by vectors that their digest makes up."""

    name = "synthetic"

    def __init__(self) -> None:
        self._model = load_bundled_embedder()
        self.dimension = self._model.dimension

    def embed_passages(self, texts: Sequence[str]) -> Sequence[Vector]:
        """A unit vector for each text, the same for the same text."""
        import numpy

        vectors: list[Vector] = []
        for one in texts:
            seed = int.from_bytes(hashlib.sha256(one.encode("utf-8")).digest()[:8], "big")
            vector = numpy.random.default_rng(seed).standard_normal(self.dimension, dtype="float32")
            vectors.append((vector / numpy.linalg.norm(vector)).tolist())
        return vectors

    def embed_query(self, text: str) -> Vector:
        """The bundled model's vector."""
        return self._model.embed_query(text)


def filled_index(app: App, store: Store, home: Path, passages: int, progress: Progress) -> EvidenceIndex:
    """The index of a store with about so many passages; both are filled where they are empty."""
    settings = app.settings.index.model_copy(update={"embed_batch": 1000})  # vectors cost nothing here
    index = EvidenceIndex(store.database, home / "index", settings, SyntheticEmbedder())
    if index.status().passages:
        return index
    with tempfile.TemporaryDirectory() as folder:
        forms = [
            one for path in generated_documents(Path(folder)) for one in read_document(path, app.settings).readings
        ]
    fill_store(store, app, forms, passages // _PASSAGES_OF_A_FORM, lambda _: None)
    words = progress.add_task("vectors", total=passages)
    with store.database.write() as session:
        session.execute(text("ANALYZE"))
    index.rebuild(
        varied_passages(store, passages),
        on_progress=lambda done, due: progress.update(words, completed=done, total=due),
    )
    return index


def varied_passages(store: Store, most: int) -> Iterator[Passage]:
    """The passages of the stored forms, up to `most`, each with words of its own: real ones seldom repeat."""
    chance = random.Random(7)
    made = 0
    for form in store.forms():
        for one in passages_of(form):
            if made == most:
                return
            made += 1
            said = (
                f"{form.row.project_name}，{chance.choice(_CAUSES)}，{chance.choice(_PLACES)}{chance.randrange(10_000)}"
            )
            yield replace(one, text=f"{one.text}；{said}")


def why_times(passages: int, repetitions: int, home: Path, console: Console) -> dict[str, list[float]]:
    """Milliseconds of every question over an index of so many passages; the first of all, which loads, apart."""
    app = open_app()
    store = app.open_store(home)
    with Progress(console=console, transient=True) as progress:
        index = filled_index(app, store, home, passages, progress)
    asker = Asker(store, index, lambda text: index.segmenter().word_ends(text))
    times = asked_repeatedly(asker, QUESTIONS, repetitions)
    index.close()
    store.close()
    return times


def main(
    passages: Annotated[int, typer.Option(min=100, help="passages of the index")] = 200_000,
    repetitions: Annotated[int, typer.Option(min=1, help="times that each question is asked")] = 5,
    home: Annotated[Path | None, typer.Option(help="a data folder to keep; filled when empty")] = None,
) -> None:
    """Fills an index and times questions on it."""
    console = Console(stderr=True)
    with tempfile.TemporaryDirectory(prefix="jixiao-why-") as folder:
        started = time.perf_counter()
        times = why_times(passages, repetitions, home or Path(folder), console)
        console.print(f"{time.perf_counter() - started:,.0f} s in all")
    print_times(times)


if __name__ == "__main__":
    typer.run(main)
