"""Loads the service: `python -m evals.bench.service_load [--forms 100000] [--viewers 50] [--uploads 10]`."""

import asyncio
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import httpx
import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from evals.bench.stored_evaluations import fill_store
from evals.bench.subjects import generated_documents
from extractor.app import open_app
from extractor.pipeline import read_document

TARGETS = {
    "first page": 200,
    "table page": 150,
    "table page, sorted": 150,
    "table page, filtered": 150,
    "review data": 300,
}
"""Milliseconds of one request to a service that does nothing else."""


@dataclass
class Measured:
    """Milliseconds by what was asked, and what went wrong."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict[str, list[float]](list))
    wrong: list[str] = field(default_factory=list[str])


def requests_of_a_visit(forms: int, chance: random.Random) -> dict[str, str]:
    """What one look around asks for, by what it is."""
    return {
        "first page": "/",
        "overview data": f"/api/v1/overview?year={chance.choice((2021, 2022, 2023, 2024))}",
        "table page": f"/api/v1/evaluations?limit=50&offset={chance.randrange(max(1, forms - 50))}",
        "table page, sorted": f"/api/v1/evaluations?sort=total_score&limit=50&offset={chance.randrange(20) * 50}",
        "table page, filtered": f"/api/v1/evaluations?unit=第{chance.randrange(400)}街道&limit=50",
        "review data": f"/api/v1/evaluations/{chance.randrange(1, forms + 1)}",
    }


async def visit(client: httpx.AsyncClient, forms: int, rounds: int, measured: Measured, seed: int) -> None:
    """One viewer who looks around `rounds` times, with pauses as of someone who reads."""
    chance = random.Random(seed)
    for _ in range(rounds):
        for name, address in requests_of_a_visit(forms, chance).items():
            await asyncio.sleep(chance.random() * 2)
            started = time.perf_counter()
            try:
                answer = await client.get(address)
            except httpx.HTTPError as error:
                measured.wrong.append(f"{name}: {type(error).__name__}")
                continue
            measured.times[name].append((time.perf_counter() - started) * 1000)
            if answer.status_code != 200:
                measured.wrong.append(f"{name}: {answer.status_code}")


async def hand_in(client: httpx.AsyncClient, path: Path, measured: Measured) -> None:
    """One upload, followed until it is over."""
    started = time.perf_counter()
    try:
        answer = await client.post("/api/v1/documents", files=[("files", (path.name, path.read_bytes()))])
        job = answer.raise_for_status().json()
        measured.times["upload accepted"].append((time.perf_counter() - started) * 1000)
        while not job["over"]:
            await asyncio.sleep(0.5)
            job = (await client.get(f"/api/v1/jobs/{job['id']}")).raise_for_status().json()
    except httpx.HTTPError as error:
        measured.wrong.append(f"upload: {type(error).__name__}")
        return
    measured.times["upload read and kept"].append((time.perf_counter() - started) * 1000)
    measured.wrong += [
        f"upload: {one['state']}" for one in job["documents"] if one["state"] not in ("done", "unchanged")
    ]


async def alone(address: str, forms: int, rounds: int) -> Measured:
    """One request at a time."""
    measured, chance = Measured(), random.Random(3)
    async with httpx.AsyncClient(base_url=address, timeout=60, trust_env=False) as client:
        for _ in range(rounds):
            for name, wanted in requests_of_a_visit(forms, chance).items():
                started = time.perf_counter()
                answer = await client.get(wanted)
                measured.times[name].append((time.perf_counter() - started) * 1000)
                if answer.status_code != 200:
                    measured.wrong.append(f"{name}: {answer.status_code}")
    return measured


async def together(address: str, forms: int, viewers: int, paths: list[Path], rounds: int) -> Measured:
    """All viewers and all uploads at once."""
    measured = Measured()
    limits = httpx.Limits(max_connections=viewers + len(paths))
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits, trust_env=False) as client:
        looking = [visit(client, forms, rounds, measured, seed) for seed in range(viewers)]
        await asyncio.gather(*looking, *(hand_in(client, path, measured) for path in paths))
    return measured


def fill(home: Path, forms: int, folder: Path) -> None:
    """Puts `forms` varied forms into the store in `home`."""
    app = open_app()
    readings = [one for path in generated_documents(folder) for one in read_document(path, app.settings).readings]
    store = app.open_store(home)
    fill_store(store, app, readings, forms, lambda _: None)
    with store.database.write() as session:
        session.execute(text("ANALYZE"))
    store.close()


@contextmanager
def served(home: Path) -> Generator[str]:
    """The address of `jixiao serve` over `home`, in a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "extractor", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=os.environ | {"JIXIAO_HOME": str(home)})
    try:
        for _ in range(600):
            try:
                if httpx.get(f"http://127.0.0.1:{port}/api/v1/health", trust_env=False).status_code == 200:
                    break
            except httpx.HTTPError:
                if process.poll() is not None:
                    raise
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(60)


def shown(title: str, measured: Measured, targets: dict[str, int]) -> Table:
    """Median and 95th percentile of everything measured."""
    table = Table("what", "median ms", "p95 ms", "target ms", "requests", title=title)
    for name, times in measured.times.items():
        p95 = statistics.quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]
        target = str(targets[name]) if name in targets else ""
        table.add_row(name, f"{statistics.median(times):,.0f}", f"{p95:,.0f}", target, str(len(times)))
    return table


def service_load(
    forms: Annotated[int, typer.Option(min=50, help="forms in the store")] = 100_000,
    viewers: Annotated[int, typer.Option(min=1, max=200, help="people who look around at once")] = 50,
    uploads: Annotated[int, typer.Option(min=0, max=50, help="files handed in at once")] = 10,
    rounds: Annotated[int, typer.Option(min=1, max=20, help="looks around of each viewer")] = 2,
) -> None:
    """Fills a store, starts the service over it, and measures it alone and under load; exit code 1 with any error."""
    console = Console()
    with tempfile.TemporaryDirectory(prefix="jixiao-load-") as kept:
        home, folder = Path(kept) / "home", Path(kept)
        fill(home, forms, folder)
        paths = (generated_documents(folder) * uploads)[:uploads]
        with served(home) as address:
            quiet = asyncio.run(alone(address, forms, 10))
            busy = asyncio.run(together(address, forms, viewers, paths, rounds))
    console.print(shown(f"{forms:,} forms, one request at a time", quiet, TARGETS))
    console.print(shown(f"{forms:,} forms, {viewers} viewers and {uploads} uploads at once", busy, {}))
    wrong = quiet.wrong + busy.wrong
    console.print(f"errors: {len(wrong)}", *wrong[:10], sep="\n")
    raise typer.Exit(1 if wrong else 0)


if __name__ == "__main__":
    typer.run(service_load)
