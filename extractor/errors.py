"""Every exception that jixiao raises on purpose.

JixiaoError
├── SettingsError            a setting or profile is missing or wrong
├── RecognitionMissing       the libraries or models that read pictures are not installed
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


class DocumentError(JixiaoError):
    """An input cannot be read; `problem` says what, where and what to do."""

    def __init__(self, category: Category, message: str, *, page: int | None = None) -> None:
        super().__init__(message)
        self.problem = Problem(stage="pages", category=category, page=page, message=message)


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
