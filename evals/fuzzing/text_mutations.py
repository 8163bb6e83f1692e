"""Mutations of texts: encodings, line ends, runs of one character, tables that do not close."""

from random import Random

from evals.fuzzing.byte_mutations import Mutation

_PIECES = (
    "<table>", "</td>", "<tr><td colspan=99999 rowspan=99999>", "</table></table>", "<!--", "<script>", "&#x110000;", "&amp", "|",
    "\t", "\x00", "\ufeff", "\u2028", "\u202e", "\ud800", "\U0001f4a9", '"', '""', "<br>" * 50, "```", "---|---|---", "%" * 40, "=" * 80,
    "项目名称", "一级指标\t二级指标\t三级指标", "总分", "(" * 300, "≥" * 50, "1e999", "####", "０１２", "9" * 400, "．" * 30, "-" * 5000,
)  # fmt: skip
_ENCODINGS = ("gb18030", "big5", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32", "shift_jis", "cp1252")
_RUNS = (" ", "\t", "a", "1", "，", "(", "|", "\n", "<", "&", '"', "\u3000", "1.", "1,", "- ", "<td>")


def insert_pieces(data: bytes, draw: Random) -> bytes:
    """Mark-up, controls and words of forms where they do not belong."""
    text = data.decode("utf-8", "replace")
    for _ in range(draw.choice((1, 5, 40))):
        at = draw.randrange(len(text) + 1)
        text = text[:at] + draw.choice(_PIECES) + text[at:]
    return text.encode("utf-8", "surrogatepass")


def other_encoding(data: bytes, draw: Random) -> bytes:
    """Another encoding, whole or from the middle on."""
    text = data.decode("utf-8", "replace")
    at = draw.choice((0, 0, draw.randrange(len(text) + 1)))
    rest = text[at:].encode(draw.choice(_ENCODINGS), "replace")
    return text[:at].encode("utf-8") + rest


def long_run(data: bytes, draw: Random) -> bytes:
    """A run of one character that makes careless patterns take for ever."""
    text = data.decode("utf-8", "replace")
    at = draw.randrange(len(text) + 1)
    return (text[:at] + draw.choice(_RUNS) * draw.choice((1000, 30_000, 200_000)) + text[at:]).encode("utf-8")


def shuffle_lines(data: bytes, draw: Random) -> bytes:
    """Lines in another order, some lost, some there twice."""
    lines = data.split(b"\n")
    kept = [line for line in lines if draw.random() < 0.9] or [b""]
    kept += draw.choices(lines, k=len(lines) // 10)
    if draw.random() < 0.5:
        draw.shuffle(kept)
    return draw.choice((b"\n", b"\r\n", b"\r", b"\x0b", b"")).join(kept) or b"\n"


def shift_cells(data: bytes, draw: Random) -> bytes:
    """Separators exchanged, so that cells run together or apart."""
    old, new = draw.choice(((b"\t", b" "), (b",", b"\t"), (b"<td", b"<th"), (b"|", b""), (b"\n", b"\t"), (b">", b"")))
    return data.replace(old, new, draw.choice((1, 10, -1))) or b"\n"


TEXT_MUTATIONS: tuple[Mutation, ...] = (
    insert_pieces,
    insert_pieces,
    other_encoding,
    long_run,
    shuffle_lines,
    shift_cells,
)
