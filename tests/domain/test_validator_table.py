"""The table of ``validator_table`` holds, and is long enough for every kind of field."""

import pytest

from clerk.domain.validators import Level, kinds, validate
from tests.domain.validator_table import TABLE, TODAY, Hard, Ok, Row, Soft

ROWS = [(kind, row) for kind, rows in TABLE.items() for row in rows]
ALWAYS_WITH_A_REMARK = frozenset({"azr_nr"})
"""Nothing of this kind is accepted without a word: the number must not be kept at all (AZRG § 10 (4))."""
AT_LEAST = 10
TWO_LINES_BELOW_A_FIELD = 152


@pytest.mark.parametrize(("kind", "row"), ROWS, ids=[f"{kind}-{row.typed[:30]}" for kind, row in ROWS])
def test_a_value_of_the_table_is_judged_as_it_says(kind: str, row: Row) -> None:
    verdict = validate(kind, row.typed, on=TODAY, related=row.related)

    match row:
        case Ok(stored=stored):
            assert (verdict.valid, verdict.normalised, verdict.message) == (True, stored, None)
        case Soft(stored=stored, message=message):
            assert (verdict.valid, verdict.normalised, verdict.message) == (True, stored, message)
            assert verdict.level is Level.SOFT
        case Hard(message=message):
            assert (verdict.valid, verdict.message, verdict.level) == (False, message, Level.HARD)


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_of_field_has_ten_accepted_and_ten_objected_values(kind: str) -> None:
    rows = TABLE[kind]
    accepted = {row.typed for row in rows if isinstance(row, Ok)}
    objected = {row.typed for row in rows if not isinstance(row, Ok)}

    assert len(objected) >= AT_LEAST
    assert len(accepted) >= AT_LEAST or kind in ALWAYS_WITH_A_REMARK


def test_the_table_has_no_kind_that_does_not_exist() -> None:
    assert set(TABLE) == set(kinds())


@pytest.mark.parametrize(("kind", "row"), ROWS, ids=[f"{kind}-{row.typed[:30]}" for kind, row in ROWS])
def test_every_sentence_of_the_table_is_one_a_clerk_can_act_on(kind: str, row: Row) -> None:
    if isinstance(row, Ok):
        return
    assert row.message.endswith((".", "?"))
    assert "!" not in row.message
    assert len(row.message) <= TWO_LINES_BELOW_A_FIELD
