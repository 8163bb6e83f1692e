"""What a rule says about a form."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Severity = Literal["error", "warning", "info"]
Verdict = Literal["form", "reading"]


class Repair(BaseModel):
    """A proposed other reading of one value that would make everything close; never applied silently."""

    model_config = ConfigDict(frozen=True)

    pointer: str
    printed: str | None
    proposed: str
    reason: str


class Finding(BaseModel):
    """One thing that does not hold.

    `pointer` is the main JSON pointer into the record, `pointers` all of them (the main one first). `message` is
    Chinese, names the place, shows the arithmetic and can be pasted into an opinion (核查意见). `printed` and
    `recomputed` are as printed / decimal strings. `quotes` are verbatim texts of the form that the finding rests on. `assisted`: a language
    model took part in it; the rules alone do not find it.
    """

    model_config = ConfigDict(frozen=True)

    rule: str
    severity: Severity
    verdict: Verdict = "form"
    pointer: str
    pointers: list[str] = Field(default_factory=list[str])
    message: str
    printed: str | None = None
    recomputed: str | None = None
    repair: Repair | None = None
    quotes: list[str] = Field(default_factory=list[str])
    assisted: bool = False
