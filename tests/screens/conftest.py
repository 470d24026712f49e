"""What the tests of the whole program share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.still_office import furnish, simulated_terminal, stand_still


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The office and its card terminal, made once."""
    folder = tmp_path_factory.mktemp("office")
    with pytest.MonkeyPatch.context() as patch, simulated_terminal(folder) as port:
        stand_still(patch.setattr)
        furnish(folder, port)
        yield folder
