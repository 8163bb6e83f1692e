"""Pages whose content lies on its side or upside down, set upright."""

from dataclasses import replace

from extractor.geometry import Box, Turn, turned_box
from extractor.pages.page import PrintedPage, Ruling

_BACK: dict[Turn, Turn] = {0: 0, 90: 270, 180: 180, 270: 90}


def upright_page(page: PrintedPage, turn: Turn) -> PrintedPage:
    """`page`, whose text is turned clockwise by `turn`, with its content set upright and `turned` saying so."""
    if turn == 0:
        return page
    back = _BACK[turn]
    sideways = turn in (90, 270)
    return replace(
        page,
        width=page.height if sideways else page.width,
        height=page.width if sideways else page.height,
        words=tuple(one._replace(box=turned_box(one.box, back, page.width, page.height)) for one in page.words),
        rulings=tuple(Ruling(*turned_box(Box(*one), back, page.width, page.height)) for one in page.rulings),
        turned=turn,
    )
