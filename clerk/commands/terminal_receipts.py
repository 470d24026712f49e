"""``clerk terminal receipts``: the terminal's receipts in the archive, marked as copies."""

import argparse
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from clerk.commands.arguments import day, receipt_number
from clerk.commands.output import print_json, say
from clerk.commands.parser import Subparsers, add_command, offer_json
from clerk.commands.problems import Problem, Refusal
from clerk.locale import _

if TYPE_CHECKING:
    from clerk.domain.payment import Payment
    from clerk.domain.people import Workplace
    from clerk.domain.terminal_receipt import TerminalReceipt


@dataclass(frozen=True, slots=True)
class _Archived:
    payment: "Payment"
    receipts: "tuple[TerminalReceipt, ...]"


def register(family: Subparsers) -> None:
    """Add the command."""
    receipts = add_command(
        family,
        "receipts",
        _receipts,
        _("Aufbewahrte Belege des Kartenterminals zeigen, als Kopie gekennzeichnet"),
        example="clerk terminal receipts --payment 17",
    )
    wanted = receipts.add_mutually_exclusive_group(required=True)
    wanted.add_argument("--payment", type=int, metavar=_("NUMMER"), help=_("Nummer der Zahlung"))
    wanted.add_argument(
        "--receipt",
        type=receipt_number,
        metavar=_("NUMMER"),
        help=_("Belegnummer des Terminals, zusammen mit --day"),
    )
    receipts.add_argument("--day", type=day, metavar="YYYY-MM-DD", help=_("Tag der Zahlung"))
    offer_json(receipts)


def _receipts(args: argparse.Namespace) -> int:
    if args.receipt is not None and args.day is None:
        raise Problem(_("Zur Belegnummer gehört der Tag: --day 2026-11-23."))
    workplace, archived = _look_up(args)
    if not archived:
        raise Refusal(_("Dazu gibt es keine Zahlung."))
    if args.json:
        print_json([_as_data(found) for found in archived])
        return 0
    for found in archived:
        _say(found, workplace)
    return 0


def _look_up(args: argparse.Namespace) -> "tuple[Workplace, list[_Archived]]":
    from clerk.commands._wiring import settings_of_this_machine, this_store
    from clerk.machine import SystemClock
    from clerk.persistence.accounts import StoredAccounts
    from clerk.persistence.payment_journal import StoredPaymentJournal
    from clerk.persistence.terminal_receipts import payments_numbered

    settings = settings_of_this_machine()
    with this_store() as store:
        clock = SystemClock()
        workplace = StoredAccounts(store, clock).workplace(settings.counter)
        journal = StoredPaymentJournal(store, clock, settings.payment_folder)
        ids: tuple[int, ...] = (args.payment,)
        if args.receipt is not None:
            with store.read() as session:
                ids = payments_numbered(session, args.receipt, *_day(args.day, ZoneInfo(workplace.zone)))
        try:
            archived = [_Archived(journal.get(found), journal.receipts(found)) for found in ids]
        except KeyError:
            archived = []
    return workplace, archived


def _day(wanted: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return when (UTC) a day begins and ends at the office."""
    begin, end = (datetime.combine(on, time.min, zone) for on in (wanted, wanted + timedelta(days=1)))
    return begin.astimezone(UTC), end.astimezone(UTC)


def _as_data(found: _Archived) -> dict[str, object]:
    payment = found.payment
    return {
        "payment": payment.id,
        "state": payment.state,
        "cents": payment.amount_cents,
        "tid": payment.tid,
        "receipt": payment.result.receipt if payment.result else None,
        "receipts": [
            {
                "number": receipt.number,
                "kind": receipt.kind,
                "mandatory": receipt.mandatory,
                "signature": receipt.signature,
                "printed": receipt.printed,
                "lines": [line.text for line in receipt.lines] if receipt.is_kept else None,
            }
            for receipt in found.receipts
        ],
    }


def _say(found: _Archived, workplace: "Workplace") -> None:
    from clerk.domain.printout import WIDTH
    from clerk.domain.receipt import TerminalSheet
    from clerk.domain.terminal_printout import terminal_sheet_text

    kept = tuple(replace(receipt, signature=False) for receipt in found.receipts if receipt.is_kept)
    if not kept:
        say(_("Zahlung {id}: Das Terminal hat keinen Händlerbeleg gesendet.").format(id=found.payment.id))
        return
    sheet = TerminalSheet(
        office=workplace.office_name,
        site=workplace.site_name,
        name=str(found.payment.id),
        printed_at=found.payment.changed_at.astimezone(ZoneInfo(workplace.zone)),
        receipts=kept,
        copy=True,
    )
    say(terminal_sheet_text(sheet, WIDTH).rstrip("\n"))
