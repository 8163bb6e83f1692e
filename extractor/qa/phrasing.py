"""Answers in a model's words: the template answer said more fluently, and let through only where it claims the same.

The model is shown the question and the template answer, never the store. Every figure, name, quoted passage, negation
and order of its text is compared with the template's; a text that has one more, one less or another one is dropped and
the template answer stands. So nothing that a document says, to the model or to the reader, can get into an answer.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from extractor.errors import ModelError
from extractor.prompts import load_prompt
from extractor.qa.answer import Answer
from extractor.qa.citations import Citation
from extractor.qa.claims import Claims, Figure, Vocabulary, claims
from extractor.qa.names import normal
from extractor.records.amounts import plain

if TYPE_CHECKING:
    from extractor.llm.chat import ChatModel

PROMPT = "phrase_answer"
NOTE = "（文字由模型组织，其中的数字、名称和引文已与库里的行核对。）"
_LONGEST = 900  # characters of a template answer; longer ones are lists, which no wording makes better
_MAX_TOKENS = 1200
_GLUE = frozenset(
    ("的", "了", "是", "为", "在", "和", "与", "及", "其", "中", "共", "该", "这", "那", "各", "每", "等", "由", "对", "从", "到", "至", "于", "以", "而", "且", "并", "也", "还", "都", "均", "即", "则", "所", "之", "个", "项", "条", "有", "达", "按", "已",
     "其中", "分别", "分别是", "分别为", "共有", "一共", "总共", "合计", "总计", "共计", "达到", "以及", "此外", "另外", "另", "同时", "根据", "按照", "自评表", "显示", "目前", "这些", "那些", "如下", "上述", "以下", "包括", "具体", "来看",
     "方面", "情况", "说明", "写明", "写着", "填写", "项目", "单位", "指标", "问题", "数据", "记录", "表里", "表中", "库里", "结果", "值", "数", "金额", "名称", "依次", "属于", "来自", "关于", "它", "它们", "两者", "二者", "而言", "来说",
     "也就是", "就是", "即为", "已经", "实际", "年度", "这个", "这项", "该项", "该项目")
)  # fmt: skip
"""What may stand between claims although the template does not have it; says nothing by itself."""
_PUNCTUATION = re.compile(r"[\s,，。.;；:：、()（）“”\"'‘’《》〈〉\-—–·/!%]+")
_QUOTED = re.compile(r"[“\"]([^”\"]+)[”\"]")


class SaidAnswer(BaseModel):
    """What the model may write: the answer in its words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    answer: str = Field(min_length=1, max_length=2000)


def model_phrases(open_model: Callable[[], "ChatModel | None"]) -> Callable[[Answer], Answer]:
    """Phrases with the model which `open_model` gives (opened when first needed); answers stay as they are without one."""
    opened: list[ChatModel | None] = []

    def phrase(answer: Answer) -> Answer:
        if not may_be_phrased(answer):
            return answer
        if not opened:
            opened.append(open_model())
        return phrased(opened[0], answer) if opened[0] is not None else answer

    return phrase


def may_be_phrased(answer: Answer) -> bool:
    """Whether there is something to put into words: not refusals, not answers part of which is one, not long lists."""
    said = answer.rows
    return answer.answered and not said.refused and 0 < len(said.body(answer.answer)) <= _LONGEST


def phrased(model: "ChatModel", answer: Answer) -> Answer:
    """The answer in the model's words, with a note that says so and the template under `plan`; itself when those fail."""
    template = answer.rows.body(answer.answer)
    prompt = load_prompt(PROMPT).render(question=answer.question, answer=template)

    def verify(reply: SaidAnswer) -> None:
        if wrong := faults(answer, reply.answer):
            raise ValueError("；".join(wrong[:3]))

    try:
        said = model.accounted().ask(prompt, SaidAnswer, max_tokens=_MAX_TOKENS, verify=verify).value.answer.strip()
    except ModelError:
        return answer
    if normal(said) == normal(template):
        return answer
    held = answer.plan | {"phrasing": {"model": model.endpoint.model, "template": answer.answer}}
    told = said + "".join(answer.rows.notes) + NOTE
    return answer.model_copy(update={"answer": told, "plan": held})


