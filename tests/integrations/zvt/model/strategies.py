"""What may happen in the state machine: how terminals behave, what befalls programs, and where."""

import hypothesis.strategies as st

from clerk.domain.payment import Movement
from tests.integrations.zvt.model.line import Blow, Fate
from tests.integrations.zvt.model.manners import Manner, Outcome

WHICH = st.integers(0, 99)
MANNERS = st.builds(
    Manner,
    outcome=st.one_of(st.just(Outcome.APPROVED), st.just(Outcome.WRONG_PIN_FIRST), st.sampled_from(Outcome)),
    keeps=st.booleans(),
    shows_reversal=st.booleans(),
    shows_idle=st.booleans(),
    card_after=st.sampled_from([0.5, 2.0, 15.0, 55.0]),
    host_seconds=st.sampled_from([0.5, 3.0, 40.0]),
    idle_abort=st.sampled_from(["800000", "848300"]),
    mute_repeat=st.sampled_from([False, False, False, True]),
    settling=st.sampled_from([0.0, 0.0, 4.0, 9.5]),
    restarts=st.booleans(),
    deaf=st.sampled_from([0.0, 0.0, 90.0]),
)
BLOWS = st.dictionaries(
    st.integers(0, 45), st.sampled_from([b for b in Blow if b is not Blow.FREEZE]), max_size=2
)
PLACES = st.dictionaries(
    st.sampled_from(
        [
            "before {} leaves",
            "behind {}",
            "04ff has arrived",
            "before result",
            "behind result",
            "behind accepted",
        ]
    ),
    st.sampled_from([Blow.CUT, Blow.MUTE, Blow.DIE]),
    min_size=1,
    max_size=1,
)
"""Places that matter; the braces stand for the command of the movement."""
GIVE_BACK = {Movement.REVERSAL: "0630", Movement.REFUND: "0631"}


def fate_at(places: dict[str, Blow], command: str) -> Fate:
    """Return the fate of a movement with this command."""
    return Fate(named={place.format(command): blow for place, blow in places.items()})
