import pickle

import pytest

from extractor.errors import ConverterMissing, DocumentError, LimitExceeded, UnreadableDocument


@pytest.mark.parametrize(
    "error",
    [
        UnreadableDocument("corrupt", "a.pdf：坏了。", page=3),
        LimitExceeded("a.pdf：太大。", page=2),
        ConverterMissing("a.doc：没有 LibreOffice。"),
        DocumentError("empty", "a.pdf：空的。"),
    ],
)
def test_errors_of_documents_arrive_from_other_processes(error):
    arrived = pickle.loads(pickle.dumps(error))
    assert (type(arrived), str(arrived), arrived.problem) == (type(error), str(error), error.problem)
