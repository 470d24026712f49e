"""However the program ends, the terminal is as it was before, and nobody's name stays in it."""

from pathlib import Path

import pytest

from tests.e2e.crashing import SECRET_NAME
from tests.e2e.office import COUNTER, Office

pytestmark = pytest.mark.e2e


def test_after_leaving_the_terminal_is_as_before(office: Office) -> None:
    office.imports_anew = True
    counter = office.open(COUNTER)
    counter.press("ctrl+q")
    counter.wait_for(r"Programm beenden\?")
    counter.press("b")
    assert counter.wait_exit() == 0
    assert counter.restored


def test_after_a_defect_the_terminal_is_as_before_and_no_name_stands_in_it(office: Office) -> None:
    office.imports_anew = True
    counter = office.open(COUNTER, module="tests.e2e.crashing")
    counter.press("f1")
    assert counter.wait_exit() != 0
    assert counter.restored
    assert SECRET_NAME not in counter.raw.decode()
    assert "nothing is known" not in counter.raw.decode()
    assert not [path for path in office.folder.rglob("*") if path.is_file() and holds_the_name(path)]
    left = counter.screen_text()
    assert "gespeichert" in left
    assert "crashing.py" in left


def holds_the_name(path: Path) -> bool:
    """Whether the name of the person stands in a file, the log among them."""
    return SECRET_NAME.encode() in path.read_bytes()
