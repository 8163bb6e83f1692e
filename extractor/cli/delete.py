"""`jixiao delete`: takes documents out of the store."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.chinese import ChineseCommand
from extractor.cli.options import ConfigOption
from extractor.cli.store_options import QuietOption, follow_index
from extractor.errors import SettingsError

if TYPE_CHECKING:
    from extractor.store.store import Store
    from extractor.store.tables import StoredDocument

EPILOG = """
\b
例：
  jixiao delete 2023年/a.pdf                     存入时的文件名
  jixiao delete 440303210301500004143 --yes      含有这个项目的文件
  jixiao delete 12                               文件编号
\b
删除的是文件：其中所有的自评表、问题、更正记录和原件一起删除；它们替代过的旧版本恢复为现行版本。
"""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("delete", cls=ChineseCommand, help="从库中删除文件和其中的自评表。", epilog=EPILOG)(delete)


def delete(
    targets: Annotated[
        list[str], typer.Argument(metavar="DOCUMENT", help="文件名、文件编号、SHA-256 的前 8 位，或项目编码。")
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="不再询问。")] = False,
    config: ConfigOption = None,
    quiet: QuietOption = False,
) -> int:
    """Says what will go, asks, deletes."""
    from extractor.app import open_app

    app = open_app(config)
    store = app.open_store()
    documents = _documents(store, targets)
    if not yes:
        for one in documents:
            print(f"文件编号 {one.id}：{one.source}，{len(store.known(one.id).forms)} 份自评表", file=sys.stderr)
        _ask(len(documents))
    for one in documents:
        store.delete_document(one.id)
        if not quiet:
            print(f"已删除 {one.source}", file=sys.stderr)
    store.settle()
    problem = follow_index(app, store, quiet=quiet)
    if problem is not None and not quiet:
        print(f"提示：{problem}", file=sys.stderr)
    return 0


def _documents(store: "Store", targets: list[str]) -> "list[StoredDocument]":
    from extractor.store.selection import find_documents

    found: dict[int, StoredDocument] = {}
    with store.reading() as session:
        for target in targets:
            found |= {one.id: one for one in find_documents(session, target)}
    return list(found.values())


def _ask(count: int) -> None:
    if not sys.stdin.isatty():
        raise SettingsError("删除前要确认：请在终端里运行，或加 --yes")
    typer.confirm(f"删除这 {count} 个文件？", abort=True)
