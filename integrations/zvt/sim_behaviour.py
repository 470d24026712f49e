"""What the simulated terminal does next, and the control file beside its ledger that changes it while it runs."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from integrations.zvt.sim_faults import Fault


class Scenario(StrEnum):
    """What happens at the next movement (payment, reversal, refund, end of day), as far as it can happen there.

    Whatever else goes wrong is a :class:`Fault`; the scenarios that are nothing but one are short names for it.
    """

    APPROVE = "approve"
    DECLINE = "decline"
    DECLINE_COMPLETED = "decline-completed"
    """The bad result is followed by 06 0F instead of 06 1E, as some terminals do."""
    CUSTOMER_ABORTS = "customer-aborts"
    WRONG_PIN = "wrong-pin"
    """A bad 04 0F, then a good one in the same dialogue."""
    WRONG_PIN_THRICE = "wrong-pin-thrice"
    """Three bad 04 0F, then the end."""
    SIGNATURE = "signature"
    """The customer signs the merchant's receipt."""
    DUPLICATE_RESULT = "duplicate-result"
    """The good 04 0F comes a second time although it was acknowledged."""
    SECOND_RESULT = "second-result"
    """A second good 04 0F follows with more in it, as with the GeldKarte."""
    WAIT_STATUS = "wait-status"
    """04 FF 9C while the host is asked."""
    SLOW_PIN = "slow-pin"
    NO_CARD = "no-card"
    """Nobody presents a card: ends by 06 B0 or after ``card_wait`` seconds."""
    SWITCHED_OFF = "switched-off"
    """The port is closed, for every command."""
    HANG_UP = "hang-up"
    """Connections are accepted and closed at once."""
    SILENT = "silent"
    """Connections are accepted and nothing is ever answered, for every command."""
    SILENT_ON_PAYMENT = "silent-on-payment"
    """A movement is swallowed and no money moves; everything else is answered."""
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


_FAULTS = {
    Scenario.CUT_BEFORE_ACK: Fault.parse("cut@before-ack"),
    Scenario.CUT_BEFORE_RESULT: Fault.parse("cut@before-result"),
    Scenario.CUT_AFTER_APPROVAL: Fault.parse("cut@after-result"),
    Scenario.CUT_WHILE_PRINTING: Fault.parse("cut@after-receipt"),
    Scenario.CUT_BEFORE_COMPLETION: Fault.parse("cut@before-end"),
}


class LostAck(StrEnum):
    """What the terminal does with a payment whose result was not acknowledged (terminals differ)."""

    KEEP = "keep"
    REVERSE = "reverse"


class DayEnd(StrEnum):
    """How an end of day goes."""

    PLAIN = "plain"
    UPDATE = "update"
    """Ends with 27 E0: a software update, the terminal answers nothing for a while."""
    REBOOT = "reboot"
    """Ends with 27 FC: the terminal starts anew, its port is closed for a while."""
    FAILS = "fails"
    """Ends with 77; every payment is refused with F0 until an end of day succeeds."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What can be changed while the terminal runs.

    Attributes:
        scenario: what happens at the next movement.
        lost_ack: whether it keeps or takes back what was not acknowledged.
        fault: what goes wrong at a movement; None for what the scenario says.
        question_fault: what goes wrong at every other command.
        result: a movement ends with this result code instead of the scenario's.
        refuse: a movement is answered with 84 and this code.
        status: what 05 01 tells while nothing runs.
        end_of_day: how an end of day goes.
    """

    scenario: Scenario = Scenario.APPROVE
    lost_ack: LostAck = LostAck.KEEP
    fault: Fault | None = None
    question_fault: Fault | None = None
    result: int | None = None
    refuse: int | None = None
    status: int = 0x00
    end_of_day: DayEnd = DayEnd.PLAIN

    @property
    def movement_fault(self) -> Fault | None:
        """The fault of a movement, named itself or by the scenario."""
        return self.fault or _FAULTS.get(self.scenario)

    def words(self) -> dict[str, str]:
        """The content of the control file; what is not set is left out."""
        words = {"scenario": str(self.scenario), "lost_ack": str(self.lost_ack)}
        words |= {"end_of_day": str(self.end_of_day), "status": f"{self.status:02X}"}
        faults = {"fault": self.fault, "question_fault": self.question_fault}
        words |= {name: str(fault) for name, fault in faults.items() if fault is not None}
        codes = {"result": self.result, "refuse": self.refuse}
        return words | {name: f"{code:02X}" for name, code in codes.items() if code is not None}


