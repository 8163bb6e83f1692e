"""Reads generated documents back and prints every value that differs: `python -m evals.forms.read_back DIR`."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from evals.forms.expected import ExpectedForm, read_expected
from extractor.records.evaluation import Evaluation

_LEVEL2 = re.compile(r"/indicators/(\d+)/level2")


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueDifference:
    """A value that was not read as expected; `pointer` is a JSON pointer into the record."""

    pointer: str
    expected: str | None
    read: str | None


def value_differences(form: ExpectedForm, found: Evaluation) -> list[ValueDifference]:
    """The values of `found` that are not as expected, by pointer; white space does not count."""
    result: list[ValueDifference] = []
    expected, read = values_of(form.record), values_of(found)
    for pointer in sorted(expected.keys() | read.keys()):
        wanted, got = expected.get(pointer), read.get(pointer)
        if pointer in form.unscored or _bare(wanted) == _bare(got):
            continue
        row = _LEVEL2.fullmatch(pointer)
        if row and got in form.level2_also_accepted.get(int(row[1]), ()):
            continue
        result.append(ValueDifference(pointer=pointer, expected=wanted, read=got))
    return result


def differences(form: ExpectedForm, found: Evaluation) -> list[str]:
    """One line for each value of `found` that is not as expected; white space does not count."""
    return [f"{one.pointer}: expected {one.expected!r}, read {one.read!r}" for one in value_differences(form, found)]


def values_of(record: Evaluation) -> dict[str, str | None]:
    """All values of a record by JSON pointer, as text; `None` where nothing is printed."""
    return {pointer: None if value is None else str(value) for pointer, value in _values(record.model_dump()).items()}


def _values(data: Any, base: str = "") -> dict[str, Any]:  # noqa: ANN401
    items: list[tuple[Any, Any]] = []
    if isinstance(data, dict):
        items = list(cast("dict[str, Any]", data).items())
    elif isinstance(data, list):
        items = list(enumerate(cast("list[Any]", data)))
    else:
        return {base: data}
    return {pointer: value for key, one in items for pointer, value in _values(one, f"{base}/{key}").items()}


def _bare(value: str | None) -> str | None:
    return None if value is None else re.sub(r"\s", "", value)


def _read_back(
    folder: Annotated[Path, typer.Argument(help="holds documents and expected.json")],
    show: Annotated[int, typer.Option(help="differences shown for each document")] = 5,
) -> None:
    """Reads every document of the folder's expected.json and prints what differs."""
    from extractor.app import open_app

    app = open_app()
    expected = read_expected(folder / "expected.json")
    wrong = total = 0
    for name, forms in expected.items():
        (document,) = app.extract(app.inputs([str(folder / name)])).documents
        found = [one.record for one in document.evaluations]
        lines = [f"{len(found)} forms read, {len(forms)} expected"] if len(found) != len(forms) else []
        for form, record in zip(forms, found, strict=False):
            lines += differences(form, record)
        total += sum(len(values_of(form.record)) for form in forms)
        wrong += len(lines)
        if lines:
            typer.echo(f"{name}: {len(lines)} differences")
            typer.echo("".join(f"    {line[:200]}\n" for line in lines[:show]), nl=False)
    typer.echo(f"{len(expected)} documents, {wrong} differences in {total} values")


if __name__ == "__main__":
    typer.run(_read_back)
