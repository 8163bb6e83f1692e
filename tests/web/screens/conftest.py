"""The service on a real port with a few forms in its store, and a real browser in front of it."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from extractor.app import open_app
from extractor.web.service import ServiceOptions, create_service

SAMPLES = Path(__file__).parents[3] / "evals" / "samples"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
expect.set_options(timeout=20_000)

HOSTILE = "<img src=x onerror=document.title='taken'>"


@dataclass
class Site:
    """Where the service is, and its forms by the name of their project."""

    address: str
    forms: dict[str, int]

    def api(self) -> httpx.Client:
        return httpx.Client(base_url=f"{self.address}/api/v1")


def _hand_in(client: httpx.Client) -> None:
    names = ("ruled.pdf", "columns-cut.pdf", "two-sheets.xlsx", "messy.txt")
    files = [("files", (name, (SAMPLES / name).read_bytes())) for name in names]
    job = client.post("/documents", files=files).json()
    until = time.monotonic() + 120
    while not (job := client.get(f"/jobs/{job['id']}").json())["over"]:
        assert time.monotonic() < until, job
        time.sleep(0.1)


def _rename(client: httpx.Client, before: str, after: str) -> None:
    """Gives a form a name that no reader lets through from a document, but a person may type."""
    (form,) = client.get("/evaluations", params={"text": before}).json()["items"]
    headers = {"If-Match": f'"{form["version"]}"'}
    address = f"/evaluations/{form['id']}"
    client.patch(address, json={"pointer": "/project_name", "value": after}, headers=headers).raise_for_status()


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[Site]:
    if CHROMIUM is None:
        pytest.skip("needs Chromium on the PATH")
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    options = ServiceOptions(hosts={"127.0.0.1"}, open_to_local_user=True)
    service = create_service(open_app(), options, home=tmp_path_factory.mktemp("site"))
    server = uvicorn.Server(uvicorn.Config(service, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    until = time.monotonic() + 60
    while not server.started:
        assert thread.is_alive() and time.monotonic() < until
        time.sleep(0.05)
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    with httpx.Client(base_url=f"{address}/api/v1", timeout=30) as client:
        _hand_in(client)
        _rename(client, "信息化基础设施管理工作", HOSTILE)
        items = client.get("/evaluations").json()["items"]
    yield Site(address, {item["project_name"]: item["id"] for item in items})
    server.should_exit = True
    thread.join(20)


@pytest.fixture(scope="session")
def browser(site) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class Visitor:
    """A page that keeps what went wrong in it: errors of scripts, refusals by the policy, requests to elsewhere."""

    def __init__(self, context: BrowserContext, site: Site) -> None:
        self.site = site
        self.page: Page = context.new_page()
        self.wrong: list[str] = []
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        self.page.on("request", self._asked)

    def _asked(self, request) -> None:
        if not request.url.startswith((self.site.address, "data:", "blob:")):
            self.wrong.append(f"a request to {request.url}")

    def go(self, path: str) -> Page:
        self.page.goto(self.site.address + path)
        return self.page


@pytest.fixture
def visitor(browser, site) -> Iterator[Visitor]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    visitor = Visitor(context, site)
    yield visitor
    context.close()
    assert not visitor.wrong
