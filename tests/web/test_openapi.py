"""The API against its own description: nothing that is sent makes it crash, and every answer is one it describes."""

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.generation import GenerationMode

from tests.web.conftest import client_for, hand_in, wait_for

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
DESCRIPTION = "/api/v1/openapi.json"


@pytest.fixture(scope="module")
def probed(tmp_path_factory) -> Iterator[schemathesis.BaseSchema]:
    """A service that holds a document, takes uploads, and reads no others."""
    home = tmp_path_factory.mktemp("probed")
    with client_for(home) as client:
        wait_for(client, hand_in(client, "ruled.pdf"))
    with client_for(home, hosts=None, reads=False) as client:
        yield schemathesis.openapi.from_asgi(DESCRIPTION, client.app)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_answer_is_described_and_none_is_a_crash(probed, mode):
    for result in probed.get_all_operations():
        operation = result.ok()
        if operation.path.endswith("/events"):
            continue  # lasts as long as the job, which nobody reads here
        if mode is GenerationMode.NEGATIVE and not [*operation.iter_parameters(), *operation.body]:
            continue  # nothing is sent that could be wrong

        @settings(
            max_examples=4,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def conforms(case):
            case.call_and_validate(checks=CHECKS)

        conforms()


def test_names_of_operations_are_unique_and_short(probed):
    names = [result.ok().definition.raw["operationId"] for result in probed.get_all_operations()]
    assert len(set(names)) == len(names)
    assert all("api_v1" not in name for name in names)
