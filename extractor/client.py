"""The Python client of the REST API: what the web page does, in typed calls. See docs/api.md."""

import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self, TypedDict, Unpack
from urllib.parse import quote

import httpx
from pydantic import ValidationError

from extractor.checks.finding import Severity, Verdict
from extractor.errors import (
    NothingThere,
    NotPermitted,
    RequestFailed,
    RequestRefused,
    ServiceUnavailable,
    TooManyRequests,
    VersionConflict,
)
from extractor.representations import (
    EvaluationPage,
    EvaluationSummary,
    EvaluationView,
    FindingLine,
    FindingPage,
    FindingView,
    JobDocumentView,
    JobView,
    ProblemDetails,
)

if TYPE_CHECKING:
    from extractor.qa.answer import Answer

_PAGE = 200
_KINDS: dict[int, type[RequestFailed]] = {
    401: NotPermitted,
    403: NotPermitted,
    404: NothingThere,
    412: VersionConflict,
    428: VersionConflict,
    429: TooManyRequests,
}


class EvaluationFilters(TypedDict, total=False):
    """Which forms: parts of code, unit or text; bounds in 元, percent and points; see the list in OpenAPI."""

    code: str
    year: int
    unit: str
    text: str
    severity: Severity
    rule: str
    in_review: bool
    state: Literal["open", "done"]
    rate_below: Decimal
    score_below: Decimal
    budget_from: Decimal
    document: int
    batch: int
    superseded: bool


class FindingFilters(TypedDict, total=False):
    """Which findings."""

    rule: str
    severity: Severity
    verdict: Verdict
    state: Literal["open", "accepted", "dismissed"]
    year: int
    unit: str
    text: str
    batch: int


