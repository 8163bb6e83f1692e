"""What a run yields, in the shape of the JSON contract: documents, their evaluations, findings and problems."""

from typing import Any

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializationInfo,
    SerializerFunctionWrapHandler,
    field_serializer,
    model_serializer,
)

from extractor.checks.finding import Finding
from extractor.problems import Problem
from extractor.records.evaluation import Evaluation
from extractor.records.reading import Evidence, FormReading, ModelUsage, ReadingNote, ReviewItem

_ALWAYS = ("page", "box", "text", "source", "confidence")


class EvaluationResult(BaseModel):
    """One form: what it says, where that stands, what to look at and what does not hold.

    `profile` is the name of the scoring rules it was checked by; `title` the form's printed title; `notes` and
    `printed_level_weights` are what the reader saw besides the record, kept so that the findings can be recomputed.
    """

    model_config = ConfigDict(frozen=True)

    record: Evaluation
    evidence: dict[str, Evidence] = Field(default_factory=dict[str, Evidence])
    review: list[ReviewItem] = Field(default_factory=list[ReviewItem])
    findings: list[Finding] = Field(default_factory=list[Finding])
    profile: str | None = None
    title: str | None = None
    notes: list[ReadingNote] = Field(default_factory=list[ReadingNote])
    printed_level_weights: dict[str, str] = Field(default_factory=dict[str, str])

    @classmethod
    def of(cls, reading: FormReading, findings: list[Finding], profile: str | None) -> "EvaluationResult":
        """The result for a form as read, with its findings under `profile`."""
        return cls(
            record=reading.record,
            evidence=reading.evidence,
            review=reading.review,
            findings=findings,
            profile=profile,
            title=reading.form_title,
            notes=reading.notes,
            printed_level_weights=reading.printed_level_weights,
        )

    def reading(self) -> FormReading:
        """The form as it was read, without its findings."""
        return FormReading(
            record=self.record,
            evidence=self.evidence,
            review=self.review,
            notes=self.notes,
            printed_level_weights=self.printed_level_weights,
            form_title=self.title,
        )

    @field_serializer("evidence")
    def _only_what_the_format_has(
        self, evidence: dict[str, Evidence], info: SerializationInfo
    ) -> dict[str, dict[str, Any]]:
        """Evidence without the address fields that the document's format does not have (sheet, line, ...)."""
        return {
            pointer: {
                key: value
                for key, value in one.model_dump(mode=info.mode).items()
                if key in _ALWAYS or value is not None
            }
            for pointer, one in evidence.items()
        }


class DocumentResult(BaseModel):
    """One input: its evaluations in the order of its pages, and what could not be read.

    `sha256` is of the file's bytes, `None` when it could not be opened; `pages` counts pages or sheets;
    `usage` is what a language model took, where one was asked.
    """

    model_config = ConfigDict(frozen=True)

    source: str
    sha256: str | None = None
    pages: int = 0
    evaluations: list[EvaluationResult] = Field(default_factory=list[EvaluationResult])
    problems: list[Problem] = Field(default_factory=list[Problem])
    usage: ModelUsage | None = None

    @model_serializer(mode="wrap")
    def _without_usage_where_none(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Without the key `usage` where no model was asked."""
        shown: dict[str, Any] = handler(self)
        if self.usage is None or not self.usage.calls:
            shown.pop("usage", None)
        return shown

    @property
    def unread(self) -> bool:
        """True when something in it should have been read and was not, or nothing was found."""
        return not self.evaluations or any(problem.severity == "error" for problem in self.problems)


class RunResult(BaseModel):
    """All inputs of one command, in the order in which they were given."""

    model_config = ConfigDict(frozen=True)

    documents: list[DocumentResult] = Field(default_factory=list[DocumentResult])

    @property
    def unread(self) -> bool:
        """True when some input could not be read, wholly or in part (exit code 2)."""
        return any(document.unread for document in self.documents)

    @property
    def has_error_findings(self) -> bool:
        """True when a form contradicts arithmetic or an explicit rule (exit code 1 under --strict)."""
        return any(
            finding.severity == "error"
            for document in self.documents
            for evaluation in document.evaluations
            for finding in evaluation.findings
        )
