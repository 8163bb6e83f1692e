import json
import time

import pytest
from fastapi.testclient import TestClient

from extractor.app import open_app
from extractor.web.options import ServiceOptions
from extractor.web.service import create_service
from tests.llm.endpoint_server import says
from tests.web.conftest import SAMPLES, client_for, hand_in, wait_for

API = "/api/v1"


def test_uploads_become_evaluations_that_can_be_listed_and_read(filled):
    page = filled.get(f"{API}/evaluations").json()
    assert page["total"] == len(page["items"]) == 3
    ruled = next(item for item in page["items"] if item["source"] == "ruled.pdf")
    form = filled.get(f"{API}/evaluations/{ruled['id']}").json()
    assert form["record"]["total_score"] == ruled["total_score"] == "97.53"
    assert form["evidence"]["/total_score"]["page"] == 2
    assert {finding["state"] for finding in form["findings"]} == {"open"}
    assert filled.get(f"{API}/evaluations/{ruled['id']}/evidence").json() == form["evidence"]


@pytest.mark.parametrize(("sort", "direction"), [("total_score", "asc"), ("project_name", "desc"), ("errors", None)])
def test_lists_are_sorted_and_paged_without_overlap(filled, sort, direction):
    parameters = {"sort": sort} | ({"direction": direction} if direction else {})
    whole = filled.get(f"{API}/evaluations", params=parameters).json()["items"]
    paged = [
        filled.get(f"{API}/evaluations", params={**parameters, "limit": 1, "offset": place}).json()["items"][0]
        for place in range(len(whole))
    ]
    assert [one["id"] for one in paged] == [one["id"] for one in whole]


def test_a_correction_recomputes_is_recorded_and_can_be_undone(filled):
    one = filled.get(f"{API}/evaluations", params={"text": "其他管理事务"}).json()["items"][0]
    address = f"{API}/evaluations/{one['id']}"
    read = filled.get(address)
    before = read.json()
    pointer = "/total_score"
    changed = filled.patch(
        address, json={"pointer": pointer, "value": "90"}, headers={"If-Match": read.headers["etag"]}
    )
    assert changed.status_code == 200
    assert changed.json()["record"]["total_score"] == "90"
    assert "ARI007" in {finding["rule"] for finding in changed.json()["findings"]}
    stale = filled.patch(address, json={"pointer": pointer, "value": "80"}, headers={"If-Match": read.headers["etag"]})
    assert stale.status_code == 412
    assert stale.headers["content-type"] == "application/problem+json"
    undone = filled.patch(
        address, json={"pointer": pointer, "undo": True}, headers={"If-Match": changed.headers["etag"]}
    )
    assert undone.json()["record"] == before["record"]
    history = filled.get(f"{address}/history").json()
    assert [(change["before"], change["after"], change["corrected_by"]) for change in history] == [
        (before["record"]["total_score"], "90", "本机用户")
    ]
    assert history[0]["undone_by"] == "本机用户"


def test_changes_need_the_version_that_was_seen(filled):
    one = filled.get(f"{API}/evaluations").json()["items"][0]
    address = f"{API}/evaluations/{one['id']}"
    assert filled.patch(address, json={"pointer": "/total_score", "value": "1"}).status_code == 428
    assert filled.patch(address, json={"state": "done"}, headers={"If-Match": "nonsense"}).status_code == 412


@pytest.mark.parametrize(
    ("pointer", "value"), [("/total_score", "很多"), ("/nothing/here", "1"), ("/funds", "1"), ("total", "1")]
)
def test_values_that_do_not_fit_are_refused(filled, pointer, value):
    one = filled.get(f"{API}/evaluations").json()["items"][0]
    address = f"{API}/evaluations/{one['id']}"
    headers = {"If-Match": filled.get(address).headers["etag"]}
    refused = filled.patch(address, json={"pointer": pointer, "value": value}, headers=headers)
    assert refused.status_code == 422
    assert "Traceback" not in refused.text


