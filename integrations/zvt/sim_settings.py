"""How the simulated terminal behaves: settings at start, and the scenario that can be changed later."""

import json
import os
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from integrations.zvt.charsets import Charset


class Scenario(StrEnum):
    """What happens at the next payment (or at every command, where it says so)."""

    APPROVE = "approve"
    DECLINE = "decline"
    DECLINE_COMPLETED = "decline-completed"
    """The bad result is followed by 06 0F instead of 06 1E, as some terminals do."""
    CUSTOMER_ABORTS = "customer-aborts"
    WRONG_PIN = "wrong-pin"
    """A bad 04 0F, then a good one in the same dialogue."""
    SLOW_PIN = "slow-pin"
    NO_CARD = "no-card"
    """Nobody presents a card: ends by 06 B0 or after ``card_wait`` seconds."""
    SWITCHED_OFF = "switched-off"
    """The port is closed, for every command."""
    SILENT = "silent"
    """Connections are accepted and nothing is ever answered, for every command."""
    SILENT_ON_PAYMENT = "silent-on-payment"
    """06 01 is swallowed and no money moves; everything else is answered."""
    CUT_BEFORE_ACK = "cut-before-ack"
    """The line breaks before 80 00, the customer pays all the same."""
    CUT_BEFORE_RESULT = "cut-before-result"
    CUT_AFTER_APPROVAL = "cut-after-approval"
    """The line breaks behind the 04 0F, before its acknowledgement."""
    CUT_WHILE_PRINTING = "cut-while-printing"
    CUT_BEFORE_COMPLETION = "cut-before-completion"
    """Everything is acknowledged, 06 0F never comes."""
    LATE_ACK = "late-ack"
    """80 00 comes after ``late_ack`` seconds, when the cash register has given up."""


class LostAck(StrEnum):
    """What the terminal does with a payment whose result was not acknowledged (terminals differ)."""

    KEEP = "keep"
    REVERSE = "reverse"


@dataclass(frozen=True, slots=True)
class SimulatorSettings:
    """Everything a simulated terminal is started with. Times in seconds.

    Attributes:
        ledger: the JSON-lines file of its transactions; it survives ``kill -9``.
        port: 0 lets the system choose one; the choice is printed.
        scenario: what the first payment does, see :func:`choose_scenario` for the next ones.
        lost_ack: whether it keeps or takes back what was not acknowledged.
        tid: terminal id, eight digits.
        password: six digits.
        first_receipt: receipt number of a fresh ledger; numbers wrap after 9999.
        pause: between two steps of a dialogue; 0 for tests.
        ack_wait: how long an acknowledgement is waited for.
        slow_pin, card_wait, late_ack: durations of the scenarios named so.
        fragment: bytes per TCP segment, 0 for whole messages.
        merge: send 80 00 together with the message behind it.
        idle_close: close a line on which nothing was said for so long; None keeps it open.
        echo_order: keep and echo the order reference of a payment (TLV 1F0D), refuse a second one with B4.
        charset: what its texts are written in.
        look_around: pause between two looks whether the folder of the ledger is still there.
    """

    ledger: Path
    port: int = 0
    host: str = "127.0.0.1"
    scenario: Scenario = Scenario.APPROVE
    lost_ack: LostAck = LostAck.KEEP
    tid: str = "52500001"
    password: str = "000000"  # noqa: S105 - the usual factory setting of a terminal
    first_receipt: int = 1
    pause: float = 0.0
    ack_wait: float = 5.0
    slow_pin: float = 20.0
    card_wait: float = 60.0
    late_ack: float = 7.0
    fragment: int = 0
    merge: bool = False
    idle_close: float | None = None
    echo_order: bool = False
    charset: Charset = Charset.CP437
    look_around: float = 3.0


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What can be changed while the terminal runs."""

    scenario: Scenario
    lost_ack: LostAck


def control_file(ledger: Path) -> Path:
    """The file beside the ledger through which the behaviour is changed."""
    return ledger.with_name(ledger.name + ".control")


def choose_scenario(ledger: Path, scenario: Scenario, lost_ack: LostAck | None = None) -> None:
    """Let a running simulator do *scenario* from the next payment on; written at one stroke.

    ``lost_ack`` None leaves that choice as it is.
    """
    former = read_behaviour(ledger)
    kept = former.lost_ack if former else LostAck.KEEP
    write_behaviour(ledger, Behaviour(scenario, lost_ack or kept))


def write_behaviour(ledger: Path, behaviour: Behaviour) -> None:
    """Replace the control file; a reader sees the old one or the new one, never half of it."""
    target = control_file(ledger)
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    draft.write_text(json.dumps({"scenario": behaviour.scenario, "lost_ack": behaviour.lost_ack}))
    draft.replace(target)


def read_behaviour(ledger: Path) -> Behaviour | None:
    """Read the control file; None where it is missing or makes no sense."""
    try:
        content: object = json.loads(control_file(ledger).read_text())
        if not isinstance(content, dict):
            return None
        return Behaviour(Scenario(content["scenario"]), LostAck(content["lost_ack"]))
    except (OSError, ValueError, KeyError):
        return None


class BehaviourSwitch:
    """The behaviour in force: the control file, or what was in force before where it cannot be read."""

    def __init__(self, settings: SimulatorSettings) -> None:
        """Begin with the behaviour of the settings and write it down for whoever wants to change it."""
        self._ledger = settings.ledger
        self._behaviour = Behaviour(settings.scenario, settings.lost_ack)
        write_behaviour(self._ledger, self._behaviour)

    @property
    def now(self) -> Behaviour:
        """The behaviour as the control file says at this moment."""
        self._behaviour = read_behaviour(self._ledger) or self._behaviour
        return self._behaviour


def with_speed(settings: SimulatorSettings, *, slow: bool) -> SimulatorSettings:
    """Return settings with the pauses of a person at a real terminal (``slow``), or with none."""
    return replace(settings, pause=0.6 if slow else 0.0)
