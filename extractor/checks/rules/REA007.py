"""REA007 garbled-text: a text is damaged.

查什么：除识读时的记录外，只报能够确定的：解码错误留下的字符（锟斤拷、�、无意义的字形），Excel的错误值，中途断掉的
句子，丢了首位数字的名称（“2345政务服务”对“12345政务服务”），以及不成对的括号、引号（报提示）。

为什么：残损的文字不能作为认定单位有误的依据，残损也可能是识读造成的。

例：“本年度完成专项工作软件合同第二”，而年度目标写“合同第二阶段验收款”。

依据：印面文字。
"""

from collections.abc import Iterator

from extractor.checks.finding import Finding, Severity
from extractor.checks.form_facts import FormFacts
from extractor.checks.garbling import cut_off, lost_digits, unbalanced, wreckage
from extractor.checks.profile import Profile
from extractor.checks.reading_notes import note_findings
from extractor.checks.rule import Rule
from extractor.checks.written_texts import WrittenText, written_texts

CODE = "REA007"
SENTENCES = frozenset({"expected", "actual", "level3", "deviation_reason"})


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """One finding per note and per damaged text; a text that the reader already noted is not judged again."""
    noted = [note.pointer for note in form.reading.notes if note.code == CODE]
    yield from note_findings(form, CODE, "warning", verdict=None)
    texts = [one for one in written_texts(form) if one.pointer not in noted]
    damaged = {texts[index].pointer: (short, whole) for index, short, whole in lost_digits([one.text for one in texts])}
    for one in texts:
        if one.pointer in damaged:
            short, whole = damaged[one.pointer]
            yield _finding(form, one, "warning", f"“{short}”疑为“{whole}”，丢了首位数字", short, whole)
        else:
            yield from _damage(form, one)


def _damage(form: FormFacts, one: WrittenText) -> Iterator[Finding]:
    wrecked = wreckage(one.text)
    end = cut_off(one.text, _counterpart(form, one)) if one.field in SENTENCES else None
    mark = unbalanced(one.text)
    if wrecked:
        yield _finding(form, one, "warning", f"含乱码或公式错误“{wrecked}”", wrecked)
    elif end:
        yield _finding(form, one, "warning", f"文字到“{end}”中断，疑似不全", one.text[-12:])
    elif mark:
        yield _finding(form, one, "info", f"“{mark}”没有配对，文字可能不全", mark)


def _counterpart(form: FormFacts, one: WrittenText) -> str | None:
    if one.pointer == "/goals/actual":
        return form.record.goals.expected
    return form.record.goals.actual if one.pointer == "/goals/expected" else None


def _finding(
    form: FormFacts, one: WrittenText, severity: Severity, problem: str, quote: str, meant: str | None = None
) -> Finding:
    return form.finding(
        CODE,
        severity,
        one.pointer,
        f"文字残损：{one.label}{problem}。",
        printed=quote,
        recomputed=meant,
        quotes=[quote],
    )


RULE = Rule(code=CODE, name="garbled-text", title="文字残损或乱码", severity="warning", check=check)
