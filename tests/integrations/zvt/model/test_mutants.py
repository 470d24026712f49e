"""Each payment rule that the model can see, taken out of the program, loses or doubles money: so the rule is tested."""

import os
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.integrations.zvt.model.mutants import MUTANTS
from tests.integrations.zvt.model.office import Office
from tests.integrations.zvt.model.scenarios import SCENARIOS, Play
from tests.integrations.zvt.model.truth import Violation
from tests.integrations.zvt.model.world import World, world

FOUND_BY_CHANCE = ["rule_1"]
"""Rules whose absence the state machine was seen to find by itself, within 4,000 steps."""


@pytest.mark.parametrize("rule", SCENARIOS)
def test_with_its_rule_a_scenario_ends_as_it_must(rule: str, tmp_path: Path) -> None:
    play, state, profile = SCENARIOS[rule]
    with world(tmp_path, **profile) as office:
        office.pay(office.new_visit())
        assert play(office) is state
        office.check()


@pytest.mark.parametrize("rule", MUTANTS)
def test_without_its_rule_the_same_scenario_loses_or_doubles_money(rule: str, tmp_path: Path) -> None:
    play, _state, profile = SCENARIOS[rule]
    with world(tmp_path, **profile) as office, ExitStack() as stack:
        office.pay(office.new_visit())
        MUTANTS[rule](stack, office)
        with pytest.raises(Violation):
            _play_and_look(play, office)


def _play_and_look(play: Play, office: World) -> None:
    play(office)
    office.check()


@pytest.mark.soak
@pytest.mark.skipif(os.environ.get("CLERK_SOAK") != "1", reason="takes minutes: CLERK_SOAK=1")
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("rule", FOUND_BY_CHANCE)
def test_without_a_rule_the_state_machine_finds_the_damage_by_itself(rule: str) -> None:
    steps = 0

    class Mutant(Office):
        def after_opening(self) -> None:
            MUTANTS[rule](self._left, self.world)

        def teardown(self) -> None:
            nonlocal steps
            steps += self.steps
            super().teardown()

    with pytest.raises(Violation):
        run_state_machine_as_test(
            Mutant,
            settings=settings(
                max_examples=200,
                stateful_step_count=30,
                deadline=None,
                database=None,
                derandomize=True,
                phases=[Phase.generate],
                report_multiple_bugs=False,
                suppress_health_check=list(HealthCheck),
            ),
        )
    print(f"{rule}: found after {steps} steps")
