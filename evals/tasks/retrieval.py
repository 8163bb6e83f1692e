"""How often the evidence index finds the passage that a question asks for, in words the passage does not use.

Run as `python -m evals.tasks.retrieval`. Prints recall and mean reciprocal rank by words, by meaning, and fused, each with
a 95 % interval (bootstrap over questions), and what the floor of likeness lets through of answerable and other questions.
"""

import csv
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from extractor.app import open_app
from extractor.store.index.evidence_index import EvidenceIndex
from extractor.store.index.hit import Hit
from extractor.store.index.opening import open_index
from extractor.store.opening import open_store

_DATASETS = Path(__file__).parents[1] / "datasets"
_RESAMPLES = 1000
_DEPTH = 100
_NEVER = 10**6


@dataclass(frozen=True, slots=True, kw_only=True)
class ParaphraseQuestion:
    """A question, and the projects and pointers whose passages answer it; none: nothing in the store does."""

    text: str
    projects: frozenset[str]
    pointers: tuple[str, ...]

    def answered_by(self, hit: Hit) -> bool:
        """Whether the passage is one of those asked for."""
        below = f"{hit.passage.pointer}/"
        return hit.passage.project_code in self.projects and any(below.startswith(f"{one}/") for one in self.pointers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The rank of the first right passage in each ranking (`_NEVER`: in none), and whether the floor lets any hit through."""

    question: ParaphraseQuestion
    by_words: int
    by_meaning: int
    fused: int
    anything: bool


def read_questions(path: Path = _DATASETS / "retrieval" / "paraphrases.tsv") -> list[ParaphraseQuestion]:
    """The questions of the dataset."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            ParaphraseQuestion(
                text=row["question"],
                projects=frozenset(filter(None, row["projects"].split("|"))),
                pointers=tuple(filter(None, row["pointers"].split("|"))),
            )
            for row in csv.DictReader(lines, delimiter="\t")
        ]


def ask(index: EvidenceIndex, question: ParaphraseQuestion) -> Found:
    """Searches once without floor for the ranks, and once as users do."""
    bare = index.settings.model_copy(update={"least_similarity": -1.0})
    hits = index.search(question.text, limit=_DEPTH, settings=bare).hits
    right = [(place, hit) for place, hit in enumerate(hits, start=1) if question.answered_by(hit)]
    return Found(
        question=question,
        by_words=min((hit.lexical_rank or _NEVER for _, hit in right), default=_NEVER),
        by_meaning=min((hit.dense_rank or _NEVER for _, hit in right), default=_NEVER),
        fused=right[0][0] if right else _NEVER,
        anything=bool(index.search(question.text).hits),
    )


def recall(ranks: Sequence[int], depth: int) -> float:
    """Share of questions whose passage is among the first `depth`."""
    return sum(rank <= depth for rank in ranks) / len(ranks)


def reciprocal_rank(ranks: Sequence[int]) -> float:
    """Mean of 1 / rank, 0 where nothing was found (MRR)."""
    return sum(1 / rank if rank < _NEVER else 0.0 for rank in ranks) / len(ranks)


def interval(ranks: Sequence[int], depth: int | None, seed: int = 0) -> tuple[float, float]:
    """95 % interval of `recall` at `depth`, or of `reciprocal_rank`: percentiles of a bootstrap over questions."""
    draw = Random(seed)
    drawn = (draw.choices(ranks, k=len(ranks)) for _ in range(_RESAMPLES))
    values = sorted(reciprocal_rank(some) if depth is None else recall(some, depth) for some in drawn)
    return values[int(0.025 * _RESAMPLES)], values[int(0.975 * _RESAMPLES) - 1]


def filled_index(home: Path) -> EvidenceIndex:
    """The index over the open forms, filled through the store as `jixiao ingest` does."""
    app = open_app()
    files = sorted((_DATASETS / "luohu-2023").glob("*.json"))
    run = app.check_files([(file.name, file.read_bytes()) for file in files])
    store = open_store(app.settings.store, app.profiles, home)
    for file, document in zip(files, run.documents, strict=True):
        store.keep(document.model_copy(update={"sha256": sha256(file.read_bytes()).hexdigest()}), file)
    index = open_index(store.database, home, app.settings.index)
    for _ in store.settle_index(index):
        pass
    return index


def ranking_table(found: Sequence[Found]) -> Table:
    """Recall at 1, 5 and 10 and MRR in per cent, each with its interval."""
    table = Table(title=f"找到所问段落（{len(found)} 个换词问题，%）")
    table.add_column("检索")
    for heading in ("前 1", "前 5", "前 10", "MRR"):
        table.add_column(heading, justify="right")
    for label, ranks in (
        ("按字词", [one.by_words for one in found]),
        ("按语义", [one.by_meaning for one in found]),
        ("融合", [one.fused for one in found]),
    ):
        table.add_row(label, *_cells(ranks))
    return table


def _cells(ranks: Sequence[int]) -> Iterator[str]:
    for depth in (1, 5, 10, None):
        value = reciprocal_rank(ranks) if depth is None else recall(ranks, depth)
        low, high = interval(ranks, depth)
        yield f"{value * 100:.1f} ({low * 100:.0f}–{high * 100:.0f})"


def run_retrieval(
    misses: Annotated[bool, typer.Option(help="print the questions whose passage is not found")] = False,
) -> None:
    """Fills an index with the open forms and asks it all questions."""
    console = Console()
    with tempfile.TemporaryDirectory() as home:
        index = filled_index(Path(home))
        found = [ask(index, question) for question in read_questions()]
        index.close()
    answerable = [one for one in found if one.question.projects]
    others = [one for one in found if not one.question.projects]
    console.print(ranking_table(answerable))
    kept = sum(one.anything for one in answerable) / len(answerable)
    refused = sum(not one.anything for one in others) / len(others)
    console.print(f"过下限：可答 {kept * 100:.1f} % 有结果；不可答（{len(others)} 个）{refused * 100:.1f} % 无结果")
    if misses:
        for one in answerable:
            if one.fused > 5:
                console.print(f"{one.fused if one.fused < _NEVER else '—'}\t{one.question.text}")


if __name__ == "__main__":
    typer.run(run_retrieval)
