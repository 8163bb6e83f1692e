"""Old and foreign Office formats (.doc, .wps, .rtf, .xlsb ...) through LibreOffice, converted in a private folder."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

from extractor.errors import ConverterMissing, UnreadableDocument
from extractor.pages.formats import FORMAT_NAMES, Format
from extractor.pages.intake import shown_name
from extractor.pages.ole import read_stream
from extractor.pages.package import open_package
from extractor.pages.page import Page
from extractor.problems import Problem
from extractor.settings import PageLimits

_PROGRAMS = ("soffice", "libreoffice")
_SUFFIXES: dict[Format, str] = {
    "doc": ".doc",
    "wps": ".doc",
    "rtf": ".rtf",
    "word-xml": ".xml",
    "odt": ".odt",
    "xlsb": ".xlsb",
    "excel-xml": ".xml",
}
_ZIPPED: frozenset[Format] = frozenset({"odt", "xlsb"})
_WORKBOOKS: frozenset[Format] = frozenset({"xlsb", "excel-xml"})
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
</oor:items>
"""
"""Settings of the private LibreOffice profile: no macros, nothing fetched that a document links to."""


def read_converted(path: Path, limits: PageLimits, kind: Format) -> Iterator[Page | Problem]:
    """The pages of a document of format `kind` after conversion to .docx or .xlsx.

    Raises:
        ConverterMissing: LibreOffice is not installed.
        UnreadableDocument: it has a password, or the conversion fails or takes longer than
            `limits.converter_seconds`.
    """
    _refuse_encrypted(path, kind)
    if kind in _ZIPPED:
        # LibreOffice unpacks without limits of its own; opening checks the package against ours.
        with open_package(path, limits):
            pass
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    target: Literal["docx", "xlsx"] = "xlsx" if kind in _WORKBOOKS else "docx"
    if program is None:
        raise ConverterMissing(
            f"读取“{shown_name(path)}”（{FORMAT_NAMES[kind]}）需要 LibreOffice，本机没有安装；"
            f"请安装 LibreOffice，或用 Word、WPS 另存为 .{target} 后重试。"
        )
    with tempfile.TemporaryDirectory(prefix="jixiao-", ignore_cleanup_errors=True) as folder:
        converted = _convert(program, path, Path(folder), limits, kind, target)
        if target == "xlsx":
            from extractor.pages.backends.workbook_xlsx import read_xlsx

            yield from read_xlsx(converted, limits, name=shown_name(path))
        else:
            from extractor.pages.backends.document import read_docx

            yield from read_docx(converted, limits, name=shown_name(path))


def _reader(kind: Format) -> Callable[[Path, PageLimits], Iterator[Page | Problem]]:
    def read(path: Path, limits: PageLimits) -> Iterator[Page | Problem]:
        return read_converted(path, limits, kind)

    read.__doc__ = f"The pages of a document of format {kind}, converted; see `read_converted`."
    return read


read_doc = _reader("doc")
read_wps = _reader("wps")
read_rtf = _reader("rtf")
read_word_xml = _reader("word-xml")
read_odt = _reader("odt")
read_xlsb = _reader("xlsb")
read_excel_xml = _reader("excel-xml")


def _refuse_encrypted(path: Path, kind: Format) -> None:
    """Refuses a .doc with a password: bit fEncrypted of its file information block ([MS-DOC] 2.5.2)."""
    if kind not in ("doc", "wps"):
        return
    header = read_stream(path, "WordDocument")
    if header is None or len(header) < 32:
        raise UnreadableDocument(
            "truncated",
            f"文档“{shown_name(path)}”不完整，读不出正文，请重新下载，或用 Word、WPS 打开并另存为 .docx 后重试。",
        )
    if header[11] & 0x01:
        raise UnreadableDocument("encrypted", f"文档“{shown_name(path)}”有密码，请先去除密码并另存后重试。")


def _convert(program: str, path: Path, folder: Path, limits: PageLimits, kind: Format, target: str) -> Path:
    source = folder / f"document{_SUFFIXES[kind]}"
    shutil.copyfile(path, source)
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    results = folder / "converted"
    command = [
        program,
        "--headless",
        "--norestore",
        "--nolockcheck",
        f"-env:UserInstallation={profile.parent.as_uri()}",
    ]
    command += ["--convert-to", target, "--outdir", str(results), str(source)]
    if not _run(command, folder, limits.converter_seconds):
        raise UnreadableDocument(
            "corrupt",
            f"LibreOffice 转换“{shown_name(path)}”超过 {limits.converter_seconds} 秒，已中止；"
            f"请用 Word、WPS 另存为 .{target} 后重试，或调高设置 limits.converter_seconds。",
        )
    result = results / f"document.{target}"
    if not result.is_file():
        raise UnreadableDocument(
            "corrupt",
            f"LibreOffice 无法转换“{shown_name(path)}”，文件可能已损坏；请用 Word、WPS 打开并另存为 .{target} 后重试。",
        )
    return result


def _run(command: list[str], folder: Path, seconds: int) -> bool:
    """Runs LibreOffice to its end; false when it had to be stopped, together with all it has started."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(timeout=seconds)
        return True
    except subprocess.TimeoutExpired:
        return False
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
