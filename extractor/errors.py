"""Every exception that jixiao raises on purpose.

JixiaoError
├── SettingsError            a setting or profile is missing or wrong
├── RecognitionMissing       the libraries or models that read pictures are not installed
├── StoreError               the store cannot do what was asked
│   ├── StoreDamaged         the database file is not one, or is corrupt
│   ├── StoreLocked          another process writes for longer than we wait
│   ├── StoreFull            no room on the disk
│   ├── StoreReadOnly        no permission to write, or to read, the data folder
│   ├── StoreTooNew          written by a newer version of jixiao
│   ├── StoreUnreachable     the database server does not answer or refuses
│   ├── DocumentChanged      a file changed between being read and being kept
│   ├── NotStored            no such document or evaluation
│   ├── EditConflict         somebody else changed the evaluation meanwhile
│   └── EditRefused          a correction or decision does not fit what it is about
├── EmbedderMissing          the bundled embedding model is not installed or does not run here
├── IndexUnavailable         the vectors of the evidence index are damaged, of another model, or out of reach
│   └── IndexLost            they are gone, or some of them, and can be made again from what the store keeps
├── BatchError               a run over many documents cannot begin or go on as asked; what was read is kept
├── AccountError             a user, password, role or token is not as it must be
├── ServiceError             the service cannot start as asked
├── RequestFailed            a service that the Python client called did not do what was asked; carries the status
│   ├── NotPermitted         nobody signed in, or not allowed to
│   ├── NothingThere         the service has no such job, form, finding or document
│   ├── VersionConflict      somebody else changed the form since it was read
│   ├── RequestRefused       what was sent does not fit
│   ├── TooManyRequests      asked too often; `retry_after` says when to come again
│   └── ServiceUnavailable   no connection, or the service is in trouble itself
├── PromptError              a prompt file is wrong, or a variable of it was not given
├── ModelError               a language model did not answer as asked
│   ├── ModelUnreachable     no connection, time-out, overloaded, server errors: after all retries
│   ├── ModelRefused         wrong key, unknown model, refused request or content: retrying is no use
│   │   └── PromptTooLong    the prompt does not fit the model's context
│   ├── ModelReplyInvalid    what came back is not what was asked for: after all retries
│   └── BudgetExhausted      the tokens or the money allowed for this document are spent
└── DocumentError            an input cannot be read (wholly); carries the Problem that the user sees
    ├── UnreadableDocument   empty, truncated, encrypted, corrupt, unsupported, wrong encoding
    ├── LimitExceeded        larger than the limits in the settings
    └── ConverterMissing     .doc or .wps without LibreOffice
"""

from extractor.problems import Category, Problem


class JixiaoError(Exception):
    """Base of all errors raised on purpose; its text is fit for a user."""


class SettingsError(JixiaoError):
    """A setting or profile is missing or wrong."""


class RecognitionMissing(JixiaoError):
    """A library or model that turns pictures into text is not installed; the text says which."""


class EmbedderMissing(JixiaoError):
    """The bundled embedding model is not installed or does not run on this machine."""


class IndexUnavailable(JixiaoError):
    """The vectors of the evidence index are damaged, lost, of another model, or on a server out of reach."""


class IndexLost(IndexUnavailable):
    """The vectors are gone, or some of them; what they are made of is in the store."""


class BatchError(JixiaoError):
    """A run over many documents cannot begin or go on as asked; what it has read so far is kept."""


class AccountError(JixiaoError):
    """A user, password, role or token is not as it must be; never carries a secret."""


class ServiceError(JixiaoError):
    """The service cannot start as asked; the text says what to do."""


class RequestFailed(JixiaoError):
    """A service did not do what was asked. `status` is that of HTTP, `None` where no answer came."""

    def __init__(self, message: str, *, status: int | None = None, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


class NotPermitted(RequestFailed):
    """401 or 403: nobody signed in, or not allowed to."""


class NothingThere(RequestFailed):
    """404: the service has no such thing."""


class VersionConflict(RequestFailed):
    """412: the form was changed since it was read; read it again."""


class RequestRefused(RequestFailed):
    """Another 4xx: what was sent does not fit; sending it again is no use."""


class TooManyRequests(RequestFailed):
    """429: asked too often; `retry_after` is in seconds."""


class ServiceUnavailable(RequestFailed):
    """No connection, no answer in time, or 5xx."""


class PromptError(JixiaoError):
    """A prompt file is wrong, or a variable of it was not given; the text names it."""


class ModelError(JixiaoError):
    """A language model did not answer as asked; never carries a key or a password."""


class ModelUnreachable(ModelError):
    """No connection, time-out, overloaded or failing server, after all retries."""


class ModelRefused(ModelError):
    """Wrong key, unknown model, a request or content that is not accepted: asking again is no use."""


class PromptTooLong(ModelRefused):
    """The prompt does not fit the model's context: ask about less at once."""


class ModelReplyInvalid(ModelError):
    """What came back is not what was asked for, after all retries."""


class BudgetExhausted(ModelError):
    """The tokens or the money allowed for this document are spent."""


class StoreError(JixiaoError):
    """The store cannot do what was asked."""


class StoreDamaged(StoreError):
    """The database is corrupt, or no database of jixiao."""


class StoreLocked(StoreError):
    """Another process kept the store for longer than `store.busy_seconds`."""


class StoreFull(StoreError):
    """There is no room left where the store is kept; what was asked was not done, what was kept stays."""


class StoreReadOnly(StoreError):
    """The data folder or database may not be written, or not be read."""


class StoreTooNew(StoreError):
    """The database has a schema that only a newer version of jixiao knows."""


class StoreUnreachable(StoreError):
    """The database server does not answer, refuses, or its driver is missing."""


class DocumentChanged(StoreError):
    """A file is no longer what was read; nothing was kept of it."""


class NotStored(StoreError):
    """No document or evaluation has this id, code or name."""


class EditConflict(StoreError):
    """The evaluation was changed since the caller read it; read it again."""


class EditRefused(StoreError):
    """A correction names no value of the form or does not fit it, or a decision lacks its reason; nothing was changed."""


class DocumentError(JixiaoError):
    """An input cannot be read; `problem` says what, where and what to do."""

    def __init__(self, category: Category, message: str, *, page: int | None = None) -> None:
        super().__init__(message)
        self.problem = Problem(stage="pages", category=category, page=page, message=message)

    def __reduce__(self) -> tuple[object, ...]:
        # subclasses take other arguments; without this an error raised in a worker process does not arrive
        return _document_error, (type(self), self.problem)


class UnreadableDocument(DocumentError):
    """Empty, truncated, encrypted, corrupt, unsupported, or in an unknown encoding."""


class LimitExceeded(DocumentError):
    """The input is larger than the limits in the settings allow."""

    def __init__(self, message: str, *, page: int | None = None) -> None:
        super().__init__("too_large", message, page=page)


class ConverterMissing(DocumentError):
    """The format needs LibreOffice, which is not installed."""

    def __init__(self, message: str) -> None:
        super().__init__("converter_missing", message)


def _document_error(kind: type[DocumentError], problem: Problem) -> DocumentError:
    error = kind.__new__(kind, problem.message)
    error.args = (problem.message,)
    error.problem = problem
    return error
