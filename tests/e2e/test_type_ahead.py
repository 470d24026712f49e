"""Keys pressed before the first screen is ready are not lost."""

import pytest

from tests.e2e.office import INFO_DESK, Office
from tests.e2e.waiting import let_book

pytestmark = pytest.mark.e2e


def test_an_arrival_begun_with_the_first_key_after_signing_in_finds_the_appointment(office: Office) -> None:
    let_book(office, "Frau Vorlage")
    info_desk = office.start(INFO_DESK)
    office.sign_in(info_desk, INFO_DESK)
    info_desk.press_at_once("f3", *"vorlage")
    info_desk.wait_for("▶ .*Frau Vorlage")
    info_desk.press("enter")
    info_desk.wait_for("Angaben zum Fall")
    info_desk.wait_for("Frau Vorlage")
