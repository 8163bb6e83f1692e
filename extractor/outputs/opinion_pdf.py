"""The opinion as a PDF, with its fonts in it, so that it looks the same everywhere."""

from html import escape
from io import BytesIO
from typing import Any

from extractor.outputs.opinion import TITLE, Opinion, OpinionFinding

_PAGE = (595.0, 842.0)
_MARGIN = 56.0
_FOOT = 40.0
_CSS = """
* { font-family: sans-serif; font-size: 10.5pt; line-height: 1.5; }
h1 { font-size: 18pt; text-align: center; margin-bottom: 10pt; }
h2 { font-size: 12pt; margin-top: 12pt; margin-bottom: 4pt; }
p { margin-top: 2pt; margin-bottom: 2pt; }
.pair { margin-top: 1pt; margin-bottom: 1pt; }
.head { margin-top: 8pt; }
.error { color: #b42318; } .warning { color: #8a5a00; } .info { color: #44546a; }
.place { color: #555555; }
.date { text-align: right; margin-top: 14pt; }
"""
_CLASSES = {"错误": "error", "提醒": "warning", "提示": "info"}


def opinion_pdf(opinion: Opinion) -> bytes:
    """The document; texts of the form are escaped, never markup."""
    import pymupdf

    archive: Any = pymupdf.Archive()
    for finding in opinion.findings:
        if finding.crop is not None:
            archive.add(finding.crop, _crop_name(finding))
    story: Any = pymupdf.Story(html=_html(opinion), user_css=_CSS, archive=archive)
    written = BytesIO()
    writer: Any = pymupdf.DocumentWriter(written)
    width, height = _PAGE
    room = pymupdf.Rect(_MARGIN, _MARGIN, width - _MARGIN, height - _MARGIN)
    more = True
    while more:
        device = writer.begin_page(pymupdf.Rect(0, 0, width, height))
        more, _ = story.place(room)
        story.draw(device)
        writer.end_page()
    writer.close()
    return _finished(written.getvalue())


def _finished(content: bytes) -> bytes:
    """The pages numbered, and the fonts cut down to what is used: 30 kB for 3.6 MB."""
    import pymupdf

    document: Any = pymupdf.open("pdf", content)
    with document:
        for index in range(len(document)):
            foot = pymupdf.Point(_PAGE[0] / 2 - 12, _PAGE[1] - _FOOT + 12)
            document[index].insert_text(foot, f"{index + 1} / {len(document)}", fontsize=9, color=(0.4, 0.4, 0.4))
        document.subset_fonts()
        document.set_metadata({"title": TITLE})
        return document.tobytes(garbage=3, deflate=True)


def _html(opinion: Opinion) -> str:
    parts = [f"<h1>{TITLE}</h1>", "<h2>一、基本情况</h2>", *_pairs(opinion.facts)]
    parts += ["<h2>二、主要数据</h2>", *_pairs(opinion.figures), "<h2>三、核查问题</h2>"]
    for finding in opinion.findings:
        parts += _finding(finding)
    parts += ["<h2>四、结论</h2>", *(f"<p>{escape(sentence)}</p>" for sentence in opinion.closing)]
    dated = opinion.dated
    parts.append(f'<p class="date">{dated.year} 年 {dated.month} 月 {dated.day} 日</p>')
    return "".join(parts)


def _pairs(pairs: Any) -> list[str]:  # noqa: ANN401 - a sequence of pairs
    return [f'<p class="pair"><b>{escape(label)}：</b>{escape(text)}</p>' for label, text in pairs]


def _finding(finding: OpinionFinding) -> list[str]:
    severity = f'<span class="{_CLASSES[finding.severity]}"><b>{finding.number}. {finding.severity}</b></span>'
    parts = [
        f'<p class="head">{severity} <b>{escape(finding.title)}（{finding.rule}，{finding.verdict}）</b></p>',
        f"<p>{escape(finding.message)}</p>",
        f'<p class="place">位置：{escape(finding.place)}</p>',
    ]
    if finding.crop is not None:
        parts.append(f'<p><img src="{_crop_name(finding)}" width="{finding.crop_width:.0f}"></p>')
    if finding.decision:
        parts.append(f"<p>处理：{escape(finding.decision)}</p>")
    return parts


def _crop_name(finding: OpinionFinding) -> str:
    return f"crop{finding.number}.png"
