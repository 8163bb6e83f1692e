"""A form as it was read, as compressed JSON: 150 values with their evidence in 5 kB instead of 150 rows."""

import zlib

from extractor.results import EvaluationResult

_LEVEL = 6


def packed(evaluation: EvaluationResult) -> bytes:
    """Record, evidence, review and notes; findings are rows of their own."""
    return zlib.compress(evaluation.model_dump_json(exclude={"findings"}).encode("utf-8"), _LEVEL)


def unpacked(body: bytes) -> EvaluationResult:
    """The form as it was read, without findings."""
    return EvaluationResult.model_validate_json(zlib.decompress(body))