def test_findings_are_decided_with_a_reason(filled):
    finding = filled.get(f"{API}/findings", params={"severity": "error"}).json()["items"][0]
    address = f"{API}/findings/{finding['id']}"
    assert filled.patch(address, json={"state": "dismissed"}).status_code == 422
    dismissed = filled.patch(address, json={"state": "dismissed", "reason": "已电话核实"}).json()
    assert (dismissed["state"], dismissed["reason"], dismissed["decided_by"]) == ("dismissed", "已电话核实", "本机用户")
    assert filled.patch(address, json={"state": "open"}).json()["state"] == "open"


def test_pages_and_crops_are_pictures(filled):
    one = next(item for item in filled.get(f"{API}/evaluations").json()["items"] if item["source"] == "ruled.pdf")
    for address in ("pages/1.png?dpi=50", "crop?pointer=/total_score"):
        picture = filled.get(f"{API}/evaluations/{one['id']}/{address}")
        assert picture.content.startswith(b"\x89PNG")
        assert "immutable" in picture.headers["cache-control"]
    assert filled.get(f"{API}/evaluations/{one['id']}/pages/99.png").status_code in (404, 415)
    assert filled.get(f"{API}/evaluations/{one['id']}/crop?pointer=/nothing").status_code == 404


def test_questions_are_answered_with_citations(filled):
    answer = filled.post(f"{API}/questions", json={"question": "总分最高的项目是哪个？"}).json()
    assert answer["answered"]
    assert answer["citations"]
    with filled.stream("POST", f"{API}/questions/stream", json={"question": "总分最高的项目是哪个？"}) as stream:
        lines = [line for line in stream.iter_lines() if line.startswith("data: ")]
    assert json.loads(lines[-1][6:]) == answer
    assert "".join(json.loads(line[6:]) for line in lines[:-1]) == answer["answer"]


def test_an_answer_in_a_models_words_is_said_and_can_be_followed_up(tmp_path, monkeypatch, endpoint_server):
    def prefixed(request):
        template = request["messages"][-1]["content"].split("<数据>")[-1].removesuffix("</数据>")
        return says(json.dumps({"answer": f"根据自评表，{template}"}, ensure_ascii=False))

    endpoint_server.answers(prefixed)
    monkeypatch.setenv("JIXIAO_LLM_BASE_URL", endpoint_server.base_url)
    monkeypatch.setenv("JIXIAO_LLM_MODEL", "m")
    config = tmp_path / "config.toml"
    config.write_text("[questions]\nphrase_answers = true\n", encoding="utf-8")
    options = ServiceOptions(hosts={"127.0.0.1"}, open_to_local_user=True)
    with TestClient(create_service(open_app(config), options, home=tmp_path), base_url="http://127.0.0.1") as client:
        store = open_app().open_store(tmp_path)
        for _ in open_app().ingestion(store).run(open_app().inputs([str(SAMPLES / "two-sheets.xlsx")])):
            pass
        store.close()
        answer = client.post(f"{API}/questions", json={"question": "总分最高的项目是哪个？"}).json()
        assert answer["answer"].startswith("根据自评表，") and answer["plan"]["phrasing"]["model"] == "m"
        assert set(answer) == {"question", "answered", "answer", "result", "citations", "plan"}
        after = client.post(f"{API}/questions", json={"question": "它的执行率呢？", "previous": answer["plan"]}).json()
        assert after["answered"] and after["result"]["projects"] == answer["result"]["projects"]


def test_exports_hold_what_was_asked_for(filled):
    lines = filled.get(f"{API}/exports", params={"format": "jsonl"}).text.splitlines()
    assert {json.loads(line)["record"]["total_score"] for line in lines} >= {"97.53"}
    assert filled.get(f"{API}/exports", params={"format": "xlsx"}).content.startswith(b"PK")
    one = json.loads(filled.get(f"{API}/exports", params={"format": "json", "ids": [1]}).text)
    assert len(one["documents"]) == 1


def test_the_overview_adds_up(filled):
    overview = filled.get(f"{API}/overview").json()
    assert overview["totals"]["forms"] == sum(band["forms"] for band in overview["bands"]) == 3
    assert overview["totals"]["errors"] == sum(
        rule["findings"] for rule in overview["rules"] if rule["severity"] == "error"
    )
    assert filled.get(f"{API}/overview", params={"year": 1999}).json()["totals"]["forms"] == 0


