"""The text of WordprocessingML (ECMA-376 part 1, 17): what is shown, without deletions and hidden runs."""

from collections.abc import Iterator

from extractor.pages.markup import Node, attribute, child, local_name

_SKIPPED = frozenset({"del", "moveFrom", "rPr", "pPr", "instrText", "delText", "rt", "sdtPr", "ctrlPr", "fldData"})
"""Tracked deletions, formatting, field instructions, phonetic guides."""

TEXT_BOX = "txbxContent"
"""The element that holds the paragraphs and tables of a text box."""

_SYMBOL_CHARACTERS = {
    "symbol": {
        0xB3: "≥",
        0xA3: "≤",
        0xB1: "±",
        0xB4: "×",
        0xB8: "÷",
        0xB9: "≠",
        0xBB: "≈",
        0xA5: "∞",
        0xB0: "°",
        0xB7: "·",
    },
    "wingdings": {0xFC: "✓", 0xFE: "☑", 0xFB: "✗", 0xFD: "☒", 0xA8: "□", 0x6F: "□", 0x6E: "■", 0xD8: "➢", 0x6C: "●"},
    "wingdings 2": {0x50: "✓", 0x52: "☑", 0x53: "☒", 0x51: "☒", 0xA3: "□", 0x2A: "□", 0xA2: "■"},
}
"""Characters of the fonts that Word inserts symbols from; forms write ≥ and ≤ this way."""


def is_on(properties: Node | None, name: str) -> bool:
    """Whether a switch among run, row or cell properties is set (present and not "0" or "false")."""
    switch = child(properties, name) if properties is not None else None
    return switch is not None and (attribute(switch, "val") or "1") not in ("0", "false", "off")


def paragraph_text(paragraph: Node) -> str:
    """The shown text of a paragraph, line breaks as `\\n` and tabs kept; text boxes are not part of it."""
    return "".join(_pieces(paragraph))


def text_boxes(paragraph: Node) -> Iterator[Node]:
    """The contents of the text boxes anchored in a paragraph; of two renderings of the same box only the first."""
    for one in paragraph:
        name = local_name(one)
        if name == TEXT_BOX:
            yield one
        elif name == "AlternateContent":
            chosen = _alternative(one)
            if chosen is not None:
                yield from text_boxes(chosen)
        elif name not in _SKIPPED:
            yield from text_boxes(one)


def _alternative(node: Node) -> Node | None:
    choice = child(node, "Choice")
    return choice if choice is not None else child(node, "Fallback")


def _pieces(node: Node) -> Iterator[str]:
    for one in node:
        name = local_name(one)
        if name in _SKIPPED or name == TEXT_BOX:
            continue
        if name == "r":
            yield from _run(one)
        elif name == "t":
            # Mathematics (m:t) keeps its text outside of Word's own runs.
            yield one.text or ""
        elif name == "AlternateContent":
            chosen = _alternative(one)
            if chosen is not None:
                yield from _pieces(chosen)
        else:
            yield from _pieces(one)


def _run(run: Node) -> Iterator[str]:
    properties = child(run, "rPr")
    if is_on(properties, "vanish") or is_on(properties, "webHidden"):
        return
    for one in run:
        name = local_name(one)
        if name == "t":
            yield _symbols(one.text or "", properties)
        elif name in ("tab", "ptab"):
            yield "\t"
        elif name in ("br", "cr"):
            yield "\n"
        elif name == "noBreakHyphen":
            yield "-"
        elif name == "sym":
            yield _symbol(attribute(one, "font") or "", attribute(one, "char") or "")
        elif name == "AlternateContent":
            chosen = _alternative(one)
            if chosen is not None:
                yield from _run(chosen)
        elif name == "ruby":
            base = child(one, "rubyBase")
            if base is not None:
                yield from _pieces(base)


def _symbol(font: str, code: str) -> str:
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    known = _SYMBOL_CHARACTERS.get(font.strip().lower(), {}).get(number & 0xFF)
    if known is not None:
        return known
    return chr(number) if 0x20 <= number < 0xD800 else ""


def _symbols(text: str, properties: Node | None) -> str:
    """Text whose private-use characters (U+F0xx) stand for those of a symbol font."""
    if not any("\uf000" <= one <= "\uf0ff" for one in text):
        return text
    fonts = child(properties, "rFonts") if properties is not None else None
    font = (attribute(fonts, "ascii") or attribute(fonts, "hAnsi") or "" if fonts is not None else "").strip().lower()
    table = _SYMBOL_CHARACTERS.get(font, _SYMBOL_CHARACTERS["symbol"])
    return "".join(table.get(ord(one) & 0xFF, one) if "\uf000" <= one <= "\uf0ff" else one for one in text)
