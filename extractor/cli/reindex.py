"""`jixiao reindex`: checks that store, originals and index fit together, and mends what does not."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.chinese import ChineseCommand
from extractor.cli.options import ConfigOption
from extractor.cli.store_options import QuietOption
from extractor.errors import IndexUnavailable

if TYPE_CHECKING:
    from extractor.app import App
    from extractor.store.repair import BlobReport
    from extractor.store.store import Store

EPILOG = """
\b
例：
  jixiao reindex                     检查，并重建索引
  jixiao reindex --recheck           升级之后：按新的规则重新核查所有的表
  jixiao reindex --reread            升级之后：由原件重新读取所有的文件，更正和复核记录保留
  jixiao reindex --restore           把有原件而没有记录的文件重新读入
  jixiao reindex --remove-orphans    删掉没有记录的原件
\b
返回码：0 都好；2 有修不好的，原因见标准错误输出。
"""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("reindex", cls=ChineseCommand, help="检查数据库、原件和索引是否一致，修复并重建索引。", epilog=EPILOG)(
        reindex
    )


def reindex(
    recheck: Annotated[bool, typer.Option("--recheck", help="重新核查所有的自评表；更正和复核记录不变。")] = False,
    reread: Annotated[
        bool, typer.Option("--reread", help="由原件重新读取所有的文件；更正和复核记录保留，放不回去的表不动并说明。")
    ] = False,
    restore: Annotated[bool, typer.Option("--restore", help="把有原件而没有记录的文件重新读入。")] = False,
    remove_orphans: Annotated[bool, typer.Option("--remove-orphans", help="删掉没有记录的原件。")] = False,
    config: ConfigOption = None,
    quiet: QuietOption = False,
) -> int:
    """Checks, settles what was left undone, rebuilds the index; returns the exit code."""
    from extractor.app import open_app

    app = open_app(config)
    store = app.open_store()
    damage, blobs = store.check()
    wrong = [f"数据库检查：{one}" for one in damage]
    wrong += [f"原件丢失：{source}（记录还在；重新存入同一文件可补回原件）" for source in blobs.missing]
    wrong += [f"原件损坏：{source}（记录还在，原件的内容变了）" for source in blobs.damaged]
    if reread:
        wrong += _reread(app, store, quiet=quiet)
    if recheck:
        _say(f"重新核查了 {store.recheck_all()} 份自评表", quiet=quiet)
    if blobs.orphans:
        wrong += _orphans(app, store, blobs, restore=restore, remove=remove_orphans, quiet=quiet)
    store.settle()
    wrong += _rebuild(app, store, quiet=quiet)
    for one in wrong:
        print(one, file=sys.stderr)
    unrecorded = bool(blobs.orphans) and not (restore or remove_orphans)
    state = "有问题，见上" if wrong else "有原件没有记录，见上" if unrecorded else "数据库、原件和索引一致"
    _say(f"库中 {store.count()} 份自评表，{state}", quiet=quiet)
    return 2 if wrong else 0


def _reread(app: "App", store: "Store", *, quiet: bool) -> list[str]:
    """Reads every original again and puts what is read now in place of what was; what could not be replaced, and why."""
    from extractor.cli.progress import counted_bar
    from extractor.inputs import Input

    documents = store.documents()
    told: list[str] = []
    forms = read = 0
    with counted_bar("重新读取", len(documents), shown=not quiet and sys.stderr.isatty()) as advance:
        for number, source, sha256 in documents:
            advance(1)
            if not store.blobs.has(sha256):
                continue  # said already
            found = store.replace_reading(number, app.read_alone(Input(source=source, path=store.blobs.path(sha256))))
            read += 1
            forms += found.forms
            if found.why is not None:
                told.append(f"{source}：没有替换，{found.why}")
    _say(f"重新读取了 {read} 个文件，{forms} 份自评表有变化", quiet=quiet)
    return told


def _orphans(app: "App", store: "Store", blobs: "BlobReport", *, restore: bool, remove: bool, quiet: bool) -> list[str]:
    """Restores or removes originals without rows, or says that they are there; what still stays wrong."""
    names = blobs.orphans
    if restore:
        from extractor.inputs import Input

        inputs = [Input(source=name, path=store.blobs.path(name)) for name in names]
        outcomes = list(app.ingestion(store).run(inputs))
        restored = sum(one.status == "added" for one in outcomes)
        _say(f"重新读入了 {restored} 个原件", quiet=quiet)
        names = tuple(one.document.source for one in outcomes if one.status == "unread")
    if remove:
        for name in names:
            store.remove_orphan(name)
        _say(f"删掉了 {len(names)} 个没有记录的原件", quiet=quiet)
    elif names and restore:
        return [f"原件 {name} 读不出自评表；用 --remove-orphans 删掉" for name in names]
    elif names:
        _say(
            f"有 {len(names)} 个原件没有记录（存入时中断）：用 --restore 重新读入，或 --remove-orphans 删掉",
            quiet=quiet,
        )
    return []


def _rebuild(app: "App", store: "Store", *, quiet: bool) -> list[str]:
    from extractor.cli.progress import spinner

    index = app.open_index(store)
    try:
        with spinner("重建索引", shown=not quiet and sys.stderr.isatty()):
            store.rebuild_index(index)
        status = index.status()
    except IndexUnavailable as error:
        return [str(error)]
    finally:
        index.close()
    _say(f"索引里有 {status.passages} 段文字" + (f"；{status.problem}" if status.problem else ""), quiet=quiet)
    return []


def _say(sentence: str, *, quiet: bool) -> None:
    if not quiet:
        typer.echo(sentence)
