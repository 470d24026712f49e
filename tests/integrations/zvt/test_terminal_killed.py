"""``kill -9`` of a program that charges a card, at every step, and what the next program finds."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from clerk.domain.payment import PaymentState
from integrations.zvt.sim_ledger import read_ledger
from integrations.zvt.sim_settings import LostAck
from tests.integrations.zvt.paying import journal_of, pay_once, recover_once
from tests.integrations.zvt.simulator_process import ROOT, simulated_terminal
from tests.services.till import CENTS, Till

PAY_AND_DIE = """
import json, os, signal, sys
from pathlib import Path
from clerk.persistence.payment_journal import StoredPaymentJournal
from clerk.persistence.store import Store
from clerk.ports import Claim, PaymentOrder
from integrations.zvt.terminal import ZvtTerminal
from tests.integrations.zvt.paying import QUICK
from tests.persistence.office import SteppedClock
from dataclasses import replace

given = json.loads(sys.argv[1])

class Dying(StoredPaymentJournal):
    def record(self, payment, event, message=""):
        if event.word == given["word"] and not given["after"]:
            os.kill(os.getpid(), signal.SIGKILL)
        recorded = super().record(payment, event, message)
        if event.word == given["word"]:
            os.kill(os.getpid(), signal.SIGKILL)
        return recorded

journal = Dying(Store.open(given["store"]), SteppedClock(), Path(given["folder"]))
journal.hold(given["terminal"])
claim = Claim(**given["claim"])
order = PaymentOrder(given["terminal"], "52500001", given["cents"], 1, claim, tuple(given["lines"]))
terminal = ZvtTerminal(replace(QUICK, port=given["port"]), "000000")
terminal.carry_out(journal.open(order), journal, lambda progress: None)
"""
STEPS = ["baseline_read", "sending", "accepted", "result", "completed"]


@pytest.fixture(name="till")
def _till(tmp_path: Path) -> Iterator[Till]:
    till = Till.set_up(tmp_path)
    yield till
    till.office.store.close()


@pytest.mark.parametrize("lost_ack", list(LostAck))
@pytest.mark.parametrize("after", [False, True], ids=["before the commit", "after the commit"])
@pytest.mark.parametrize("word", STEPS)
def test_a_program_killed_while_it_charges_loses_nothing_and_charges_once(
    till: Till, word: str, after: bool, lost_ack: LostAck
) -> None:
    ledger = till.folder.parent / "terminal.jsonl"
    claim = till.charged_visit()
    with simulated_terminal(ledger, lost_ack=lost_ack) as terminal:
        pay_once(till, terminal.port, claim=till.charged_visit(till.office.counter("1")))
        given = {
            "store": str(till.office.store.path),
            "folder": str(till.folder),
            "terminal": till.terminal,
            "port": terminal.port,
            "claim": {name: getattr(claim, name) for name in ("visit", "counter", "epoch", "account")},
            "lines": [line.id for line in till.lines(claim)],
            "cents": CENTS,
            "word": word,
            "after": after,
        }
        arguments = [sys.executable, "-c", PAY_AND_DIE, json.dumps(given)]
        killed = subprocess.run(arguments, cwd=ROOT, timeout=60, check=False)
        assert killed.returncode == -signal.SIGKILL
        with journal_of(till) as journal:
            (left,) = journal.of_visit(claim.visit)
        if word == "completed" and after:
            assert left.state is PaymentState.PAID
            found = left
        else:
            assert left.is_open
            found = recover_once(till, terminal.port, left)
        entries = [entry for entry in read_ledger(ledger)[1:] if entry.stands]
    assert found.state in (PaymentState.PAID, PaymentState.NOT_PAID, PaymentState.NOT_SENT)
    assert [entry.cents for entry in entries] == ([CENTS] if found.state is PaymentState.PAID else [])
    assert till.ways(claim) == (["card", "card"] if entries else [None, None])
    if word in STEPS[:1]:
        assert found.state is PaymentState.NOT_SENT