class Client:
    """Calls a service at `base_url` (`http://127.0.0.1:8765`), with the `token` of an account unless it is one's own.

    Every call raises a `RequestFailed` (its kinds are in `extractor.errors`) with the service's own words. A client keeps
    its connections until it is closed; use it as a context. Several threads may share it.
    """

    def __init__(self, base_url: str, token: str | None = None, *, seconds: float = 120) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        # a proxy of the environment is not meant for a service on the intranet
        self._http = httpx.Client(
            base_url=f"{base_url.rstrip('/')}/api/v1", headers=headers, timeout=seconds, trust_env=False
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections."""
        self._http.close()

    def upload(
        self, paths: Sequence[Path | str], *, profile: str | None = None, idempotency_key: str | None = None
    ) -> JobView:
        """Hands files in as one job; with the same `idempotency_key` again, it is the earlier job."""
        headers = {"Idempotency-Key": idempotency_key} if idempotency_key else {}
        with ExitStack() as opened:
            files = [("files", (Path(path).name, opened.enter_context(Path(path).open("rb")))) for path in paths]
            data = {"profile": profile} if profile else None
            answer = self._call("POST", "/documents", files=files, data=data, headers=headers)
        return JobView.model_validate_json(answer.content)

    def job(self, job_id: str) -> JobView:
        """How far a job is."""
        return JobView.model_validate_json(self._call("GET", f"/jobs/{job_id}").content)

    def wait(
        self,
        job: JobView | str,
        on_event: Callable[[JobDocumentView], None] | None = None,
        *,
        seconds: float | None = None,
    ) -> JobView:
        """The job once all its files are over; `on_event` hears of every change of a file.

        Raises:
            TimeoutError: it is not over after `seconds`.
        """
        job_id = job if isinstance(job, str) else job.id
        until = None if seconds is None else time.monotonic() + seconds
        for document in self._events(job_id, until):
            if on_event is not None:
                on_event(document)
        return self.job(job_id)

    def cancel(self, job: JobView | str) -> JobView:
        """Stops what is not done yet."""
        job_id = job if isinstance(job, str) else job.id
        return JobView.model_validate_json(self._call("POST", f"/jobs/{job_id}/cancel").content)

    def evaluations(self, **filters: Unpack[EvaluationFilters]) -> Iterator[EvaluationSummary]:
        """The forms that fit, the first kept first; pages are fetched as they are needed."""
        for page in self._pages("/evaluations", {**filters, "sort": "newest", "direction": "asc"}):
            yield from EvaluationPage.model_validate_json(page).items

    def evaluation(self, evaluation_id: int) -> EvaluationView:
        """One form whole."""
        return EvaluationView.model_validate_json(self._call("GET", f"/evaluations/{evaluation_id}").content)

    def correct(self, form: EvaluationView, pointer: str, value: str | None) -> EvaluationView:
        """Puts `value` (`None`: nothing is printed there) at a JSON pointer of the form as it was read; the form then.

        Raises:
            VersionConflict: somebody else changed it since.
        """
        return self._change(form, pointer=pointer, value=value)

    def accept(self, form: EvaluationView, *pointers: str) -> EvaluationView:
        """Says that values under review are right as read, all or none; the form then."""
        return self._change(form, pointers=pointers, accept=True)

    def undo(self, form: EvaluationView, *pointers: str) -> EvaluationView:
        """Takes the last change of a value back, or that many were accepted; the form then."""
        return self._change(form, pointers=pointers, undo=True)

    def mark(self, form: EvaluationView, state: Literal["open", "done"]) -> EvaluationView:
        """Marks the form as reviewed or not; the form then."""
        return self._change(form, state=state)

    def findings(self, **filters: Unpack[FindingFilters]) -> Iterator[FindingLine]:
        """The findings that fit, the gravest first."""
        for page in self._pages("/findings", filters):
            yield from FindingPage.model_validate_json(page).items

    def decide(
        self, finding_id: int, state: Literal["open", "accepted", "dismissed"], *, reason: str | None = None
    ) -> FindingView:
        """Accepts or dismisses (with a reason) a finding, or opens it again."""
        answer = self._call("PATCH", f"/findings/{finding_id}", json={"state": state, "reason": reason})
        return FindingView.model_validate_json(answer.content)

    def ask(self, question: str, *, previous: "Answer | None" = None) -> "Answer":
        """The answer with citations; `previous` is the answer that a follow-up refers to."""
        from extractor.qa.answer import Answer

        plan = previous.plan if previous else None
        answer = self._call("POST", "/questions", json={"question": question, "previous": plan})
        return Answer.model_validate_json(answer.content)

    def export(
        self,
        path: Path | str,
        *,
        format: Literal["xlsx", "json", "jsonl", "csv"] = "xlsx",
        **filters: Unpack[EvaluationFilters],
    ) -> Path:
        """Writes the forms that fit to `path`."""
        return self._download("/exports", Path(path), {**filters, "format": format})

    def opinion(self, evaluation_id: int, path: Path | str, *, format: Literal["docx", "pdf"] = "docx") -> Path:
        """Writes the opinion (核查意见) on a form to `path`."""
        return self._download(f"/evaluations/{evaluation_id}/opinion.{format}", Path(path), {})

    def _change(self, form: EvaluationView, **change: object) -> EvaluationView:
        headers = {"If-Match": f'"{form.version}"'}
        answer = self._call("PATCH", f"/evaluations/{form.id}", json=change, headers=headers)
        return EvaluationView.model_validate_json(answer.content)

    def _pages(self, path: str, filters: Mapping[str, object]) -> Iterator[bytes]:
        offset, total = 0, 1
        while offset < total:
            answer = self._call("GET", path, params=_sent({**filters, "limit": _PAGE, "offset": offset}))
            yield answer.content
            total, offset = answer.json()["total"], offset + _PAGE

    def _events(self, job_id: str, until: float | None) -> Iterator[JobDocumentView]:
        """Files of a job as they change, until all are over; follows again when the connection ends."""
        kind = ""
        while True:
            with self._stream("GET", f"/jobs/{quote(job_id, safe='')}/events") as answer:
                for line in answer.iter_lines():
                    if until is not None and time.monotonic() > until:
                        raise TimeoutError(f"任务 {job_id} 没有在限定的时间内完成。")
                    name, _, value = line.partition(": ")
                    kind = value if name == "event" else kind
                    if kind == "over":
                        return
                    if name == "data" and kind == "document":
                        yield JobDocumentView.model_validate_json(value)

    def _download(self, path: str, target: Path, filters: Mapping[str, object]) -> Path:
        with self._stream("GET", path, params=_sent(filters)) as answer, target.open("wb") as out:
            out.writelines(answer.iter_bytes())
        return target

    def _call(self, method: str, path: str, **request: Any) -> httpx.Response:  # noqa: ANN401 - as httpx has it
        try:
            answer = self._http.request(method, path, **request)
        except httpx.HTTPError as error:
            raise _unreachable(error) from error
        _refuse(answer)
        return answer

    @contextmanager
    def _stream(self, method: str, path: str, **request: Any) -> Generator[httpx.Response]:  # noqa: ANN401
        try:
            with self._http.stream(method, path, **request) as answer:
                if answer.is_error:
                    answer.read()
                _refuse(answer)
                yield answer
        except httpx.HTTPError as error:
            raise _unreachable(error) from error


def _sent(filters: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in filters.items()}


def _unreachable(error: httpx.HTTPError) -> ServiceUnavailable:
    return ServiceUnavailable(f"连不上服务（{type(error).__name__}）：请检查地址和 jixiao serve 是否在运行。")


def _refuse(answer: httpx.Response) -> None:
    """Raises what the answer says went wrong."""
    if not answer.is_error:
        return
    status = answer.status_code
    try:
        problem = ProblemDetails.model_validate_json(answer.content)
        said = problem.detail or problem.title
        said += "".join(f"（{one.get('field', '')}：{one.get('message', '')}）" for one in problem.errors)
    except ValidationError:
        said = f"服务答复了 {status}，没有说明原因；请检查地址是不是 jixiao 服务。"
    wait = answer.headers.get("retry-after", "")
    kind = _KINDS.get(status, RequestRefused if status < 500 else ServiceUnavailable)
    raise kind(said, status=status, retry_after=int(wait) if wait.isdigit() else None)
