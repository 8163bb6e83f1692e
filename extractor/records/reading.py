"""A form as it was read: the record, the evidence of every value, what needs review, and notes on the reading."""

from decimal import Decimal
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, field_serializer, field_validator

from extractor.llm.usage import Usage
from extractor.provenance import Location, ReadingSource
from extractor.records.evaluation import Evaluation

NoteCode = Literal["REA001", "REA002", "REA003", "REA004", "REA005", "REA006", "REA007", "REA008"]


class Evidence(BaseModel):
    """Where one value of the record stands on the document and how sure its reading is.

    `box` is x0, top, x1, bottom in points from the top left (printed pages only); `sheet`, `table`, `cell`, `line` and
    `columns` as in `Location`. `text` is the text as it stands there, before cleaning. `confidence` is 0..1.
    `alternatives` are what other readings of the same picture have instead, where they differ.
    """

    model_config = ConfigDict(frozen=True)

    page: int
    box: tuple[float, float, float, float] | None = None
    sheet: str | None = None
    table: int | None = None
    cell: str | None = None
    line: int | None = None
    columns: tuple[int, int] | None = None
    text: str
    source: ReadingSource
    confidence: float
    alternatives: list[str] | None = None

    @classmethod
    def at(
        cls,
        location: Location,
        *,
        text: str,
        source: ReadingSource,
        confidence: float,
        alternatives: list[str] | None = None,
    ) -> "Evidence":
        """Evidence for a value whose `text` stands at `location`."""
        sure = round(confidence, 4)
        if location.box is not None:
            # printed pages have nothing but the box; what is not given costs no validation
            x0, top, x1, bottom = location.box
            place = (round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2))
            return cls(
                page=location.page, box=place, text=text, source=source, confidence=sure, alternatives=alternatives
            )
        return cls(
            page=location.page,
            sheet=location.sheet,
            table=location.table,
            cell=location.cell,
            line=location.line,
            columns=location.columns,
            text=text,
            source=source,
            confidence=sure,
            alternatives=alternatives,
        )


class ReviewItem(BaseModel):
    """A value (or a missing value) that a person should look at.

    `pointer` is a JSON pointer into the record; `reason` is Chinese; `points_at_stake` is how many points of the total
    hang on the value, as a decimal string, for ordering (a number in JSON). `alternatives` are other readings of the value,
    likeliest first, where there are any.
    """

    model_config = ConfigDict(frozen=True)

    pointer: str
    reason: str
    confidence: float
    points_at_stake: str = "0"
    alternatives: list[str] = Field(default_factory=list[str], exclude_if=lambda value: not value)

    @field_validator("points_at_stake", mode="before")
    @classmethod
    def _number_to_text(cls, value: object) -> object:
        return str(value) if isinstance(value, int | float) else value

    @field_serializer("points_at_stake", when_used="json")
    def _text_to_number(self, value: str) -> int | float:
        number = float(value)
        return int(number) if number.is_integer() else number


class Recognised(NamedTuple):
    """How surely a value was recognised from a picture, before calibration.

    `score` orders readings by how sure they are, 0..1; `placed` is how sure it is that the text belongs to this field.
    """

    score: float
    placed: float


class ReadingNote(BaseModel):
    """Something odd about the print that the reader saw and dealt with; becomes a REA finding of the same code.

    `message` is Chinese. `printed` is what stands there, `used` what was taken instead, where that applies.
    """

    model_config = ConfigDict(frozen=True)

    code: NoteCode
    pointer: str
    message: str
    printed: str | None = None
    used: str | None = None


class ModelUsage(BaseModel):
    """What a language model took for one document: calls, tokens in and out, seconds; cost where a price is known.

    `cost` is a decimal string in the endpoint's currency; `estimated` when the endpoint did not report its tokens.
    """

    model_config = ConfigDict(frozen=True)

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    cost: str | None = None
    estimated: bool = False

    @classmethod
    def of(cls, used: Usage) -> "ModelUsage":
        """What an account holds, fit for the output."""
        return cls(
            calls=used.calls,
            prompt_tokens=used.prompt_tokens,
            completion_tokens=used.completion_tokens,
            seconds=round(used.seconds, 2),
            cost=format(used.cost, "f") if used.cost is not None else None,
            estimated=used.estimated,
        )

    def entered(self) -> Usage:
        """The same for an account that goes on with this document."""
        return Usage(
            prompt_tokens=self.prompt_tokens,
            completion_tokens=self.completion_tokens,
            seconds=self.seconds,
            calls=self.calls,
            cost=Decimal(self.cost) if self.cost is not None else None,
            estimated=self.estimated,
        )


class FormReading(BaseModel):
    """Everything that reading one form yields."""

    model_config = ConfigDict(frozen=True)

    record: Evaluation
    evidence: dict[str, Evidence] = Field(default_factory=dict[str, Evidence])
    review: list[ReviewItem] = Field(default_factory=list[ReviewItem])
    notes: list[ReadingNote] = Field(default_factory=list[ReadingNote])
    printed_level_weights: dict[str, str] = Field(
        default_factory=dict[str, str],
        description='points printed with a level 1 label: {"产出指标": "50"} from 产出指标(50分)',
    )
    form_title: str | None = None
    recognised: dict[str, Recognised] = Field(default_factory=dict[str, Recognised])
