"""How many rows of an order a question asks for, and which place."""

from extractor.qa.parsed import Parsed


def limit_of(parsed: Parsed) -> int:
    """How many rows are asked for (前三名, 最低的三个); 1 when no number says."""
    for at, token in enumerate(parsed.tokens):
        if token.kind == "quantity" and token.quantity is not None and at not in parsed.bounds.used:
            near = {one.kind for one in parsed.tokens[max(0, at - 3) : at + 4]}
            if (
                near & {"top", "bottom", "most", "least", "sorted", "which"}
                and 1 <= token.quantity.value <= 1000
                and token.quantity.kind in ("plain", "count")
            ):
                return int(token.quantity.value)
    return 1


def place_of(parsed: Parsed) -> int | None:
    """The one place asked for (第二名), `None` when it is not one."""
    for at, token in enumerate(parsed.tokens):
        if token.kind == "place" and at + 1 < len(parsed.tokens):
            quantity = parsed.tokens[at + 1].quantity
            if quantity is not None and 1 <= quantity.value <= 1000:
                return int(quantity.value)
    return None
