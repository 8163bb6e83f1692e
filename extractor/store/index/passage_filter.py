"""What narrows a search: the metadata of passages, the same for both indexes."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement

from extractor.store.index.index_tables import PASSAGES
from extractor.store.passage import PassageKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageFilter:
    """Conditions that hold at once; `None` does not narrow, an empty tuple lets nothing through.

    The texts are compared whole, as the passages have them. `ratio_at_least` and the like leave passages out whose
    value is unknown.
    """

    evaluation_ids: tuple[int, ...] | None = None
    project_codes: tuple[str, ...] | None = None
    project_names: tuple[str, ...] | None = None
    years: tuple[int, ...] | None = None
    implementing_units: tuple[str, ...] | None = None
    supervising_units: tuple[str, ...] | None = None
    kinds: tuple[PassageKind, ...] | None = None
    level1: tuple[str, ...] | None = None
    level2: tuple[str, ...] | None = None
    rules: tuple[str, ...] | None = None
    ratio_at_least: Decimal | None = None
    ratio_below: Decimal | None = None
    points_lost_above: Decimal | None = None

    @property
    def empty(self) -> bool:
        """True when it lets everything through."""
        return self == PassageFilter()

    def conditions(self) -> list[ColumnElement[bool]]:
        """The conditions on rows of `PASSAGES`."""
        columns = PASSAGES.c
        chosen: tuple[tuple[str, Sequence[object] | None], ...] = (
            ("evaluation_id", self.evaluation_ids),
            ("project_code", self.project_codes),
            ("project_name", self.project_names),
            ("year", self.years),
            ("implementing_unit", self.implementing_units),
            ("supervising_unit", self.supervising_units),
            ("kind", self.kinds),
            ("level1", self.level1),
            ("level2", self.level2),
            ("rule", self.rules),
        )
        found: list[ColumnElement[bool]] = [columns[name].in_(values) for name, values in chosen if values is not None]
        if self.ratio_at_least is not None:
            found.append(columns.ratio >= self.ratio_at_least)
        if self.ratio_below is not None:
            found.append(columns.ratio < self.ratio_below)
        if self.points_lost_above is not None:
            found.append(columns.points_lost > self.points_lost_above)
        return found


EVERYTHING = PassageFilter()
