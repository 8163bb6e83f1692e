"""Forms of layouts that the reader does not know, and models that point at their cells as told."""

import json
import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from evals.datasets import load_records
from evals.forms.documents import GeneratedDocument, Recipe, make_document
from evals.forms.held_out_layouts import OTHER_WORDS
from evals.forms.layout import Layout
from extractor.readers.pointing_reader import PointingReader
from tests.llm.asking import impatient, model_at
from tests.llm.endpoint_server import EndpointServer, Play, says

MEANINGS = {
    "评定分": "score",
    "所评项目": "project_name",
    "归口管理部门": "supervising_unit",
}


def unseen_form(folder: Path, *, layout: Layout = OTHER_WORDS, record: int = 0) -> GeneratedDocument:
    sample = load_records("provinces")[record]
    return make_document(folder / "unseen.html", [(sample, layout)], Recipe(format="html"))


def items_of(request: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The cells that a request asks about."""
    asked = request["messages"][-1]["content"]
    data = json.loads(asked[asked.index("<数据>") + 4 : asked.rindex("</数据>")])
    return [*data["columns"], *data["labels"]] if isinstance(data, dict) else data


def points_at(meanings: Mapping[str, str]) -> Callable[[dict[str, Any]], Play]:
    """Replies as a model that knows what these labels mean."""
    return lambda request: says(
        json.dumps({one["id"]: meanings.get(one["text"], "other") for one in items_of(request)}, ensure_ascii=False)
    )


def points_wildly(seed: int) -> Callable[[dict[str, Any]], Play]:
    """Replies as a model that takes every cell for something at random."""
    draw = random.Random(seed)

    def reply(request: dict[str, Any]) -> Play:
        schema = request["response_format"]["json_schema"]["schema"]["properties"]
        return says(json.dumps({one: draw.choice(role.get("enum")) for one, role in schema.items()}))

    return reply


def reader_at(server: EndpointServer, *, everything: bool = False, **settings: Any) -> PointingReader:
    return PointingReader(model_at(server, settings=impatient(**settings)), everything=everything)
