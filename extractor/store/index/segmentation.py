"""Chinese text as index terms: jieba in search mode, with the words of the form added."""

import logging
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import Any

_WORD = re.compile(r"[^\W_]+")
_LONGEST_WORD = 8  # characters; longer labels are phrases, better found by their parts
_TENS_OF_THOUSANDS = 20_000  # frequency of an added word: enough that jieba keeps it whole
# 紧日子, 三会一课 and the like: turns of phrase of budget units that the general dictionary cuts apart
_TURNS_OF_PHRASE = (
    "紧日子 三会一课 主题党日 三公经费 尾款 质保金 招投标 中标价 结余 政府采购 第三方 信创 等保 等级保护 达标率 满意率 满意度 "
    "及时率 完成率 合格率 参与率 执行率 覆盖率 验收 压减 统筹 超额完成 未达标 提质增效 降本增效"
)
_EMPTY_WORDS = frozenset(
    [
        "的",
        "了",
        "是",
        "在",
        "和",
        "与",
        "及",
        "或",
        "有",
        "也",
        "都",
        "就",
        "被",
        "把",
        "对",
        "为",
        "之",
        "其",
        "这",
        "那",
        "哪",
        "吗",
        "呢",
        "吧",
        "啊",
        "请",
        "问",
        "请问",
        "什么",
        "为什么",
        "为何",
        "怎么",
        "怎么样",
        "怎样",
        "怎么会",
        "如何",
        "哪些",
        "哪个",
        "哪里",
        "哪儿",
        "哪一",
        "哪几",
        "哪几个",
        "多少",
        "几个",
        "一下",
        "有没有",
        "是不是",
        "是否",
        "没有",
        "不",
        "没",
        "我",
        "我们",
        "你",
        "你们",
        "他",
        "他们",
        "它",
        "它们",
        "一个",
        "一些",
        "那些",
        "这些",
        "这个",
        "那个",
        "告诉",
        "知道",
        "想",
        "能",
        "能不能",
        "可以",
        "可能",
        "还有",
        "还是",
        "因为",
        "所以",
        "由于",
        "而",
        "但",
        "并",
        "从",
        "到",
        "去",
        "来",
        "给",
        "让",
        "向",
        "以",
        "于",
        "上",
        "下",
        "中",
        "里",
        "个",
        "各",
        "各自",
        "每",
        "原因",
        "情况",
        "关于",
        "相关",
        "有关",
        "方面",
        "地方",
        "时候",
        "说明",
        "解释",
        "项目",
        "单位",
        "指标",
    ]
)


_MOST_TERMS = 64  # of a question; nobody asks with more
_LONGEST_TERM = 60  # characters; no word is longer, and PostgreSQL takes 2 kB


class Segmenter:
    """Cuts texts into terms: lower case, half width, words and the shorter words within them; no punctuation."""

    def __init__(self, tokenizer: Any) -> None:  # noqa: ANN401 - jieba has no types
        self._tokenizer = tokenizer

    def terms(self, text: str) -> list[str]:
        """The terms of a passage, in order, repeated where the text repeats them."""
        return list(self._terms(text))

    def query_terms(self, text: str) -> list[str]:
        """The terms of a question, each once, without words that say nothing (的, 为什么, 哪些) and single characters.

        Where nothing else remains, the single characters and then all terms are taken.
        """
        found = list(dict.fromkeys(self._terms(text)))
        telling = [term for term in found if term not in _EMPTY_WORDS]
        return ([term for term in telling if len(term) > 1] or telling or found)[:_MOST_TERMS]

    def word_ends(self, text: str) -> set[int]:
        """The places of `text` at which a word ends, as the language cuts it (not the shorter words within)."""
        ends: set[int] = set()
        at = 0
        for word in self._tokenizer.cut(text):
            at += len(word)
            ends.add(at)
        return ends

    def _terms(self, text: str) -> Iterator[str]:
        plain = unicodedata.normalize("NFKC", text).lower()
        for word in _WORD.findall(plain):
            for term in self._tokenizer.cut_for_search(word):
                # jieba lets combining marks and the like stand alone
                if _WORD.fullmatch(term):
                    yield term[:_LONGEST_TERM]


_loaded: list[Segmenter] = []
_loading = Lock()


def load_segmenter(cache_folder: Path) -> Segmenter:
    """The segmenter, loaded once a process (about 1 s, 2 s the first time; 60 MB).

    Args:
        cache_folder: where jieba keeps its dictionary in a form that loads fast; made when missing. It holds the same
            everywhere, so the first one asked for serves the whole process.
    """
    with _loading:
        if not _loaded:
            _loaded.append(_load(cache_folder))
        return _loaded[0]


def _load(cache_folder: Path) -> Segmenter:
    import jieba

    # it reports its loading on standard error
    jieba.setLogLevel(logging.WARNING)  # pyright: ignore[reportUnknownMemberType]
    tokenizer: Any = jieba.Tokenizer()
    try:
        cache_folder.mkdir(parents=True, exist_ok=True)
        tokenizer.tmp_dir = str(cache_folder)
        tokenizer.cache_file = "jieba.cache"
    except OSError:
        # a read-only folder: the cache goes where the system keeps temporary files
        tokenizer.tmp_dir = None
    tokenizer.initialize()
    for word in _words_of_the_form():
        tokenizer.add_word(word, _TENS_OF_THOUSANDS)
    return Segmenter(tokenizer)


def _words_of_the_form() -> Iterator[str]:
    from extractor.readers import level_labels, vocabulary

    labels = (
        *vocabulary.HEADER_LABELS,
        *vocabulary.FUND_ROWS,
        *vocabulary.FUND_COLUMNS,
        *vocabulary.INDICATOR_COLUMNS,
        *level_labels.LEVEL1,
        *level_labels.LEVEL1_OF_LEVEL2,
        *_TURNS_OF_PHRASE.split(),
    )
    yield from (label for label in dict.fromkeys(labels) if 2 <= len(label) <= _LONGEST_WORD)
