"""Help and usage errors in Chinese: Typer's own words are English."""

import re
from typing import Any

from typer import TyperException
from typer.core import TyperCommand, TyperGroup

_HELP = (
    (re.compile(r"^Usage: ", re.MULTILINE), "用法："),
    (re.compile(r"^Arguments:$", re.MULTILINE), "参数："),
    (re.compile(r"^Options:$", re.MULTILINE), "选项："),
    (re.compile(r"^Commands:$", re.MULTILINE), "命令："),
    (re.compile(r"\[OPTIONS\]"), "[选项]"),
    (re.compile(r"COMMAND \[ARGS\]\.\.\."), "命令 [参数]..."),
    (re.compile(r"Show this message and exit\."), "显示本帮助。"),
    (re.compile(r"\[required\]"), "[必填]"),
    (re.compile(r"\{(\w+)\}\.\.\."), r"\1..."),
    (re.compile(r" <[\w|]+(?:\[\w+\])?>(?=\s)"), ""),
    (re.compile(r"\[default:\s+(.+?)\]"), r"[默认：\1]"),
    (re.compile(r"\[\[(\S+)\]\]"), r"[\1]"),
)
_PARAMETER = re.compile(r"^Invalid value(?: for (?P<where>.+?))?: (?P<what>.*)$", re.DOTALL)
_SENTENCES = (
    (re.compile(r"^No such option: (\S+)(?: Did you mean (.+?)\?)?.*$", re.DOTALL), r"没有选项 \1"),
    (re.compile(r"^No such command '(.+?)'.*$", re.DOTALL), r"没有命令 \1"),
    (re.compile(r"^Missing argument '(.+?)'.*$", re.DOTALL), r"缺少参数 \1"),
    (re.compile(r"^Missing option '(.+?)'.*$", re.DOTALL), r"缺少选项 \1"),
    (re.compile(r"^Missing command\.$"), r"缺少命令"),
    (re.compile(r"^Option '?(.+?)'? requires an argument\.$"), r"选项 \1 后面要有值"),
    (re.compile(r"^Option '(.+?)' does not take a value\.$"), r"选项 \1 后面不能有值"),
    (re.compile(r"^Got unexpected extra argument\S* \((.+)\)$"), r"多出的参数：\1"),
    (re.compile(r"^(?:Value error, )?'(.*)' is not one of (.+?)\.?$", re.DOTALL), r"“\1”不在可选值之中：\2"),
    (re.compile(r"^(?:File|Path) '(.+)' does not exist\.$"), r"“\1”不存在"),
    (re.compile(r"^(?:File|Path) '(.+)' is a directory\.$"), r"“\1”是文件夹，不是文件"),
    (re.compile(r"^(?:File|Path) '(.+)' is not readable\.$"), r"“\1”没有读取权限"),
)


def in_chinese(error: TyperException) -> str:
    """What is wrong with the command, and where its help is. Sentences that are not known stay as they are."""
    message = error.format_message()
    context: Any = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        return message
    found = _PARAMETER.match(message)
    if found:
        where = f"{found['where']} ".replace("'", "") if found["where"] else ""
        message = f"{where}的值不对：{_translated(found['what'])}"
    else:
        message = _translated(message)
    command = context.command_path if context is not None else "jixiao"
    return f"错误：{message}\n用法见：{command} --help"


def _translated(sentence: str) -> str:
    for pattern, chinese in _SENTENCES:
        if pattern.match(sentence):
            return pattern.sub(chinese, sentence)
    return sentence


def _help_in_chinese(text: str) -> str:
    for pattern, chinese in _HELP:
        text = pattern.sub(chinese, text)
    return text


class ChineseCommand(TyperCommand):
    """A command whose help page has Chinese headings; the text itself comes from the command."""

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 - Typer's context type is private
        """The help page."""
        return _help_in_chinese(super().get_help(ctx))


class ChineseGroup(TyperGroup):
    """The same for the page that lists the commands."""

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 - Typer's context type is private
        """The help page."""
        return _help_in_chinese(super().get_help(ctx))
