"""Tries an endpoint with tiny real calls: is it there, does it have the model, which output modes hold, how fast is it."""

import struct
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, cast

import httpx
from pydantic import BaseModel, ValidationError

from extractor.errors import ModelError
from extractor.llm.connection import Connection, open_client
from extractor.llm.embeddings import EndpointEmbedder
from extractor.llm.endpoint import Endpoint
from extractor.llm.failures import CallFailed, as_model_error
from extractor.llm.output_modes import OUTPUT_MODES, OutputMode, strict_schema, with_schema_in_words
from extractor.llm.reply_text import json_objects
from extractor.prompts import Message
from extractor.settings import ModelSettings

State = Literal["好", "缺", "错"]
_MODE_NAMES: dict[OutputMode, str] = {
    "json_schema": "输出 json_schema（按结构约束）",
    "tools": "输出 tools（工具调用）",
    "json_object": "输出 json_object（任意 JSON）",
    "plain": "输出 plain（纯文字）",
}
_REASONS = (
    ("refused", "连接被拒绝"),
    ("getaddrinfo", "找不到这个主机"),
    ("not known", "找不到这个主机"),
    ("name resolution", "找不到这个主机"),
    ("CERTIFICATE_VERIFY", "证书不受信任，可用 SSL_CERT_FILE 指明本单位的根证书"),
    ("WRONG_VERSION", "对方不是 https 服务，试试 http://"),
)
_REPLY_TOKENS = 60
_SQUARE = 64  # pixels; smaller pictures are refused by some


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """One line: what was tried, whether it is well, missing or wrong, and the details with the seconds it took."""

    name: str
    state: State
    detail: str
    mode: OutputMode | None = None


class Mark(BaseModel):
    """An answer that no model gives unless it is made to, or told to."""

    mark: Literal["绩-甲", "绩-乙"]


class _Colour(BaseModel):
    colour: Literal["红", "绿", "蓝", "看不见"]


def probe_endpoint(endpoint: Endpoint, settings: ModelSettings) -> Iterator[Probe]:
    """The probes one after the other, as they are done; ends after the first when nobody answers or the key is wrong."""
    listing = _listing(endpoint, settings)
    yield listing
    if listing.state == "错":
        return
    connection = Connection(endpoint, settings)
    working: list[OutputMode] = []
    for mode in OUTPUT_MODES:
        probe = _output_mode(connection, mode)
        if probe.state == "好":
            working.append(mode)
        yield probe
        if probe.state == "错":
            break  # it does not answer at all: the other modes would only wait as long
    yield _conclusion(endpoint, working)
    yield _embeddings(endpoint, settings)
    yield _vision(connection)
    yield _judging(endpoint)


def _listing(endpoint: Endpoint, settings: ModelSettings) -> Probe:
    key = endpoint.api_key
    headers = {"authorization": f"Bearer {key.get_secret_value()}"} if key else {}
    began = time.monotonic()
    try:
        with open_client(endpoint, settings) as client:
            response = client.get(f"{endpoint.base_url}/models", headers=headers)
            models = _model_names(response)
    except httpx.HTTPError as error:
        detail = f"{endpoint.base_url} 连接不上（{_why(error)}）。请检查地址、端口、服务是否已启动、防火墙和代理。"
        return Probe(name="连接", state="错", detail=detail)
    took = _seconds(began)
    if response.status_code in (401, 403):
        detail = f"{endpoint.base_url} 不接受密钥（状态码 {response.status_code}）。请检查 JIXIAO_LLM_API_KEY。"
        return Probe(name="连接", state="错", detail=detail)
    if models is None:
        detail = f"{endpoint.base_url} 有应答（状态码 {response.status_code}，{took}），不提供模型列表"
        return Probe(name="连接", state="缺", detail=detail)
    if endpoint.model in models:
        return Probe(name="连接", state="好", detail=f"{endpoint.base_url}，有模型 {endpoint.model}（{took}）")
    listed = "、".join(models[:8]) + ("……" if len(models) > 8 else "")
    detail = f"{endpoint.base_url} 有应答，但列表里没有模型“{endpoint.model}”，有的是：{listed or '无'}"
    return Probe(name="连接", state="缺", detail=detail)


def _model_names(response: httpx.Response) -> list[str] | None:
    if not response.is_success:
        return None
    try:
        data = cast("dict[str, Any]", response.json())["data"]
        return [str(one["id"]) for one in data]
    except (ValueError, LookupError, TypeError):
        return None


