"""Prompts: versioned files `prompts/<name>/v<N>.md` with a typed header, turned into the messages of one call.

A file is a TOML header between two lines `+++`, then `# system` and `# user`, whose text may hold `{{variables}}`:

    +++
    name = "reading_rows"
    version = 1
    purpose = "what it is for, in one line"
    output = "extractor.somewhere.replies:RowReplies"    # the pydantic type of the reply
    [variables]
    rows = { kind = "json", meaning = "the rows, each with its id" }
    [[examples]]
    variables = { rows = [{ id = "r1", text = "…" }] }
    reply = '{"rows": []}'
    +++
    # system
    ...
    # user
    <数据>{{rows}}</数据>

Examples go through the same template and stand before the question as a conversation. What a variable holds comes from
documents and is data: it can neither end its `<数据>` nor write a model's control marks such as `<|im_end|>`.
"""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor.errors import PromptError
from extractor.settings import resource_folder

Role = Literal["system", "user", "assistant"]

_FILE = re.compile(r"\+\+\+\n(?P<header>.*?)\n\+\+\+\n+# system\n(?P<system>.*?)\n# user\n(?P<user>.*)", re.DOTALL)
_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_FENCE = re.compile(r"<(\s*/?\s*数据\s*)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of a conversation: its text and, for endpoints that see, pictures as PNG bytes."""

    role: Role
    text: str
    images: tuple[bytes, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedPrompt:
    """The messages of one call, with the name and version of the prompt that they were made from."""

    name: str
    version: int
    messages: tuple[Message, ...]


class Variable(BaseModel):
    """What a variable means; `json` values are written as JSON, `text` as they are (less what would end the data)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["json", "text"] = "text"
    meaning: str


class Example(BaseModel):
    """One solved case: values for all variables and the reply that is right."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    variables: dict[str, Any]
    reply: str


class PromptHeader(BaseModel):
    """The header of a prompt file; `output` names the pydantic type of the reply as `module:Class`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    version: int = Field(gt=0)
    purpose: str
    output: str = Field(pattern=r"^[\w.]+:\w+$")
    variables: dict[str, Variable] = Field(default_factory=dict[str, Variable])
    examples: list[Example] = Field(default_factory=list[Example])


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A prompt file as read: header and the two templates."""

    header: PromptHeader
    system: str
    user: str

    def render(self, **values: object) -> RenderedPrompt:
        """The messages: system, the examples as question and reply, and the question.

        Raises:
            PromptError: a variable is missing or not declared; the message names it.
        """
        messages = [Message(role="system", text=self._filled(self.system, values))]
        for example in self.header.examples:
            messages.append(Message(role="user", text=self._filled(self.user, example.variables)))
            messages.append(Message(role="assistant", text=example.reply.strip()))
        messages.append(Message(role="user", text=self._filled(self.user, values)))
        return RenderedPrompt(name=self.header.name, version=self.header.version, messages=tuple(messages))

    def _filled(self, template: str, values: Mapping[str, object]) -> str:
        where = f"提示词 {self.header.name}/v{self.header.version}"
        declared = self.header.variables
        if missing := sorted(declared.keys() - values.keys()):
            raise PromptError(f"{where}：缺少变量 {'、'.join(missing)}")
        if unknown := sorted(values.keys() - declared.keys()):
            raise PromptError(f"{where}：没有声明变量 {'、'.join(unknown)}")
        return _VARIABLE.sub(lambda found: _as_data(values[found[1]], declared[found[1]]), template)


def load_prompt(name: str, version: int | None = None) -> Prompt:
    """The prompt `name`, its latest version when `version` is `None`.

    Raises:
        PromptError: there is no such prompt or version, or the file is wrong; the message says where.
    """
    folder = resource_folder("prompts") / name
    if not _NAME.fullmatch(name) or not folder.is_dir():
        raise PromptError(f"没有名为“{name}”的提示词")
    versions = prompt_versions(name)
    chosen = max(versions, default=None) if version is None else version
    if chosen is None or chosen not in versions:
        raise PromptError(f"提示词 {name} 没有版本 {chosen or 1}，有的是：{'、'.join(map(str, versions)) or '无'}")
    return _read(folder / f"v{chosen}.md")


def prompt_versions(name: str) -> Sequence[int]:
    """The versions of the prompt `name` that there are, ascending."""
    found = (re.fullmatch(r"v([1-9]\d*)", path.stem) for path in (resource_folder("prompts") / name).glob("v*.md"))
    return sorted(int(one[1]) for one in found if one)


@lru_cache(maxsize=64)
def _read(path: Path) -> Prompt:
    where = f"提示词 {path.parent.name}/{path.name}"
    parts = _FILE.fullmatch(path.read_text(encoding="utf-8").replace("\r\n", "\n"))
    if parts is None:
        raise PromptError(f"{where}：应依次有 +++ 之间的文件头、# system 和 # user")
    try:
        header = PromptHeader.model_validate(tomllib.loads(parts["header"]))
    except tomllib.TOMLDecodeError as error:
        raise PromptError(f"{where}：文件头不是有效的 TOML：{error}") from error
    except ValidationError as error:
        wrong = "；".join(f"{'.'.join(map(str, one['loc']))}（{one['msg']}）" for one in error.errors())
        raise PromptError(f"{where}：文件头无效：{wrong}") from error
    if (header.name, f"v{header.version}") != (path.parent.name, path.stem):
        raise PromptError(f"{where}：文件头写的是 {header.name}/v{header.version}")
    used = set(_VARIABLE.findall(parts["system"] + parts["user"]))
    if used != header.variables.keys():
        wrong = "、".join(sorted(used ^ header.variables.keys()))
        raise PromptError(f"{where}：声明的变量与用到的不一致：{wrong}")
    return Prompt(header=header, system=parts["system"].strip(), user=parts["user"].strip())


def _as_data(value: object, variable: Variable) -> str:
    """The value as it stands in a message: unable to end its `<数据>` or to write control marks of chat templates."""
    if variable.kind == "json":
        text = json.dumps(value, ensure_ascii=False)
        # the same JSON, but without the characters that marks are made of
        return _FENCE.sub(r"\\u003c\1\\u003e", text).replace("<|", "\\u003c|")
    return _FENCE.sub(r"＜\1＞", str(value)).replace("<|", "＜|")
