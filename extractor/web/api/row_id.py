"""Numbers of rows as they stand in addresses."""

from typing import Annotated

from fastapi import Path

RowId = Annotated[int, Path(ge=1, lt=2**63)]