def _why(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "超时"
    said = str(error) or type(error).__name__
    return next((chinese for english, chinese in _REASONS if english in said), said)


def _output_mode(connection: Connection, mode: OutputMode) -> Probe:
    """Whether the mode makes the model answer with one of two marks; told of them only where nothing enforces it."""
    schema = strict_schema(Mark)
    messages = [Message(role="user", text="请给出标记 mark。")]
    if mode in ("json_object", "plain"):
        messages = with_schema_in_words(messages, schema)
    name = _MODE_NAMES[mode]
    began = time.monotonic()
    try:
        completion = connection.complete(messages, mode, schema, max_tokens=_REPLY_TOKENS)
    except CallFailed as failed:
        state: State = "缺" if failed.kind == "unsupported" else "错"
        said = (
            f"不接受（{failed.said}）"
            if failed.kind == "unsupported"
            else str(as_model_error(failed, connection.endpoint))
        )
        return Probe(name=name, state=state, detail=said, mode=mode)
    took = f"{_seconds(began)}，{completion.usage.prompt_tokens}＋{completion.usage.completion_tokens} 个词元"
    if _is(Mark, completion.text):
        return Probe(name=name, state="好", detail=f"可用（{took}）", mode=mode)
    said = " ".join(completion.text.split())[:40]
    return Probe(name=name, state="缺", detail=f"接受，但回复不合结构：“{said}”（{took}）", mode=mode)


def _is(kind: type[BaseModel], text: str) -> bool:
    try:
        return any(kind.model_validate(one) for one in json_objects(text))
    except ValidationError:
        return False


def _conclusion(endpoint: Endpoint, working: list[OutputMode]) -> Probe:
    if not working:
        return Probe(name="结论", state="错", detail="没有一种输出方式可用，请换一个模型或服务")
    first: OutputMode | None = next((mode for mode in endpoint.output_modes if mode in working), None)
    if first is None:
        detail = f"设置里声明的方式都不可用，请改为 output_modes = {list(working)}"
        return Probe(name="结论", state="错", detail=detail.replace("'", '"'))
    return Probe(name="结论", state="好", detail=f"将使用 {first}", mode=first)


def _embeddings(endpoint: Endpoint, settings: ModelSettings) -> Probe:
    if not endpoint.embedding_model:
        return Probe(name="向量", state="缺", detail="没有声明 embedding_model；检索用自带的向量模型，不受影响")
    began = time.monotonic()
    try:
        vector = EndpointEmbedder(endpoint, settings).embed_query("绩效自评")
    except ModelError as error:
        return Probe(name="向量", state="错", detail=str(error))
    use = "检索用它" if endpoint.embeds else "检索仍用自带的，设 JIXIAO_EMBEDDING_MODEL 才用它"
    return Probe(
        name="向量", state="好", detail=f"{endpoint.embedding_model}，{len(vector)} 维（{_seconds(began)}）；{use}"
    )


def _vision(connection: Connection) -> Probe:
    if not connection.endpoint.vision:
        return Probe(name="看图", state="缺", detail="没有声明 vision = true；存疑的扫描格不用模型复读，不受影响")
    asked = Message(role="user", text="图片是什么颜色？", images=(_red_square(),))
    mode = connection.endpoint.output_modes[-1]
    messages = with_schema_in_words([asked], strict_schema(_Colour))
    try:
        completion = connection.complete(messages, mode, strict_schema(_Colour), max_tokens=_REPLY_TOKENS)
    except CallFailed as failed:
        return Probe(name="看图", state="错", detail=str(as_model_error(failed, connection.endpoint)))
    if "红" in completion.text:
        return Probe(name="看图", state="好", detail="认出了一块红色")
    return Probe(name="看图", state="错", detail="没有认出一块红色，请去掉 vision = true 或换模型")


def _judging(endpoint: Endpoint) -> Probe:
    if endpoint.judges:
        return Probe(name="语言核查", state="好", detail="已声明 judges = true：核查时请模型读文字")
    detail = "没有声明 judges = true，核查不用模型；70 亿参数以上的模型可设 JIXIAO_LLM_JUDGES=1（见 docs/models.md）"
    return Probe(name="语言核查", state="缺", detail=detail)


def _red_square() -> bytes:
    """A red picture as PNG, made by hand: nothing below `pages` draws."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", _SQUARE, _SQUARE, 8, 2, 0, 0, 0)
    rows = (b"\x00" + b"\xe0\x10\x10" * _SQUARE) * _SQUARE
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def _seconds(began: float) -> str:
    return f"{time.monotonic() - began:.1f} 秒"
