"""The handbook of the shipped module in both languages, printed once."""

from datetime import date

import pytest

from course.exports.document import handbook_document
from course.exports.printer import printed


@pytest.fixture(scope="session", params=["en", "ru"])
def handbook(request, catalogue, tmp_path_factory):
    """Language, module, document and path of the PDF."""
    module = catalogue.modules["migration-policy"]
    document = handbook_document(catalogue, module, request.param, date(2026, 11, 23))
    path = tmp_path_factory.mktemp("handbook") / f"{request.param}.pdf"
    path.write_bytes(printed(document, lambda _page: None))
    return request.param, module, document, path
