"""What a sample is evaluated with: the product's app, the engine, a folder for pictures. Made once in each process."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from evals.engines import Read, engine
from extractor.app import App, open_app


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """`engine`: its name; `crops`: where pictures of what went wrong are put, `None`: nowhere; `config`: settings file.

    Can be sent to another process; what it opens stays behind.
    """

    engine: str = "rules"
    crops: Path | None = None
    config: Path | None = None

    def __reduce__(self) -> tuple[object, tuple[str, Path | None, Path | None]]:
        """Only the choices travel."""
        return _surroundings, (self.engine, self.crops, self.config)

    @cached_property
    def app(self) -> App:
        """The product with its settings."""
        return open_app(self.config)

    @cached_property
    def read(self) -> Read:
        """Reads a document with the engine."""
        return engine(self.engine).open(self.app)


_MADE: dict[tuple[str, Path | None, Path | None], Surroundings] = {}


def _surroundings(name: str, crops: Path | None, config: Path | None) -> Surroundings:
    """The surroundings of this process: an engine and its model are opened once, not for every sample."""
    key = (name, crops, config)
    if key not in _MADE:
        _MADE[key] = Surroundings(engine=name, crops=crops, config=config)
    return _MADE[key]
