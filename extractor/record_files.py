"""Reads records back from JSON: what `extract` wrote, one evaluation, a bare record, or a list of these."""

import json
from collections.abc import Sequence
from typing import Any, cast

from pydantic import ValidationError

from extractor.errors import UnreadableDocument
from extractor.problems import Problem
from extractor.records.evaluation import Evaluation
from extractor.results import DocumentResult, EvaluationResult

_RECORD_FIELDS = frozenset(Evaluation.model_fields)


def parse_record_file(text: str, source: str) -> list[DocumentResult]:
    """The documents in `text`; findings in it are dropped, unknown fields of a record too (with a notice).

    Evaluations and records that stand alone become one document named `source`. Numbers may be JSON numbers or
    strings: they are taken digit by digit as written ("8.60" stays "8.60").

    Raises:
        UnreadableDocument: `text` is not JSON, or not of one of the four shapes; the message names the field.
    """
    try:
        data = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        place = f"（第 {error.lineno} 行第 {error.colno} 列）" if isinstance(error, json.JSONDecodeError) else ""
        raise UnreadableDocument("corrupt", f"不是有效的 JSON{place}，请检查文件是否完整。") from error
    documents: list[DocumentResult] = []
    alone: list[EvaluationResult] = []
    ignored: list[Problem] = []
    for place, item in _items(data, ""):
        if "evaluations" in item:
            documents.append(_document(place, item, source))
        else:
            alone.append(_evaluation(place, item, ignored))
    if alone:
        documents.append(DocumentResult(source=source, evaluations=alone, problems=ignored))
    if not documents:
        raise UnreadableDocument("no_form", "里面没有自评表记录：既不是 extract 的输出，也不是一条记录。")
    return documents


def _items(data: object, place: str) -> list[tuple[str, dict[str, Any]]]:
    """The documents, evaluations and records in `data`, each with its JSON pointer."""
    if isinstance(data, list):
        some = cast("list[Any]", data)
        return [pair for index, one in enumerate(some) for pair in _items(one, f"{place}/{index}")]
    if isinstance(data, dict):
        item = cast("dict[str, Any]", data)
        if isinstance(item.get("documents"), list):
            return _items(item["documents"], f"{place}/documents")
        if isinstance(item.get("evaluations"), list) or "record" in item or item.keys() & _RECORD_FIELDS:
            return [(place, item)]
    raise UnreadableDocument(
        "no_form", f"位置 {place or '/'} 不是自评表记录：没有 documents、evaluations、record 或记录字段。"
    )


def _document(place: str, item: dict[str, Any], source: str) -> DocumentResult:
    ignored: list[Problem] = []
    evaluations = [
        _evaluation(f"{place}/evaluations/{index}", one, ignored)
        for index, one in enumerate(cast("list[Any]", item["evaluations"]))
    ]
    try:
        document = DocumentResult.model_validate({"source": source, **item, "evaluations": evaluations})
    except ValidationError as error:
        raise _wrong(place, error) from error
    return document.model_copy(update={"problems": [*document.problems, *ignored]})


def _evaluation(place: str, item: object, ignored: list[Problem]) -> EvaluationResult:
    """An evaluation, or a bare record as an evaluation without evidence; unknown fields are dropped and noted."""
    fields = cast("dict[str, Any]", item) if isinstance(item, dict) else {}
    whole: dict[str, Any] = {**fields, "findings": []} if "record" in fields else {"record": item}
    try:
        return EvaluationResult.model_validate(whole)
    except ValidationError as error:
        unknown = [one["loc"] for one in error.errors(include_url=False) if one["type"] == "extra_forbidden"]
        if not unknown:
            raise _wrong(place, error) from error
    for path in unknown:
        _drop(whole, path)
    names = "、".join(dict.fromkeys("/".join(str(part) for part in path) for path in unknown))
    message = f"不认识的字段已忽略：{names}。记录的格式见 jixiao schema evaluation。"
    ignored.append(Problem(stage="checks", category="unsupported", severity="notice", message=message))
    try:
        return EvaluationResult.model_validate(whole)
    except ValidationError as error:
        raise _wrong(place, error) from error


def _drop(data: Any, path: Sequence[str | int]) -> None:  # noqa: ANN401 - parsed JSON
    """Removes the field at `path` (keys and indices) from `data`."""
    for part in path[:-1]:
        data = data[part]
    data.pop(path[-1], None)


def _wrong(place: str, error: ValidationError) -> UnreadableDocument:
    """The first thing that is wrong, in words: pydantic's own text is for programmers."""
    first = error.errors(include_url=False)[0]
    where = "/".join([place, *(str(part) for part in first["loc"])])
    what = {
        "extra_forbidden": "是不认识的字段",
        "missing": "缺少",
        "literal_error": "不是允许的取值",
        "string_type": "应当是文字或数字",
        "int_parsing": "应当是整数",
    }.get(first["type"], f"不对（{first['msg']}）")
    return UnreadableDocument("corrupt", f"字段 {where} {what}。记录的格式见 jixiao schema evaluation。")
