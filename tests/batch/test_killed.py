"""Killed at any point and started again, a batch gives each document exactly once, and the same as one that was not."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

SAMPLES = Path(__file__).parents[2] / "evals" / "samples"
COUNT = 9
pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills processes by signal")


@pytest.fixture(scope="module")
def forms(tmp_path_factory):
    folder = tmp_path_factory.mktemp("forms")
    text = (SAMPLES / "messy.txt").read_text(encoding="utf-8")
    for number in range(COUNT):
        (folder / f"{number:02d}.txt").write_text(f"{text}\n\n第{number}份\n", encoding="utf-8")
    shutil.copy(folder / "03.txt", folder / "又一份.txt")
    (folder / "坏.pdf").write_bytes(b"%PDF-1.7 nothing")
    return folder


def command(forms, output, *module):
    return [
        sys.executable,
        "-m",
        *(module or ("extractor",)),
        "batch",
        str(forms),
        "--output",
        str(output),
        "--workers",
        "2",
    ]


def run(*arguments):
    return subprocess.run(command(*arguments), capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def undisturbed(forms, tmp_path_factory):
    output = tmp_path_factory.mktemp("whole") / "out.jsonl"
    assert run(forms, output).returncode == 2
    return output.read_bytes(), output.with_name("out.report.jsonl").read_bytes()


def test_an_undisturbed_run_has_every_document_once(undisturbed):
    lines = [json.loads(line) for line in undisturbed[0].splitlines()]
    assert len({(line["sha256"], line["form"]) for line in lines}) == len(lines) == 3 * COUNT
    assert [(one["status"], Path(one["source"]).name) for one in map(json.loads, undisturbed[1].splitlines())] == [
        ("unread", "坏.pdf"),
        ("duplicate", "又一份.txt"),
    ]


def test_killed_at_random_and_started_again_it_comes_out_the_same(forms, undisturbed, tmp_path):
    output = tmp_path / "out.jsonl"
    chance = random.Random(8)
    kills = 0
    for _ in range(3):
        process = subprocess.Popen(command(forms, output), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        journal = tmp_path / "out.jsonl.jixiao-run" / "journal.sqlite"
        give_up = time.monotonic() + 60
        while process.poll() is None and not journal.exists() and time.monotonic() < give_up:
            time.sleep(0.05)
        time.sleep(chance.uniform(0.2, 2.5))
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            kills += 1
        process.wait()
    assert kills
    assert run(forms, output).returncode == 2
    assert (output.read_bytes(), output.with_name("out.report.jsonl").read_bytes()) == undisturbed
    assert sorted(one.name for one in tmp_path.iterdir()) == ["out.jsonl", "out.jsonl.jixiao-run", "out.report.jsonl"]


@pytest.mark.parametrize("number", [1, 2])
def test_power_lost_before_a_rename_leaves_the_old_output_and_the_next_run_ends_it(
    forms, undisturbed, tmp_path, number
):
    output = tmp_path / "out.jsonl"
    output.write_bytes(b"old")
    assert run(forms, output, "tests.batch.killed_run", str(number)).returncode == 9
    assert output.read_bytes() == b"old"
    again = run(forms, output)
    assert again.returncode == 2
    assert f"{COUNT + 1} 个上次已读" in again.stdout
    assert output.read_bytes() == undisturbed[0]


@pytest.mark.parametrize("number", [2, 3])
def test_power_lost_between_the_renames_of_a_folder(forms, undisturbed, tmp_path, number):
    output = tmp_path / "out"
    assert run(forms, output).returncode == 2
    assert run(forms, output, "tests.batch.killed_run", str(number)).returncode == 9
    assert run(forms, output).returncode == 2
    keys = pq.read_table(output / "records.parquet", columns=["sha256", "form"]).to_pylist()
    lines = [json.loads(line) for line in undisturbed[0].splitlines()]
    assert keys == [{"sha256": line["sha256"], "form": line["form"]} for line in lines]


def test_workers_end_with_a_run_that_is_killed(forms, tmp_path):
    process = subprocess.Popen(command(forms, tmp_path / "out"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    children = wait_for(lambda: children_of(process.pid))
    process.kill()
    process.wait()
    assert children
    assert wait_for(lambda: not any(Path(f"/proc/{child}/cmdline").exists() and alive(child) for child in children))


def wait_for(condition, seconds=30.0):
    end = time.monotonic() + seconds
    while not (value := condition()) and time.monotonic() < end:
        time.sleep(0.05)
    return value


def alive(pid):
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False


def children_of(pid):
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    if not Path("/proc/self/task").exists():
        pytest.skip("no /proc")
    found = [listed.read_text(encoding="utf-8").split()] if listed.exists() else []
    return [int(one) for one in found[0]] if found else []
