"""From what a user types (a number, a code, part of a name, a file) to evaluations and documents."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from extractor.errors import NotStored, StoreError
from extractor.store.listing import Filters, evaluation_ids
from extractor.store.tables import StoredDocument, StoredEvaluation

_SHORTEST_SHA = 8
_LONGEST_NUMBER = 9  # digits; longer ones are project codes
_NAMED = 8


def find_evaluations(session: Session, wanted: str, *, year: int | None, superseded_too: bool) -> Sequence[int]:
    """The evaluations called `wanted`: a project code, the number that `list` shows, else part of the name.

    Current ones, unless `superseded_too`; one named by its number comes out either way.

    Raises:
        NotStored: nothing is called so.
        StoreError: part of a name that several projects have; the message lists them.
    """
    word = wanted.strip()
    by_code = evaluation_ids(session, Filters(code=word, year=year, current=not superseded_too))
    if by_code:
        return by_code
    number = word.removeprefix("#")
    if number.isdecimal() and len(number) <= _LONGEST_NUMBER and session.get(StoredEvaluation, int(number)):
        return [int(number)]
    by_text = evaluation_ids(session, Filters(text=word, year=year, current=not superseded_too)) if word else []
    if not by_text:
        when = f" {year} 年度" if year is not None else ""
        raise NotStored(
            f"库中没有“{wanted}”{when}的自评表：可以写项目编码、jixiao list 列出的编号，或项目名称的一部分。"
        )
    rows = session.execute(
        select(StoredEvaluation.id, StoredEvaluation.project_code, StoredEvaluation.project_name)
        .where(StoredEvaluation.id.in_(by_text[:200]))
        .order_by(StoredEvaluation.id)
    ).all()
    if len({(row.project_code, row.project_name) for row in rows}) > 1:
        named = "；".join(f"编号 {row.id} {row.project_name or '无名称'}" for row in rows[:_NAMED])
        more = f" 等 {len(by_text)} 份" if len(by_text) > _NAMED else ""
        raise StoreError(f"“{wanted}”不止一个项目：{named}{more}。请写编号或项目编码。")
    return by_text


def find_documents(session: Session, wanted: str) -> Sequence[StoredDocument]:
    """The documents called `wanted`: a number (as `ingest` and `delete` show it), the beginning of the SHA-256 (8
    characters or more), the path or file name it was ingested by, or the project code of a form in it.

    Raises:
        NotStored: nothing is called so.
    """
    word = wanted.strip()
    conditions: list[ColumnElement[bool]] = []
    number = word.removeprefix("#")
    if number.isdecimal() and len(number) <= _LONGEST_NUMBER:
        conditions.append(StoredDocument.id == int(number))
    if len(word) >= _SHORTEST_SHA and all(one in "0123456789abcdef" for one in word):
        conditions.append(StoredDocument.sha256.startswith(word, autoescape=True))
    conditions.append(StoredDocument.source == word)
    conditions.append(StoredDocument.source.endswith(f"/{word}", autoescape=True))
    conditions.append(
        StoredDocument.id.in_(select(StoredEvaluation.document_id).where(StoredEvaluation.project_code == word))
    )
    for condition in conditions:
        found = session.scalars(select(StoredDocument).where(condition).order_by(StoredDocument.id)).all()
        if found and word:
            return found
    raise NotStored(f"库中没有文件“{wanted}”：可以写文件编号、存入时的文件名、SHA-256 的前 8 位，或其中项目的编码。")
