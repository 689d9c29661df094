from pathlib import Path

import pytest

from tests.content.small import Small, write_small


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return write_small(tmp_path)