def parse_behaviour(words: Mapping[str, object]) -> Behaviour:
    """Read the words of a control file; those that are missing stand for what usually happens.

    Raises:
        ValueError: a word or a code makes no sense, or nobody knows its name.
    """
    unknown = words.keys() - _NAMES
    if unknown:
        raise ValueError(
            f"nothing is called {', '.join(sorted(unknown))}; there are {', '.join(sorted(_NAMES))}"
        )
    text = {name: str(word) for name, word in words.items() if word is not None}
    return Behaviour(
        scenario=Scenario(text.get("scenario", Scenario.APPROVE)),
        lost_ack=LostAck(text.get("lost_ack", LostAck.KEEP)),
        fault=Fault.parse(text["fault"]) if "fault" in text else None,
        question_fault=Fault.parse(text["question_fault"]) if "question_fault" in text else None,
        result=read_code(text["result"]) if "result" in text else None,
        refuse=read_code(text["refuse"]) if "refuse" in text else None,
        status=read_code(text.get("status", "00")),
        end_of_day=DayEnd(text.get("end_of_day", DayEnd.PLAIN)),
    )


_NAMES = frozenset(Behaviour.__dataclass_fields__)


def read_code(text: str) -> int:
    """Read a code of one byte, written as two hex digits.

    Raises:
        ValueError: it is not.
    """
    if len(text) != 2:
        raise ValueError(f"a code has two hex digits, {text!r} has not")
    return int(text, 16)


def control_file(ledger: Path) -> Path:
    """The file beside the ledger through which the behaviour is changed."""
    return ledger.with_name(ledger.name + ".control")


def choose_scenario(ledger: Path, scenario: Scenario, lost_ack: LostAck | None = None) -> None:
    """Let a running simulator do *scenario* from the next movement on, and nothing else that was asked of it before.

    ``lost_ack`` None leaves that choice as it is.
    """
    former = read_behaviour(ledger) or Behaviour()
    write_behaviour(ledger, Behaviour(scenario, lost_ack or former.lost_ack))


def change_behaviour(ledger: Path, **words: str | None) -> None:
    """Change some words of the control file and leave the others; None takes a word away.

    Raises:
        ValueError: a word makes no sense; nothing is changed.
    """
    former = read_behaviour(ledger) or Behaviour()
    write_behaviour(ledger, parse_behaviour({**former.words(), **words}))


def write_behaviour(ledger: Path, behaviour: Behaviour) -> None:
    """Replace the control file; a reader sees the old one or the new one, never half of it."""
    replace_file(control_file(ledger), behaviour.words())


def replace_file(target: Path, content: Mapping[str, object]) -> None:
    """Write a JSON file at one stroke."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    draft.write_text(json.dumps(content))
    draft.replace(target)


def read_behaviour(ledger: Path) -> Behaviour | None:
    """Read the control file; None where it is missing or makes no sense."""
    try:
        content: object = json.loads(control_file(ledger).read_text())
        return parse_behaviour(content) if isinstance(content, dict) else None
    except (OSError, ValueError):
        return None


class BehaviourSwitch:
    """The behaviour in force: the control file, or what was in force before where it cannot be read."""

    def __init__(self, ledger: Path, behaviour: Behaviour) -> None:
        """Begin with a behaviour and write it down for whoever wants to change it."""
        self._ledger = ledger
        self._behaviour = behaviour
        write_behaviour(ledger, behaviour)

    @property
    def now(self) -> Behaviour:
        """The behaviour as the control file says at this moment."""
        self._behaviour = read_behaviour(self._ledger) or self._behaviour
        return self._behaviour
