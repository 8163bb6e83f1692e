"""`jixiao eval`: the commands of the evaluation harness."""

import typer

from evals.commands import comparing, datasets, gating, running
from extractor.cli.chinese import ChineseGroup

EPILOG = """
\b
例：
  jixiao eval list                                   有哪些评测集、读法和做过的评测
  jixiao eval run digital                            电子文件，各格式各版式
  jixiao eval run scans --limit 2 --engine auto      扫描件，每种退化两张，规则加模型
  jixiao eval compare 改前 改后                        两次评测比较，差别显著吗
  jixiao eval label 我的数据集                          把复核过的表变成数据集
  jixiao eval import 文件夹 --output 我的数据集           把自己的文件和答案变成数据集
  jixiao eval run 我的数据集                            用自己的数据集评测
"""

app = typer.Typer(
    name="eval",
    cls=ChineseGroup,
    help="评测：读得准不准、查得对不对、答得好不好，带误差范围和最差的案例。",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for module in (running, comparing, datasets, gating):
    module.register(app)
