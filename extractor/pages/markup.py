"""XML parsed without trust: no entities, no network, no document type, bounded depth and text length."""

import importlib
from collections.abc import Iterator
from typing import IO, Any, Protocol, cast

from extractor.errors import UnreadableDocument
from extractor.pages.package import ZIP_FAILURES

_PROLOG_BYTES = 65536
_FORBIDDEN = tuple(
    word.encode(encoding) for word in ("<!DOCTYPE", "<!ENTITY") for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)


class Node(Protocol):
    """An element of a parsed document, as lxml offers it."""

    @property
    def tag(self) -> object:
        """The qualified name; not a string for comments and processing instructions."""
        ...

    @property
    def text(self) -> str | None:
        """The text before the first child."""
        ...

    @property
    def tail(self) -> str | None:
        """The text after the element."""
        ...

    @property
    def attrib(self) -> dict[str, str]:
        """The attributes by qualified name."""
        ...

    def get(self, key: str) -> str | None:
        """An attribute's value."""
        ...

    def __iter__(self) -> Iterator["Node"]: ...

    def __len__(self) -> int: ...

    def iter(self) -> Iterator["Node"]:
        """The element and all below it, in document order."""
        ...

    def getparent(self) -> "Node | None":
        """The element above."""
        ...

    def remove(self, element: "Node") -> None:
        """Takes a child out."""
        ...

    def clear(self) -> None:
        """Forgets all that is inside, to give its memory back."""
        ...


def local_name(node: Node) -> str:
    """The name without its namespace (the strict and the usual variants of Office formats differ only there)."""
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(node: Node, name: str) -> str | None:
    """The value of the attribute with this local name, whatever its namespace."""
    found = node.get(name)
    if found is not None:
        return found
    for key, value in node.attrib.items():
        if key.endswith("}" + name):
            return value
    return None


def child(node: Node, name: str) -> Node | None:
    """The first child with this local name."""
    for one in node:
        if local_name(one) == name:
            return one
    return None


def _lxml() -> Any:  # noqa: ANN401 - lxml carries no types
    return importlib.import_module("lxml.etree")


def refused(file_name: str) -> UnreadableDocument:
    """The error for a part with a document type or entities."""
    return UnreadableDocument(
        "corrupt",
        f"文件“{file_name}”的内部含有不允许的实体定义（DOCTYPE），出于安全考虑已拒绝读取，请用原软件打开并另存后重试。",
    )


def damaged(file_name: str, part: str) -> UnreadableDocument:
    """The error for a part that is not well-formed."""
    return UnreadableDocument(
        "corrupt", f"文件“{file_name}”已损坏（{part} 的内容不完整或格式有误），请重新下载或用原软件打开并另存后重试。"
    )


def parse_part(data: bytes, *, file_name: str, part: str) -> Node:
    """The root element of an XML part.

    Raises:
        UnreadableDocument: not well-formed, nested too deeply, or with a document type or entities ("corrupt").
    """
    if any(word in data[:_PROLOG_BYTES] for word in _FORBIDDEN):
        raise refused(file_name)
    etree = _lxml()
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise damaged(file_name, part) from error
    if root.getroottree().docinfo.doctype:
        raise refused(file_name)
    return cast(Node, root)


def stream_part(stream: IO[bytes], tags: tuple[str, ...], *, file_name: str, part: str) -> Iterator[Node]:
    """The elements with these local names as their end is reached; what the consumer has seen is to be cleared by it.

    Raises:
        UnreadableDocument: as for `parse_part`, after the elements that were still sound.
    """
    etree = _lxml()
    try:
        events = etree.iterparse(
            stream,
            events=("end",),
            tag=tuple("{*}" + tag for tag in tags),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        for _, node in events:
            if node.getroottree().docinfo.doctype:
                raise refused(file_name)
            yield cast(Node, node)
        if events.root is not None and events.root.getroottree().docinfo.doctype:
            raise refused(file_name)
    except (etree.LxmlError, *ZIP_FAILURES, OSError) as error:
        raise damaged(file_name, part) from error
