"""The Typer application: all commands, registered by hand."""

import typer

from extractor.cli import (
    ask,
    batch,
    chat,
    check,
    delete,
    doctor,
    evaluate,
    export,
    extract,
    ingest,
    models,
    reindex,
    rules,
    schema,
    serve,
    stored,
    users,
    version,
)
from extractor.cli.chinese import ChineseGroup

EPILOG = """
\b
例：
  jixiao extract 自评表.pdf                          在终端里看
  jixiao extract 2023年/ --output 结果.xlsx            整个文件夹，写成 Excel
  jixiao extract a.pdf b.docx --format json          给程序用
  jixiao check 结果.json --strict                     改过之后重新核查
  jixiao ingest 2023年/                              存入数据库
  jixiao batch 全省2023/ --output 结果                  成千上万个文件，中断后可接着做
  jixiao list --year 2023 --has-findings             查库中有问题的
  jixiao serve                                       打开网页
  jixiao eval run digital                            评测读得准不准
  jixiao rules SCO001                                一条规则的说明
"""

app = typer.Typer(
    name="jixiao",
    cls=ChineseGroup,
    help="读项目支出绩效自评表（PDF、Word、Excel、网页、文本），逐项核对分数，说出哪里对不上。",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for module in (
    extract,
    check,
    ingest,
    batch,
    ask,
    chat,
    stored,
    export,
    delete,
    reindex,
    serve,
    users,
    models,
    evaluate,
    rules,
    schema,
    doctor,
    version,
):
    module.register(app)
