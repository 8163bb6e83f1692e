"""`jixiao eval label`, `import`, `generate`: data sets."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.chinese import ChineseCommand
from extractor.cli.options import ConfigOption

if TYPE_CHECKING:
    from evals.labelling import Facts, Labelled

LABEL_EPILOG = """
\b
例：
  jixiao eval label 我的数据集
  jixiao eval label 我的数据集 --all-reviewed --licence 内部使用
\b
取网页“复核”里标记为完成的表所在的文件；人改过的值就是答案。只有一部分表完成的文件不取。
"""
IMPORT_EPILOG = """
\b
例：
  jixiao extract 材料/a.pdf --format json --output 材料/a.json    先读出来，再改正 a.json 里读错的值
  jixiao eval import 材料 --output 我的数据集 --origin 某市2023年
  jixiao eval run 我的数据集
  jixiao eval import 我的数据集 --version 2                     改过数据集以后重新登记
\b
文件旁边放同名的 .json 作答案（a.pdf 配 a.json 或 a.pdf.json）；没有自评表的文件，答案写 []。
"""
GENERATE_EPILOG = """
\b
例：
  jixiao eval generate 练习 --count 200 --formats pdf,xlsx,docx
  jixiao eval generate 扫描 --count 20 --degradations scan-200,photo --seed 7
  jixiao eval run 练习
"""
OutArgument = Annotated[Path, typer.Argument(metavar="OUT", help="数据集写到这个文件夹（新的或空的）。")]
TitleOption = Annotated[str | None, typer.Option("--title", metavar="TEXT", help="数据集的名称。")]
OriginOption = Annotated[str | None, typer.Option("--origin", metavar="TEXT", help="从哪里来。")]
LicenceOption = Annotated[str | None, typer.Option("--licence", metavar="TEXT", help="使用许可。")]
SplitOption = Annotated[
    str | None,
    typer.Option("--split", metavar="train|development|test", help="用途；test 只用来报数，不据以修改程序。"),
]
VersionOption = Annotated[str | None, typer.Option("--version", metavar="TEXT", help="版本。")]


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command("label", cls=ChineseCommand, help="把数据库中复核过的表做成数据集。", epilog=LABEL_EPILOG)(label)
    app.command("import", cls=ChineseCommand, help="把自己的文件和答案做成数据集。", epilog=IMPORT_EPILOG)(import_)
    app.command("generate", cls=ChineseCommand, help="印制新的表：任意多张，算术成立。", epilog=GENERATE_EPILOG)(
        generate
    )


def label(
    out: OutArgument,
    all_reviewed: Annotated[
        bool, typer.Option("--all-reviewed", help="没有待复核项的也要，即使没有标记为完成。")
    ] = False,
    title: TitleOption = None,
    origin: OriginOption = None,
    licence: LicenceOption = None,
    split: SplitOption = None,
    version: VersionOption = None,
    config: ConfigOption = None,
) -> int:
    """Makes a data set of the store."""
    from evals.labelling import label_store
    from extractor.app import open_app

    store = open_app(config).open_store()
    try:
        made = label_store(store, out, _facts(title, origin, licence, split, version), all_reviewed=all_reviewed)
    finally:
        store.close()
    return _told(made, out)


def import_(
    source: Annotated[Path, typer.Argument(metavar="FOLDER", help="有文件和答案的文件夹。")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="数据集写到哪里；不写时在原处重新登记数据集。")
    ] = None,
    title: TitleOption = None,
    origin: OriginOption = None,
    licence: LicenceOption = None,
    split: SplitOption = None,
    version: VersionOption = None,
) -> int:
    """Makes a data set of a folder."""
    from evals.dataset_folder import CARD
    from evals.labelling import import_folder
    from extractor.errors import SettingsError

    if output is None and not (source / CARD).is_file():
        raise SettingsError("请用 --output 指定数据集写到哪个文件夹。")
    folder = output or source
    return _told(import_folder(source, folder, _facts(title, origin, licence, split, version)), folder)


def generate(
    out: OutArgument,
    count: Annotated[int, typer.Option("--count", metavar="N", min=1, help="几张表。")] = 20,
    seed: Annotated[int, typer.Option("--seed", metavar="N", min=0, help="随机数的起点。")] = 0,
    formats: Annotated[
        str, typer.Option("--formats", metavar="NAMES", help="格式，用逗号分开：pdf、xlsx、docx、txt、md、html。")
    ] = "pdf",
    layouts: Annotated[
        str, typer.Option("--layouts", metavar="NAMES", help="版式，用逗号分开；all 各版式轮流，random 随机混合。")
    ] = "all",
    degradations: Annotated[
        str, typer.Option("--degradations", metavar="NAMES", help="扫描或拍照，用逗号分开（见 docs/evaluation.md）。")
    ] = "",
    records: Annotated[
        str, typer.Option("--records", metavar="NAME", help="用哪个记录数据集；drawn：新画的记录。")
    ] = "drawn",
) -> int:
    """Writes a data set of drawn forms."""
    from evals.generation import generate_dataset

    made = generate_dataset(
        out,
        count=count,
        seed=seed,
        formats=formats.split(","),
        layouts=layouts.split(","),
        degradations=[name for name in degradations.split(",") if name],
        records=records,
    )
    return _told(made, out)


def _facts(
    title: str | None, origin: str | None, licence: str | None, split: str | None, version: str | None
) -> "Facts":
    from evals.labelling import Facts
    from extractor.errors import SettingsError

    if split not in (None, "train", "development", "test"):
        raise SettingsError(f"--split 只能是 train、development 或 test，不能是“{split}”。")
    return Facts(title=title, origin=origin, licence=licence, split=split, version=version)


def _told(made: "Labelled", out: Path) -> int:
    card = made.card
    typer.echo(
        f"数据集“{out}”：{card.documents} 份文件，{card.forms} 张表，第 {card.version} 版（{card.sha256[:12]}）。"
    )
    for name, reason in made.left_out.items():
        typer.echo(f"  没有取 {name}：{reason}", err=True)
    typer.echo(f"评测：jixiao eval run {out}")
    return 0
