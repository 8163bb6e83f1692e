"""Loads the service: `python -m evals.bench.service_load [--forms 100000] [--page docs/performance.md]`."""

import asyncio
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import httpx
import typer
from rich.console import Console
from sqlalchemy import text

from evals.bench.service_figures import LoadFigures, Measured, page_with, shown
from evals.bench.stored_evaluations import fill_store
from evals.bench.subjects import generated_documents
from extractor.app import open_app
from extractor.pipeline import read_document

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FIRST_BOX = "review page to first box"
_OBSERVED = """new MutationObserver((_, own) => {
  if (!document.querySelector(".mark")) return;
  window.firstBox = performance.now();
  own.disconnect();
}).observe(document, { childList: true, subtree: true });"""


def requests_of_a_visit(forms: int, read: Sequence[int], chance: random.Random) -> dict[str, str]:
    """What one look around asks for, by what it is; `read` are forms whose originals are there."""
    own = chance.choice(read)
    return {
        "first page": "/",
        "overview data": f"/api/v1/overview?year={chance.choice((2021, 2022, 2023, 2024))}",
        "table page": f"/api/v1/evaluations?limit=50&offset={chance.randrange(max(1, forms - 50))}",
        "table page, sorted": f"/api/v1/evaluations?sort=total_score&limit=50&offset={chance.randrange(20) * 50}",
        "table page, filtered": f"/api/v1/evaluations?unit=第{chance.randrange(400)}街道&limit=50",
        "table page, searched": f"/api/v1/evaluations?text=培训补助{chance.randrange(forms)}&limit=50",
        "review page": f"/review/{own}",
        "review data": f"/api/v1/evaluations/{chance.randrange(1, forms + 1)}",
        "picture of a page": f"/api/v1/evaluations/{own}/pages/1.png?dpi={chance.choice((96, 120))}",
    }


async def asked(client: httpx.AsyncClient, name: str, address: str, measured: Measured) -> None:
    """One request, timed."""
    started = time.perf_counter()
    try:
        answer = await client.get(address)
    except httpx.HTTPError as error:
        measured.wrong.append(f"{name}: {type(error).__name__}")
        return
    measured.times[name].append((time.perf_counter() - started) * 1000)
    if answer.status_code != 200:
        measured.wrong.append(f"{name}: {answer.status_code}")


async def visit(
    client: httpx.AsyncClient, forms: int, read: Sequence[int], rounds: int, measured: Measured, seed: int
) -> None:
    """One viewer who looks around `rounds` times, with pauses as of someone who reads."""
    chance = random.Random(seed)
    for _ in range(rounds):
        for name, address in requests_of_a_visit(forms, read, chance).items():
            await asyncio.sleep(chance.random() * 2)
            await asked(client, name, address, measured)


async def first_boxes(address: str, read: Sequence[int], rounds: int, measured: Measured) -> None:
    """Opens the review page in a browser, one after another: milliseconds from the click to the first box on the original."""
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = await (await browser.new_context(viewport={"width": 1280, "height": 800})).new_page()
        await page.add_init_script(_OBSERVED)
        for number in range(rounds + 1):
            await page.goto(f"{address}/review/{read[number % len(read)]}")
            await page.wait_for_function("window.firstBox !== undefined", timeout=60_000)
            if number:  # the first one fills the browser's cache, as the first of a morning does
                measured.times[FIRST_BOX].append(float(await page.evaluate("window.firstBox")))
        await browser.close()


async def hand_in(client: httpx.AsyncClient, name: str, content: bytes, measured: Measured) -> list[int]:
    """One upload, followed until it is over; the forms in it."""
    started = time.perf_counter()
    try:
        answer = await client.post("/api/v1/documents", files=[("files", (name, content))])
        job = answer.raise_for_status().json()
        measured.times["upload accepted"].append((time.perf_counter() - started) * 1000)
        while not job["over"]:
            await asyncio.sleep(0.5)
            job = (await client.get(f"/api/v1/jobs/{job['id']}")).raise_for_status().json()
    except httpx.HTTPError as error:
        measured.wrong.append(f"upload: {type(error).__name__}")
        return []
    measured.times["upload read and kept"].append((time.perf_counter() - started) * 1000)
    measured.wrong += [f"upload: {one['state']}" for one in job["documents"] if one["state"] != "done"]
    return [number for document in job["documents"] for number in document["evaluation_ids"]]


async def alone(
    client: httpx.AsyncClient,
    forms: int,
    read: Sequence[int],
    rounds: int,
    boxes: Callable[[Measured], Awaitable[None]],
) -> Measured:
    """One request at a time."""
    measured, chance = Measured(), random.Random(3)
    for _ in range(rounds):
        for name, address in requests_of_a_visit(forms, read, chance).items():
            await asked(client, name, address, measured)
    await boxes(measured)
    return measured


async def load(address: str, forms: int, viewers: int, paths: Sequence[Path], uploads: int, rounds: int) -> LoadFigures:
    """Everything measured alone, and then all viewers and all uploads at once."""
    limits = httpx.Limits(max_connections=viewers + uploads)
    contents = [path.read_bytes() for path in paths]

    async def boxes(measured: Measured) -> None:
        if CHROMIUM is not None:
            await first_boxes(address, read, 10, measured)

    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits, trust_env=False) as client:
        before = Measured()
        read = [
            one
            for path, own in zip(paths, contents, strict=True)
            for one in await hand_in(client, path.name, own, before)
        ]
        quiet = await alone(client, forms, read, 10, boxes)
        busy = Measured()
        looking = [visit(client, forms, read, rounds, busy, seed) for seed in range(viewers)]
        # a line after the end of a PDF makes it another document that says the same
        handing = [
            hand_in(
                client,
                paths[number % len(paths)].name,
                contents[number % len(paths)] + f"\n% {number}".encode("ascii"),
                busy,
            )
            for number in range(uploads)
        ]
        await asyncio.gather(*looking, *handing, boxes(busy))
    return LoadFigures(forms=forms, viewers=viewers, uploads=uploads, alone=quiet, together=busy)


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


def service_load(
    forms: Annotated[int, typer.Option(min=50, help="forms in the store")] = 100_000,
    viewers: Annotated[int, typer.Option(min=1, max=200, help="people who look around at once")] = 50,
    uploads: Annotated[int, typer.Option(min=0, max=50, help="files handed in at once")] = 10,
    rounds: Annotated[int, typer.Option(min=1, max=20, help="looks around of each viewer")] = 2,
    home: Annotated[
        Path | None, typer.Option(help="a store that an earlier run filled and kept, or to fill and keep")
    ] = None,
    page: Annotated[Path | None, typer.Option(help="write the figures into this Markdown page")] = None,
) -> None:
    """Fills a store, starts the service over it, and measures it alone and under load; exit code 1 with any error."""
    console = Console()
    with tempfile.TemporaryDirectory(prefix="jixiao-load-") as kept:
        store, folder = home or Path(kept) / "home", Path(kept)
        if not (store / "jixiao.db").exists():
            fill(store, forms, folder)
        with served(store) as address:
            figures = asyncio.run(load(address, forms, viewers, generated_documents(folder), uploads, rounds))
    console.print(shown(figures))
    console.print(f"errors: {len(figures.wrong)}", *figures.wrong[:10], sep="\n")
    if page is not None:
        page.write_text(page_with(page.read_text(encoding="utf-8") if page.exists() else "", figures), encoding="utf-8")
    raise typer.Exit(1 if figures.wrong else 0)


if __name__ == "__main__":
    typer.run(service_load)