def faults(answer: Answer, text: str) -> list[str]:
    """What `text` claims otherwise than the template answer does, in Chinese sentences; empty when nothing."""
    template = answer.rows.body(answer.answer)
    known = answer.rows
    vocabulary = Vocabulary(
        forms=known.forms, units=known.units, rows=known.indicators, values=known.values,
        passages=(*known.passages, *(one.quote or "" for one in answer.citations)), formulas_of=template,
    )  # fmt: skip
    said, meant = claims(text, vocabulary), claims(template, vocabulary)
    return [
        *_differences(said, meant),
        *_passages(said, meant),
        *_marks(said, answer.citations),
        *(f"“{one}”不是原文" for one in _QUOTED.findall(text) if not _stands(one, template)),
        *_strange(said.glue, meant.glue),
    ]


def _differences(said: Claims, meant: Claims) -> list[str]:
    told: list[str] = []
    told += [f"少了名称“{name}”" for _, name in sorted(meant.names - said.names)]
    told += [f"多了名称“{name}”" for _, name in sorted(said.names - meant.names)]
    told += [f"少了{_called(one)}，或改了它所说的对象" for one in _sorted(meant.figures - said.figures)]
    told += [f"多了{_called(one)}，或改了它所说的对象" for one in _sorted(said.figures - meant.figures)]
    told += ["改了取值、等级或规则"] if said.values != meant.values else []
    told += ["多了、少了或改了否定、高低、平均、全部等说法"] if said.poles != meant.poles else []
    return told


def _sorted(figures: Iterable[Figure]) -> list[Figure]:
    return sorted(figures, key=lambda one: (one.value, one.kind, one.label, one.owner))


def _called(figure: Figure) -> str:
    unit = {"percent": "%", "points": "分", "money": "元"}.get(figure.kind, figure.unit)
    return f"数字{figure.comparator}{plain(figure.value)}{unit}"


def _passages(said: Claims, meant: Claims) -> list[str]:
    """Passages stay with what they were said of; of several sentences one at least is kept."""
    told = ["引文换了对象"] if said.passages - meant.passages else []
    left = {owner for _, owner in meant.passages} - {owner for _, owner in said.passages}
    return told + (["少了引文"] if left else [])


def _marks(said: Claims, citations: Sequence[Citation]) -> list[str]:
    """Numbers of citations are those of citations there are, of the form spoken of."""
    told: list[str] = []
    for number, (form, _, _) in said.marks:
        if not 1 <= number <= len(citations):
            told.append(f"没有编号为[{number}]的出处")
        elif form and form not in normal(citations[number - 1].place) and form != citations[number - 1].project_code:
            told.append(f"[{number}]不是“{form}”的出处")
    return told


def _stands(quote: str, template: str) -> bool:
    return normal(quote) in normal(template)


def _strange(glue: Sequence[str], known: Sequence[str]) -> list[str]:
    """Words between claims that neither the template has nor the language needs."""
    parts = [part for run in known for part in _PUNCTUATION.split(run) if part]
    found = [part for run in glue for part in _PUNCTUATION.split(run) if part and not _covered(part, parts)]
    return [f"多了“{one}”" for one in found[:3]]


def _covered(run: str, known: Sequence[str]) -> bool:
    """Whether `run` can be put together from words of the language's glue and pieces (two characters) of `known`."""
    reached = {0}
    for start in range(len(run)):
        if start in reached:
            reached |= {
                end
                for end in range(start + 1, len(run) + 1)
                if (word := run[start:end]) in _GLUE
                or word in known
                or (len(word) > 1 and any(word in one for one in known))
            }
    return len(run) in reached
