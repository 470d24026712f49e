"""Clerks, faults and terminals in any order: no card payment is lost, none is doubled, none is booked unpaid.

Money is compared with the model terminal's own list after every step. 10,000 steps with ``CLERK_SOAK=1``.
"""

import os
from time import monotonic

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import (
    run_state_machine_as_test,
)

from tests.integrations.zvt.model.office import Office, counted

SOAK = os.environ.get("CLERK_SOAK") == "1"
EXAMPLES, STEPS = (420, 30) if SOAK else (8, 30)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_no_order_of_events_loses_or_doubles_a_payment() -> None:
    began = monotonic()
    run_state_machine_as_test(
        Office,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            phases=[Phase.generate],
            report_multiple_bugs=False,
            derandomize=not SOAK,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert not SOAK or counted["steps"] >= 10_000
    print(f"in {monotonic() - began:.0f} s {dict(sorted(counted.items()))}")
