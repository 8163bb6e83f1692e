"""What needs no browser: who sees pages, where links may lead, which files are reports."""

from urllib.parse import quote

import pytest

from tests.web.conftest import client_for


def test_pages_lead_to_the_sign_in_and_back(tmp_path):
    with client_for(tmp_path, open_to_local_user=False) as client:
        answer = client.get("/findings?rule=SCO001", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=/findings%3Frule%3DSCO001")
        page = client.get(answer.headers["location"])
        assert page.status_code == 200 and 'value="/findings?rule=SCO001"' in page.text
        for path in ("/", "/review/1", "/review/1/source", "/settings/health", "/accuracy/x", "/cited?at=/year"):
            assert client.get(path, follow_redirects=False).headers["location"].startswith("/login")


@pytest.mark.parametrize("back", ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", "x"])
def test_the_language_switch_leads_nowhere_else(empty, back):
    answer = empty.get(f"/language/en?back={quote(back)}", follow_redirects=False)
    assert answer.headers["location"] == "/"
    assert "language=en" in answer.headers["set-cookie"]
    assert "set-cookie" not in empty.get("/language/xx", follow_redirects=False).headers


@pytest.mark.parametrize(
    "path", ["/", "/upload", "/projects", "/review", "/findings", "/ask", "/settings", "/accuracy"]
)
def test_every_screen_has_a_picture_of_nothing(empty, path):
    page = empty.get(path)
    assert page.status_code == 200
    assert "Traceback" not in page.text
    assert empty.get("/review").text.count("没有待复核的表") == 1


def test_reports_are_what_lies_in_their_folder_and_may_run_nothing(tmp_path):
    run = tmp_path / "evaluations" / "2026-11 首次"
    run.mkdir(parents=True)
    (run / "report.html").write_text("<h1>好</h1><script>1</script>", encoding="utf-8")
    (run / "run.json").write_text('{"title": "电子文件", "engine": "rules"}', encoding="utf-8")
    unknown = tmp_path / "evaluations" / "没有说明"
    unknown.mkdir()
    (unknown / "report.html").write_text("", encoding="utf-8")
    (tmp_path / "report.html").write_text("secret", encoding="utf-8")
    with client_for(tmp_path) as client:
        page = client.get("/accuracy").text
        assert "2026-11 首次" in page and "电子文件" in page and "没有说明" in page
        report = client.get(f"/accuracy/{quote('2026-11 首次')}")
        assert report.text.startswith("<h1>好</h1>")
        assert "script-src 'none'" in report.headers["content-security-policy"]
        for name in ("..%2Freport", "secret", "%2e%2e"):
            assert client.get(f"/accuracy/{name}").status_code == 404


def test_a_citation_opens_its_form(filled):
    one = filled.get("/api/v1/evaluations", params={"text": "其他管理事务"}).json()["items"][0]
    by_code = filled.get("/cited", params={"code": one["project_code"], "at": "/total_score"}, follow_redirects=False)
    assert by_code.headers["location"] == f"/review/{one['id']}?at=%2Ftotal_score"
    named = {"document": "ruled.pdf", "at": "/total_score", "quote": "97.53"}
    by_quote = filled.get("/cited", params=named, follow_redirects=False)
    assert by_quote.headers["location"] == by_code.headers["location"]
    assert filled.get("/cited", params={"code": "000", "at": "/year"}).status_code == 404


def test_the_grid_of_a_workbook_is_drawn_with_addresses(filled):
    items = filled.get("/api/v1/evaluations").json()["items"]
    one = next(item for item in items if item["source"] == "two-sheets.xlsx")
    evidence = filled.get(f"/api/v1/evaluations/{one['id']}/evidence").json()["/total_score"]
    grid = filled.get(f"/review/{one['id']}/source").text
    assert f'data-page="{evidence["page"]}"' in grid and f'data-cell="{evidence["cell"]}"' in grid
    assert "<script" not in grid and "<header" not in grid
