"""How the simulated terminal is built: everything that is chosen when it is switched on."""

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from integrations.zvt.charsets import Charset
from integrations.zvt.sim_behaviour import (
    Behaviour,
    DayEnd,
    LostAck,
    Scenario,
    choose_scenario,
    control_file,
)
from integrations.zvt.sim_faults import Fault

__all__ = [
    "LostAck",
    "Scenario",
    "Settling",
    "SimulatorSettings",
    "choose_scenario",
    "control_file",
    "with_speed",
]


class Settling(StrEnum):
    """What is said while the host has not had its last word about a movement."""

    WAIT = "wait"
    """05 01 tells 9C, everything else is refused with 84 9C."""
    OLD = "old"
    """05 01 tells 9C, but 06 20 is answered, with the transaction before."""
    OLD_AND_READY = "old-and-ready"
    """The same, and 05 01 tells 00: the dangerous one."""


@dataclass(frozen=True, slots=True)
class SimulatorSettings:
    """Everything a simulated terminal is started with. Times in seconds.

    Attributes:
        ledger: the JSON-lines file of its transactions; it survives ``kill -9``.
        port: 0 lets the system choose one; the choice is printed.
        scenario, lost_ack, fault, result, refuse, end_of_day: how it behaves at first, see ``Behaviour``.
        tid: terminal id, eight digits.
        password: six digits.
        first_receipt: receipt number of a fresh ledger; numbers wrap after 9999.
        first_trace: trace number of a fresh ledger; numbers wrap after 999999.
        restart_numbers: begin with the first receipt and trace again after every end of day.
        pause: between two steps of a dialogue; 0 for tests.
        ack_wait: how long an acknowledgement is waited for.
        result_repeats: how often a 04 0F is sent again when its acknowledgement does not come in time.
        slow_pin, card_wait, late_ack: durations of the scenarios named so.
        settling: how long the host takes after a movement; meanwhile the terminal does as ``settling_answers`` says.
        settling_answers: what is said until then, from the first message of the movement on.
        deaf: how long a software update or a start takes after an end of day.
        fragment: bytes per TCP segment, 0 for whole messages.
        merge: send 80 00 together with the message behind it.
        idle_close: close a line on which nothing was said for so long; None keeps it open.
        echo_order: keep and echo the order reference of a payment (TLV 1F0D), refuse a second one with B4.
        sequence_ids: agree on message sequence numbers (TLV 1F73) where the cash register asks for them.
        registration_survives: keep the registration over a restart.
        needs_registration: refuse movements with 84 6B until somebody has registered.
        lacks: control fields (``0610``) of commands that are answered with 84 83.
        card_seed: which cards the customers have, one after the other; None gives everybody a girocard.
        card_data: tell card number and expiry in the result and on the merchant's receipt, as careless ones do.
        charset: what its texts are written in.
        echoed_charset: what it says at registration that they are written in; None is honest.
        block_charset: what text blocks are written in; None is ``charset``.
        block_tag: what text blocks say that they are written in; None is honest.
        look_around: pause between two looks whether the folder of the ledger is still there.
    """

    ledger: Path
    port: int = 0
    host: str = "127.0.0.1"
    scenario: Scenario = Scenario.APPROVE
    lost_ack: LostAck = LostAck.KEEP
    fault: Fault | None = None
    result: int | None = None
    refuse: int | None = None
    end_of_day: DayEnd = DayEnd.PLAIN
    tid: str = "52500001"
    password: str = "000000"  # noqa: S105 - the usual factory setting of a terminal
    first_receipt: int = 1
    first_trace: int = 101
    restart_numbers: bool = False
    pause: float = 0.0
    ack_wait: float = 5.0
    result_repeats: int = 0
    slow_pin: float = 20.0
    card_wait: float = 60.0
    late_ack: float = 7.0
    settling: float = 0.0
    settling_answers: Settling = Settling.WAIT
    deaf: float = 30.0
    fragment: int = 0
    merge: bool = False
    idle_close: float | None = None
    echo_order: bool = False
    sequence_ids: bool = False
    registration_survives: bool = False
    needs_registration: bool = False
    lacks: tuple[str, ...] = ()
    card_seed: int | None = None
    card_data: bool = False
    charset: Charset = Charset.CP437
    echoed_charset: Charset | None = None
    block_charset: Charset | None = None
    block_tag: Charset | None = None
    look_around: float = 3.0

    @property
    def behaviour(self) -> Behaviour:
        """How it behaves until the control file says otherwise."""
        return Behaviour(
            scenario=self.scenario,
            lost_ack=self.lost_ack,
            fault=self.fault,
            result=self.result,
            refuse=self.refuse,
            end_of_day=self.end_of_day,
        )


def with_speed(settings: SimulatorSettings, *, slow: bool) -> SimulatorSettings:
    """Return settings with the pauses of a person at a real terminal (``slow``), or with none."""
    return replace(settings, pause=0.6 if slow else 0.0)