def test_events_tell_every_document_and_the_end(empty):
    job = hand_in(empty, "ruled.pdf")
    with empty.stream("GET", f"{API}/jobs/{job['id']}/events") as stream:
        lines = list(stream.iter_lines())
    states = [json.loads(line[6:])["state"] for line in lines if line.startswith("data: ") and '"state"' in line]
    assert states[-1] == "done"
    assert "event: over" in lines


def test_a_repeated_upload_is_the_same_job_and_the_same_file_is_unchanged(empty):
    first = hand_in(empty, "ruled.pdf", headers={"Idempotency-Key": "k1"})
    assert hand_in(empty, "ruled.pdf", headers={"Idempotency-Key": "k1"})["id"] == first["id"]
    done = wait_for(empty, first)["documents"][0]
    again = wait_for(empty, hand_in(empty, "ruled.pdf"))["documents"][0]
    assert (done["state"], again["state"]) == ("done", "unchanged")
    assert again["evaluation_ids"] == done["evaluation_ids"]


def test_what_cannot_be_read_fails_alone_and_says_why(empty):
    files = [("files", ("坏.pdf", b"%PDF-1.7 nothing")), ("files", ("<script>.exe", b"MZ")), ("files", ("空.txt", b""))]
    job = wait_for(empty, empty.post(f"{API}/documents", files=files).json())
    assert [document["state"] for document in job["documents"]] == ["failed"] * 3
    assert all(document["problems"][0]["message"] for document in job["documents"])


def test_cancelled_jobs_stay_cancelled_and_can_be_retried(empty):
    job = hand_in(empty, "ruled.pdf", "two-sheets.xlsx")
    cancelled = empty.post(f"{API}/jobs/{job['id']}/cancel").json()
    assert cancelled["over"]
    assert wait_for(empty, empty.post(f"{API}/jobs/{job['id']}/retry").json())["documents"][0]["state"] in (
        "done",
        "unchanged",
    )


def test_a_restart_reads_what_was_left(tmp_path):
    with client_for(tmp_path, reads=False) as accepting:
        job = hand_in(accepting, "ruled.pdf")
        assert accepting.get(f"{API}/jobs/{job['id']}").json()["documents"][0]["state"] == "waiting"
    with client_for(tmp_path) as reading:
        assert wait_for(reading, job)["documents"][0]["state"] == "done"
        assert reading.get(f"{API}/evaluations").json()["total"] == 1


def test_a_watched_folder_is_taken_in(tmp_path):
    folder = tmp_path / "收件"
    folder.mkdir()
    (folder / "表.xlsx").write_bytes((SAMPLES / "two-sheets.xlsx").read_bytes())
    with client_for(tmp_path / "home", watched=folder) as client:
        until = time.monotonic() + 60
        while not (jobs := client.get(f"{API}/jobs").json()["items"]):
            assert time.monotonic() < until
            time.sleep(0.2)
        wait_for(client, jobs[0])
        assert client.get(f"{API}/evaluations").json()["total"] == 2
        assert jobs[0]["created_by"] == "监视文件夹"


def test_health_and_readiness_need_nobody_and_metrics_count(filled):
    assert filled.get(f"{API}/health").json() == {"status": "ok"}
    assert filled.get(f"{API}/ready").json()["ready"]
    assert '/health"' in filled.get("/metrics").text


@pytest.mark.parametrize("address", ["rules", "rules/SCO001", "profiles", "schema", "me", "jobs", "documents", "users"])
def test_the_rest_answers(filled, address):
    assert filled.get(f"{API}/{address}").status_code == 200


def test_unknown_things_are_problems(filled):
    for address in (
        "evaluations/999",
        "jobs/" + "0" * 32,
        "documents/999",
        "rules/XXX999",
        "evaluations/999/pages/1.png",
    ):
        answer = filled.get(f"{API}/{address}")
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["detail"]
