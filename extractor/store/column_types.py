"""Column types that mean the same on SQLite and PostgreSQL: exact decimals and instants in UTC."""

from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from sqlalchemy import BigInteger, Dialect, String, Text, TypeDecorator

_PRECISE = Context(prec=40)
_LARGEST = 2**63 - 1


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal kept as a whole number of its last place, so that SQLite compares, sorts and sums it exactly.

    SQLite has no decimals: its NUMERIC is a binary float, and 0.1 + 0.2 would not be 0.3. `places` decimals are kept
    (half up); what does not fit into 64 bits (a garbled print of 20 digits) is kept as unknown. Sums of such a column
    come back as decimals; averages do not: divide the sum by the count.
    """

    impl = BigInteger
    cache_ok = True

    def __init__(self, places: int = 4) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> int | None:
        """The whole number for the database."""
        if value is None:
            return None
        number = Decimal(value)
        if not number.is_finite() or number.adjusted() + self.places > 18:
            return None
        whole = int(number.scaleb(self.places, _PRECISE).to_integral_value(rounding=ROUND_HALF_UP))
        return whole if abs(whole) <= _LARGEST else None

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:  # noqa: ANN401 - as the base
        """The decimal, without the zeros that the scale adds."""
        if value is None:
            return None
        number = Decimal(int(value)).scaleb(-self.places, _PRECISE)
        return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize(_PRECISE)


class UtcTime(TypeDecorator[datetime]):
    """An instant, kept as ISO text in UTC to the second: sorts as time, reads the same on every database."""

    impl = String(20)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """2023-12-31T08:00:00Z."""
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if value is not None else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """The instant, aware of its zone."""
        return datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC) if value is not None else None


class PrintedText(TypeDecorator[str]):
    """Text of a document. NUL characters, which garbled text layers hold and PostgreSQL refuses, are dropped."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The text without NUL."""
        return value.replace("\0", "") if value is not None else None
