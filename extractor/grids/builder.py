"""Pages of any kind to grids."""

from collections.abc import Callable

from extractor.grids.grid import Grid
from extractor.grids.printed_grid import printed_grids
from extractor.grids.spaced_text import is_spaced, spaced_text_grids
from extractor.grids.table_grid import table_grids
from extractor.grids.text_grid import text_grid
from extractor.pages.page import Page, PrintedPage, TablePage
from extractor.settings import GridSettings


def _none_known(_: str) -> bool:
    return False


def build_grids(page: Page, settings: GridSettings, is_label: Callable[[str], bool] = _none_known) -> list[Grid]:
    """The grids of a page in reading order; text outside tables is in grids of kind "lines".

    `is_label` tells texts that are a whole label of a level, for text in which nothing else parts labels.
    """
    if isinstance(page, PrintedPage):
        return printed_grids(page, settings)
    if isinstance(page, TablePage):
        return table_grids(page)
    return spaced_text_grids(page, is_label) if is_spaced(page) else [text_grid(page)]
