"""Hostile texts, tables of characters and web pages."""

from collections.abc import Callable

_HEADER = "项目支出绩效自评表\n项目名称\t甲\n一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
_ROW = "产出指标\t数量指标\t甲\t≥1\t1\t10\t10\n"


def _form(cell: str) -> bytes:
    """A form with `cell` as a value, a label and a heading."""
    return f"{_HEADER}{_ROW}产出指标\t数量指标\t{cell}\t{cell}\t{cell}\t{cell}\t{cell}\n总分\t{cell}\n{cell}\n".encode()


def _page(inside: str) -> bytes:
    return f"<html><body>{inside}</body></html>".encode()


_RUNS: dict[str, str] = {
    "characters": "数",
    "digits": "9",
    "blanks": " ",
    "wide-blanks": "\u3000",
    "parentheses": "(",
    "wide-parentheses": "（",
    "commas": "，",
    "points": ".",
    "percents": "%",
    "numbered": "1.",
    "grouped": "1,",
    "signs": "≥",
    "dashes": "-",
    "letters": "a",
    "units": "万元",
    "years": "2023年",
    "colons": "项目名称：",
    "combining": "\u0301",
    "controls": "\x07",
    "marks": "\ufeff",
    "emojis": "\U0001f468\u200d",
}

TEXTS: dict[tuple[str, str], Callable[[], bytes]] = {
    **{(f"run-of-{name}", "txt"): lambda run=run: _form(run * (200_000 // len(run))) for name, run in _RUNS.items()},
    ("line-of-a-hundred-megabytes", "txt"): lambda: b"a" * 100_000_000,
    ("lines-by-the-million", "txt"): lambda: b"1\n" * 5_000_000,
    ("rows-by-the-hundred-thousand", "txt"): lambda: (_HEADER + _ROW * 200_000).encode(),
    ("forms-by-the-thousand", "txt"): lambda: ((_HEADER + _ROW * 3 + "总分\t100\t30\n\n") * 3000).encode(),
    ("titles-by-the-thousand", "txt"): lambda: ("项目支出绩效自评表\n" * 50_000).encode(),
    ("columns-by-the-hundred-thousand", "txt"): lambda: (_HEADER + "a\t" * 300_000).encode(),
    ("half-characters", "txt"): lambda: "项目".encode("utf-16-le")[:-1] + b"\xd8\x00" * 500,
    ("all-bytes", "txt"): lambda: bytes(range(256)) * 1000,
    ("zeros", "txt"): lambda: bytes(1_000_000),
    ("utf-7", "txt"): lambda: _HEADER.encode("utf-7") * 100,
    ("quotes-that-do-not-close", "csv"): lambda: b'"' + b"a,b\n" * 500_000,
    ("quotes-by-the-million", "csv"): lambda: b'"' * 3_000_000,
    ("commas-by-the-million", "csv"): lambda: b"," * 3_000_000,
    ("formulas", "csv"): lambda: b"=cmd|'/c calc'!A1,@SUM(A1),+1,-1\n" * 100,
    ("deep-tables", "html"): lambda: _page("<table><tr><td>" * 5000),
    ("deep-elements", "html"): lambda: _page("<div>" * 300_000),
    ("spans-of-a-billion", "html"): lambda: _page("<table><tr><td colspan=999999999 rowspan=999999999>a" + "<td>b" * 9),
    ("spans-over-one-another", "html"): lambda: _page("<table>" + "<tr><td rowspan=1000 colspan=1000>a" * 1000),
    ("cells-by-the-million", "html"): lambda: _page("<table><tr>" + "<td>1" * 1_000_000),
    ("scripts-and-links", "html"): lambda: _page("<script>while(1);</script><iframe src=file:///etc/passwd><table><tr><td>a"),
    ("entities", "html"): lambda: _page("&#x110000;&#0;&#xd800;&amp" * 100_000),
    ("comments-that-do-not-close", "html"): lambda: b"<html>" + b"<!--" * 500_000,
    ("tags-that-do-not-close", "html"): lambda: b"<html><table " + b"a=" * 1_000_000,
    ("claims-another-encoding", "html"): lambda: b"<html><meta charset=utf-16><meta charset=zlib_codec><table><tr><td>a",
    ("bars-by-the-million", "md"): lambda: b"|" * 2_000_000,
    ("rules-by-the-thousand", "md"): lambda: b"|a|b|\n|---|---|\n" * 100_000,
    ("tables-half-open", "md"): lambda: b"<table><tr><td>a" * 20_000,
    ("parts-in-parts", "mht"): lambda: b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=a\r\n\r\n"
    + b"--a\r\nContent-Type: multipart/related; boundary=a\r\n\r\n" * 2000,
    ("groups-in-groups", "rtf"): lambda: b"{\\rtf1 " + b"{" * 100_000 + b"a",
    ("no-document", "doc"): lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 5000,
}  # fmt: skip
