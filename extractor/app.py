"""Wires settings, profiles, reading and checking together: the only place that constructs."""

import os
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from extractor.checks.checker import check_form, check_forms
from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import Profile, load_profiles
from extractor.checks.recognition import recognise_profile
from extractor.errors import DocumentError, SettingsError, UnreadableDocument
from extractor.inputs import Input, expand_inputs
from extractor.problems import Problem
from extractor.record_files import parse_record_file
from extractor.records.reading import FormReading
from extractor.results import DocumentResult, EvaluationResult, RunResult
from extractor.settings import Settings, load_settings, resource_folder

if TYPE_CHECKING:
    from extractor.batch.batch import Batch
    from extractor.ingestion import Ingestion
    from extractor.llm.chat import ChatModel
    from extractor.llm.endpoint import Endpoint
    from extractor.llm.probing import Probe
    from extractor.pipeline import DocumentReading
    from extractor.qa.asking import Asker
    from extractor.readers.pointing_reader import PointingReader
    from extractor.store.index.evidence_index import EvidenceIndex
    from extractor.store.store import Store

Engine = Literal["auto", "rules", "llm"]
OnInput = Callable[[Input], None]


@dataclass(frozen=True, kw_only=True)
class App:
    """Everything that a command or the web page needs; made by `open_app`."""

    settings: Settings
    profiles: Mapping[str, Profile]

    def profile(self, name: str) -> Profile:
        """The profile called `name`.

        Raises:
            SettingsError: there is none; the message lists those there are.
        """
        if name not in self.profiles:
            raise SettingsError(f"没有名为“{name}”的评分规则，可用的有：{'、'.join(self.profiles)}")
        return self.profiles[name]

    def inputs(self, arguments: Sequence[str]) -> list[Input]:
        """The files that `arguments` (files, folders, patterns) name."""
        return expand_inputs(arguments)

    def extract(
        self,
        inputs: Sequence[Input],
        *,
        profile: str | None = None,
        on_input: OnInput | None = None,
        engine: Engine = "auto",
    ) -> RunResult:
        """Reads every input and checks all their forms together.

        Args:
            inputs: from `inputs`.
            profile: name of the scoring rules for every form; recognised form by form when `None`.
            on_input: called before each input is read, for progress.
            engine: who reads: the rules alone, the rules and for what they do not know a model where one is
                configured ("auto"), or a model for everything.

        Raises:
            SettingsError: no such profile, a model is half configured, or none is and `engine` asks for one.
        """
        chosen = self.profile(profile) if profile else None
        pointing = self.pointing_reader(engine)
        documents: list[DocumentResult] = []
        for one in inputs:
            if on_input is not None:
                on_input(one)
            documents.append(self._read(one, pointing))
        return self._checked(documents, chosen)

    def pointing_reader(self, engine: Engine) -> "PointingReader | None":
        """The reader that lets the configured model point at cells; `None` where `engine` needs none or none is.

        Raises:
            SettingsError: the model is half configured, or none is and `engine` is "llm".
        """
        if engine == "rules" or (self.model_endpoint() is None and engine == "auto"):
            return None
        model = self.chat_model()
        if model is None:
            raise SettingsError(
                "没有配置模型：请设置 JIXIAO_LLM_BASE_URL 和 JIXIAO_LLM_MODEL，或改用 --engine auto、--engine rules"
            )
        from extractor.readers.pointing_reader import PointingReader

        return PointingReader(model, everything=engine == "llm")

    def check_files(self, files: Sequence[tuple[str, str | bytes]], *, profile: str | None = None) -> RunResult:
        """Checks records that were read before: `files` are pairs of name and JSON text (or its bytes).

        Raises:
            SettingsError: no such profile.
        """
        chosen = self.profile(profile) if profile else None
        documents: list[DocumentResult] = []
        for source, content in files:
            try:
                documents.extend(parse_record_file(_json_text(content), source))
            except DocumentError as error:
                documents.append(DocumentResult(source=source, problems=[error.problem]))
        return self._checked(documents, chosen)

    def open_store(self, home: Path | None = None) -> "Store":
        """The store in `home` ($JIXIAO_HOME, else where the system keeps a user's data), made on first use.

        Raises:
            StoreError: it cannot be opened; the message says why and what to do.
        """
        from extractor.store.opening import open_store

        return open_store(self.settings.store, self.profiles, home)

    def model_endpoint(self) -> "Endpoint | None":
        """The endpoint of the language model that is configured; `None` without one.

        Raises:
            SettingsError: half configured or wrong.
        """
        from extractor.llm.endpoint import configured_endpoint

        return configured_endpoint(self.settings.model.endpoint, os.environ)

    def chat_model(self) -> "ChatModel | None":
        """The language model that is configured; `None` without one. Connects to nothing yet.

        Raises:
            SettingsError: half configured or wrong.
        """
        from extractor.llm.chat import open_chat_model

        return open_chat_model(self.settings.model, os.environ)

    def assisted(self, run: RunResult) -> RunResult:
        """The run with what the configured model finds in the language of its forms; the same without one that judges.

        Raises:
            SettingsError: the model is half configured or wrong.
        """
        endpoint = self.model_endpoint()
        if endpoint is None or not endpoint.judges or not (model := self.chat_model()):
            return run
        from extractor.assisted_checks import with_language_findings

        return with_language_findings(run, self.profiles, model)

    def probe_model(self) -> "Iterator[Probe]":
        """Tries the configured model with tiny real calls.

        Raises:
            SettingsError: none is configured, or half, or wrongly.
        """
        endpoint = self.model_endpoint()
        if endpoint is None:
            raise SettingsError(
                "没有配置模型：请设置 JIXIAO_LLM_BASE_URL 和 JIXIAO_LLM_MODEL，或 JIXIAO_LLM_ENDPOINT（见 docs/models.md）"
            )
        from extractor.llm.probing import probe_endpoint

        return probe_endpoint(endpoint, self.settings.model)

    def open_index(self, store: "Store") -> "EvidenceIndex":
        """The evidence index of `store`; opens nothing until it is used.

        Raises:
            SettingsError: an embedding endpoint is half configured.
        """
        from extractor.llm.embeddings import open_embedder
        from extractor.store.index.opening import open_index

        embedder = open_embedder(self.settings.model, os.environ)
        return open_index(store.database, store.home, self.settings.index, embedder=embedder)

    @contextmanager
    def asking(self, home: Path | None = None) -> "Generator[Asker]":
        """Answers questions from the store in `home`, whose index is brought in step first.

        Raises:
            StoreError: the store cannot be opened.
        """
        from extractor.qa.opening import open_asker

        store = self.open_store(home)
        index = self.open_index(store)
        try:
            for _ in store.settle_index(index):
                pass
            yield open_asker(store, index, self.settings)
        finally:
            index.close()
            store.close()

    def ingestion(self, store: "Store", *, profile: str | None = None, workers: int = 1) -> "Ingestion":
        """A run that reads documents and keeps them in `store`.

        Args:
            store: from `open_store`.
            profile: name of the scoring rules for every form; recognised form by form when `None`.
            workers: processes that read; 1: in this process.

        Raises:
            SettingsError: no such profile, or a model is half configured.
        """
        from extractor.ingestion import Ingestion

        self.model_endpoint()  # a model that is half configured is said now, not by every document
        chosen = self.profile(profile) if profile else None
        read = partial(self.read_alone, chosen=chosen)
        return Ingestion(
            store=store, read=read, settings=self.settings, profile_chosen=chosen is not None, workers=workers
        )

    def batch(
        self, *, profile: str | None = None, workers: int | None = None, ray: bool = False, address: str | None = None
    ) -> "Batch":
        """A run over many documents, by `workers` processes of this machine or by a Ray cluster (at `address`).

        Raises:
            SettingsError: no such profile, or a model is half configured.
        """
        from extractor.batch.opening import open_batch

        self.model_endpoint()
        read = partial(self.read_alone, chosen=self.profile(profile) if profile else None)
        return open_batch(
            self.settings, self.profiles, read, profile=profile, workers=workers, ray=ray, address=address
        )

    def read_file(self, path: Path) -> "DocumentReading":
        """Reads a file, with the model where one is configured; checks nothing."""
        from extractor.pipeline import read_document

        return read_document(path, self.settings, self.pointing_reader("auto"))

    def read_alone(self, one: Input, chosen: Profile | None = None) -> DocumentResult:
        """Reads an input and checks each of its forms by itself, without the rules that compare forms."""
        document = self._read(one, self.pointing_reader("auto"))
        alone = [self._alone(evaluation.reading(), chosen) for evaluation in document.evaluations]
        return document.model_copy(update={"evaluations": alone})

    def checked_alone(self, source: str, reading: "DocumentReading", chosen: Profile | None = None) -> DocumentResult:
        """The same for a document that was read elsewhere (in an isolated worker)."""
        document = self._as_result(source, reading)
        alone = [self._alone(evaluation.reading(), chosen) for evaluation in document.evaluations]
        return document.model_copy(update={"evaluations": alone})

    def _alone(self, reading: FormReading, chosen: Profile | None) -> EvaluationResult:
        profile = chosen or recognise_profile(FormFacts(reading), self.profiles)
        return EvaluationResult.of(reading, check_form(reading, profile), profile.name)

    def _read(self, one: Input, pointing: "PointingReader | None" = None) -> DocumentResult:
        if one.path is None:
            return DocumentResult(source=one.source, problems=[one.problem] if one.problem else [])
        from extractor.pipeline import read_document

        return self._as_result(one.source, read_document(one.path, self.settings, pointing))

    def _as_result(self, source: str, reading: "DocumentReading") -> DocumentResult:
        names = Path(reading.source).name, Path(source).name
        problems = [_sayable(problem, *names) for problem in reading.problems]
        if not reading.readings and not problems:
            message = "没有找到项目支出绩效自评表。如果里面确有自评表，请报告并附上文件。"
            problems.append(Problem(stage="readers", category="no_form", message=message))
        return DocumentResult(
            source=source,
            sha256=reading.sha256,
            pages=reading.pages,
            evaluations=[EvaluationResult.of(form, [], None) for form in reading.readings],
            problems=problems,
            usage=reading.usage,
        )

    def _checked(self, documents: Sequence[DocumentResult], chosen: Profile | None) -> RunResult:
        """The same documents with the findings of all their forms, which are checked together for the batch rules."""
        readings = [evaluation.reading() for document in documents for evaluation in document.evaluations]
        findings = iter(check_forms(readings, self.profiles, profile=chosen))
        forms = iter(readings)
        return RunResult(
            documents=[
                document.model_copy(
                    update={
                        "evaluations": [
                            EvaluationResult.of(reading, next(findings), self._profile_name(reading, chosen))
                            for _, reading in zip(document.evaluations, forms, strict=False)
                        ]
                    }
                )
                for document in documents
            ]
        )

    def _profile_name(self, reading: FormReading, chosen: Profile | None) -> str:
        return (chosen or recognise_profile(FormFacts(reading), self.profiles)).name


def _sayable(problem: Problem, read_as: str, name: str) -> Problem:
    """The problem in words about `name`, whatever our copy of the file is called; fit to be encoded."""
    message = problem.message.replace(read_as, name) if read_as and name else problem.message
    return problem.model_copy(update={"message": message.encode("utf-8", "replace").decode("utf-8")})


def open_app(config: Path | None = None) -> App:
    """The app with the settings of configs/default.toml, `config` laid over them, and all profiles.

    Raises:
        SettingsError: a setting or profile is missing or wrong.
    """
    return App(settings=load_settings(config), profiles=load_profiles(resource_folder("configs") / "profiles"))


def _json_text(content: str | bytes) -> str:
    """`content` as text: UTF-8 or UTF-16 with or without a byte order mark (PowerShell's > writes UTF-16)."""
    if isinstance(content, str):
        return content
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableDocument("encoding", "不是 UTF-8 编码的 JSON，请另存为 UTF-8。") from error
