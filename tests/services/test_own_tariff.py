"""The office raises a fee on a day: a case keeps the amount of the day it was opened on."""

from datetime import date
from pathlib import Path

import pytest

from clerk.catalogue.loader import load_catalogue
from tests.services.front_office import (
    PLATES_KEPT,
    TRANSFER,
    TRANSFER_FORM,
    FrontOffice,
    answer,
    fill,
    first,
    held,
    present,
    settle_all,
)

EVE, NEW_YEAR = date(2026, 11, 30), date(2026, 12, 1)
RAISE = '[[fee]]\nid = "g221.8"\ncents = 2600\nvalid_from = 2026-12-01\n'


@pytest.mark.parametrize(("opened_on", "cents"), [(EVE, 2740), (NEW_YEAR, 2920)])
def test_a_case_opened_the_day_before_closes_with_the_old_amount_the_next_with_the_new_one(
    office: FrontOffice, tmp_path: Path, opened_on: date, cents: int
) -> None:
    own = tmp_path / "eigener-katalog"
    own.mkdir()
    (own / "fees.toml").write_text(RAISE, "utf-8")
    raised = FrontOffice(office.store, office.folder, catalogue=load_catalogue(own))
    counter = raised.counter
    opened = held(counter.arrive.walk_in(TRANSFER, on=opened_on))
    opened = present(counter, answer(counter, opened, PLATES_KEPT))
    filled = fill(counter, opened, TRANSFER_FORM)
    confirmed = counter.procedure.confirm(filled, first(filled).id, on=NEW_YEAR)
    paid = settle_all(counter, confirmed)
    assert sum(line.cents for line in paid.visit.lines) == cents
    counter.close_visit.close(paid, on=NEW_YEAR)
    assert sum(line.cents for line in raised.visit(paid.claim.visit).lines) == cents
