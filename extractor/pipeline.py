"""One document, end to end: file to pages to grids to readings; whatever goes wrong becomes a problem beside them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from extractor.errors import DocumentError
from extractor.geometry import Box, turned_box
from extractor.grids.builder import build_grids
from extractor.grids.grid import Grid
from extractor.pages.loader import read_pages, sha256_of
from extractor.pages.page import PrintedPage
from extractor.problems import Problem
from extractor.readers.form_finder import FormSegment, find_forms
from extractor.readers.form_reader import read_form
from extractor.readers.form_rows import FormRow, form_rows
from extractor.readers.form_titles import FORM_KIND_NAMES, title_core
from extractor.readers.level_labels import is_level_label
from extractor.readers.standard_headings import standard_headings
from extractor.readers.vocabulary import is_numbered
from extractor.records.reading import FormReading, ModelUsage
from extractor.settings import Settings, resource_folder

if TYPE_CHECKING:
    from extractor.readers.pointing_reader import PointingReader


class DocumentReading(BaseModel):
    """What one document holds: its forms as read, in order, and what could not or need not be read.

    `source` is the path as given, `sha256` of its bytes (`None` when it cannot be opened), `pages` how many were seen
    (sheets of a workbook; 1 for text and Word). `usage` is what a model took, `None` where none was configured.
    """

    model_config = ConfigDict(frozen=True)

    source: str
    sha256: str | None = None
    pages: int = 0
    readings: list[FormReading] = Field(default_factory=list[FormReading])
    problems: list[Problem] = Field(default_factory=list[Problem])
    usage: ModelUsage | None = None


class _Intake:
    """Counts pages and collects problems while grids stream by."""

    def __init__(self, path: Path, settings: Settings) -> None:
        self.path = path
        self.settings = settings
        self.pages = 0
        self.problems: list[Problem] = []
        self.turned: dict[int, PrintedPage] = {}

    def grids(self) -> Iterator[Grid]:
        for page in read_pages(self.path, self.settings):
            if isinstance(page, Problem):
                self.problems.append(page)
                if page.page is not None:
                    self.pages = max(self.pages, page.page)
                continue
            self.pages = max(self.pages, page.number)
            if isinstance(page, PrintedPage) and (page.turned or page.original):
                self.turned[page.number] = replace(page, words=(), rulings=())
            yield from build_grids(page, self.settings.grids, is_level_label)


def read_document(path: Path, settings: Settings, pointing: "PointingReader | None" = None) -> DocumentReading:
    """Reads one document by the rules, and where `pointing` is given with a model that points at cells.

    Never raises for bad input: `problems` tell.
    """
    intake = _Intake(path, settings)
    reader = pointing.for_document() if pointing is not None else None
    readings: list[FormReading] = []
    titles: list[FormSegment] = []
    try:
        digest = sha256_of(path)
    except (DocumentError, OSError):
        digest = None
    try:
        streamed = form_rows(standard_headings(intake.grids()))
        rows = list(streamed) if reader is not None else []
        for segment in find_forms(streamed) if reader is None else _found_with(reader, rows, intake):
            if not segment.has_table:
                titles.append(segment)
                continue
            if titles and is_numbered(titles[-1].title or ""):
                titles.pop()  # a heading such as （1）项目自评表 above the form's own title
            if segment.kind == "project":
                reading = _read(segment, settings, reader, intake)
                reading = _as_displayed(_assured(reading, settings), intake.turned)
                readings.append(_seen_again(reading, reader, intake))
            else:
                intake.problems.append(_other_form(path, segment))
        if reader is not None and not readings:
            readings += _told(reader, rows, intake)
    except DocumentError as error:
        intake.problems.append(error.problem)
    intake.problems.extend(_titles_without_table(path, titles, readings))
    if not readings and not any(problem.severity == "error" for problem in intake.problems):
        intake.problems.append(_no_form(path, intake))
    return DocumentReading(
        source=str(path),
        sha256=digest,
        pages=intake.pages,
        readings=readings,
        problems=intake.problems,
        usage=reader.usage if reader is not None else None,
    )


def _read(segment: FormSegment, settings: Settings, reader: "PointingReader | None", intake: _Intake) -> FormReading:
    """The form by the rules, and by what a model points at where it is asked to."""
    reading = read_form(segment, review_below=settings.reader.review_below)
    if reader is None:
        return reading
    from extractor.readers.merge import lacks_labelled, merged
    from extractor.readers.pointing_reader import pointed_segment

    pointed = reader.point(
        segment.rows, f"{intake.path.name} 第 {segment.page} 页", lacking=lacks_labelled(reading.record)
    )
    if pointed.problem is not None:
        intake.problems.append(pointed.problem)
    if not pointed.labels:
        return reading
    second = read_form(pointed_segment(segment, pointed), review_below=settings.reader.review_below)
    return merged(reading, second)


def _seen_again(reading: FormReading, reader: "PointingReader | None", intake: _Intake) -> FormReading:
    """The reading with doubtful recognised cells shown to a model that sees."""
    if reader is None or not reading.recognised:
        return reading
    from extractor.confidence.seen_again import seen_again

    reading, problems = seen_again(reading, intake.path, reader.model)
    intake.problems.extend(problems)
    return reading


def _told(reader: "PointingReader", rows: list[FormRow], intake: _Intake) -> list[FormReading]:
    """What a document without a form tells in sentences, when it speaks of a self-evaluation at all."""
    lines = [row.texts[0] for row in rows if len(row.texts) == 1]
    if not any("自评" in text or "绩效评价" in text for text in lines) or sum(map(len, lines)) < _REPORT:
        return []
    from extractor.readers.narrative_reader import read_narrative

    reading, problems = read_narrative(rows, reader.model, intake.path.name)
    intake.problems.extend(problems)
    return [reading] if reading is not None else []


_REPORT = 100
"""Characters from which on a text may be a report."""


def _found_with(reader: "PointingReader", rows: list[FormRow], intake: _Intake) -> list[FormSegment]:
    """The forms among the rows; where the rules find none, those that show once a model has pointed at headings."""
    segments = list(find_forms(rows))
    if any(segment.has_table for segment in segments) or sum(row.grid.kind != "lines" for row in rows) < 6:
        return segments
    from extractor.readers.pointing_view import places_of_labels, relabelled_rows

    pointed = reader.point(rows, intake.path.name)
    if pointed.problem is not None:
        intake.problems.append(pointed.problem)
    found = list(find_forms(relabelled_rows(rows, pointed.labels))) if pointed.labels else []
    if not any(segment.has_table for segment in found):
        return segments
    places = places_of_labels([*pointed.labels, *pointed.known])
    return [replace(segment, labels=places) for segment in found]


def _assured(reading: FormReading, settings: Settings) -> FormReading:
    """The reading with calibrated confidences; one that holds nothing recognised from a picture as it is."""
    if not reading.recognised:
        return reading
    # digital documents need none of this
    from extractor.checks.form_facts import FormFacts
    from extractor.checks.profile import load_profiles
    from extractor.checks.recognition import recognise_profile
    from extractor.confidence.assurance import assured
    from extractor.confidence.calibration import load_calibration

    configs = resource_folder("configs")
    calibration = load_calibration(configs / "calibration" / f"{settings.reader.calibration}.toml")
    profile = recognise_profile(FormFacts(reading), load_profiles(configs / "profiles"))
    return assured(reading, profile, calibration, review_below=settings.reader.review_below)


def _as_displayed(reading: FormReading, turned: Mapping[int, PrintedPage]) -> FormReading:
    """The reading with boxes on pages that were set upright turned back, so that they lie on the page as displayed."""
    evidence = {
        pointer: one.model_copy(update={"box": _box_as_displayed(Box(*one.box), page)})
        for pointer, one in reading.evidence.items()
        if one.box is not None and (page := turned.get(one.page)) is not None
    }
    return reading.model_copy(update={"evidence": reading.evidence | evidence}) if evidence else reading


def _box_as_displayed(box: Box, page: PrintedPage) -> tuple[float, float, float, float]:
    if page.original is None:
        return turned_box(box, page.turned, page.width, page.height)
    x0, top, x1, bottom = page.original.box(box)
    return round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)


def _titles_without_table(path: Path, titles: list[FormSegment], readings: list[FormReading]) -> list[Problem]:
    """Titles of forms that no table follows, each once; a title that a form read here carries is only a mention of it."""
    read = {title_core(reading.form_title or "") for reading in readings}
    missing = {segment.title: segment for segment in reversed(titles) if title_core(segment.title or "") not in read}
    return [
        Problem(
            stage="readers",
            category="no_table",
            severity="notice" if readings else "error",
            page=segment.page,
            message=f"{path.name} 第 {segment.page} 页：有标题“{title}”，其后没有读得出的表格（可能是图片，或各格文字散成了单行），"
            "请核对；粘贴文字时请从 Word、Excel 或网页复制整张表格。",
        )
        for title, segment in reversed(missing.items())
    ]


def _other_form(path: Path, segment: FormSegment) -> Problem:
    title = segment.title or "没有标题的表格"
    message = f"{path.name} 第 {segment.page} 页：“{title}”是{FORM_KIND_NAMES[segment.kind]}，不是项目支出绩效自评表，没有读入。"
    return Problem(stage="readers", category="other_form", severity="notice", page=segment.page, message=message)


def _no_form(path: Path, intake: _Intake) -> Problem:
    others = sum(problem.category == "other_form" for problem in intake.problems)
    found = f"只有 {others} 张其他表格" if others else "没有找到表格"
    message = f"{path.name}：共 {intake.pages} 页，{found}，没有项目支出绩效自评表。请确认文件是否选对。"
    return Problem(stage="readers", category="no_form", message=message)
