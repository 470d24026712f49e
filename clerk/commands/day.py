"""``clerk day``: the takings of a counter's day, and its closing.

``clerk day report --json`` prints the report (see ``docs/operations.md``)::

    {"office", "site", "counter", "label", "day", "zone", "state": "open"|"signed"|"locked", "number": int|null,
     "seal": str|null, "changed": bool, "blocks_lock": bool, "received_cents",
     "sums": [{"way", "payee", "count", "cents", "back_count", "back_cents"}],
     "differences": [{"key", "kind", "cents", "receipts", "payment", "told", "expected", "needs_remark", "remark"}],
     "terminals": [...], "open_payments": [...], "waiting_stornos": [...], "stornos": [...], "awaited": {...},
     "entries": [...]}

``clerk day close --json`` prints ``{"counter", "day", "state", "number", "seal"}``.
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from clerk.commands import day_visits
from clerk.commands.arguments import day as day_argument
from clerk.commands.arguments import remark
from clerk.commands.output import print_json, say, write_file
from clerk.commands.parser import Parser, Subparsers, add_command, add_family, offer_json
from clerk.commands.problems import Problem, Refusal
from clerk.locale import _

if TYPE_CHECKING:
    from datetime import date

    from clerk.domain.day_closing import Closing, DaySheet
    from clerk.ports import Accounts
    from clerk.services.day_closing import DayClosing


def register(commands: Subparsers) -> None:
    """Add the commands."""
    family = add_family(
        commands,
        "day",
        _("Tagesberichte, und der Tagesabschluss eines Schalters"),
        example="clerk day report",
    )
    report = add_command(
        family,
        "report",
        _report,
        _("Zeigen, was an einem Tag eingenommen wurde und wie es zum Kartenterminal passt"),
        example="clerk day report --counter 3 --day 2026-11-22 --csv tag.csv",
    )
    day_visits.register(family)
    _take_day(report)
    report.add_argument("--pdf", type=Path, metavar=_("DATEI"), help=_("als PDF in diese Datei schreiben"))
    report.add_argument("--csv", type=Path, metavar=_("DATEI"), help=_("als CSV in diese Datei schreiben"))
    close = add_command(
        family,
        "close",
        _close,
        _("Einen Tag unterschreiben; ist er das schon, ihn als zweite Person bestätigen"),
        example="clerk day close --counter 3 --login schalter --second kassenaufsicht",
    )
    _take_day(close)
    close.add_argument("--second", metavar=_("ANMELDENAME"), help=_("wer den Tag gleich danach bestätigt"))
    close.add_argument(
        "--remark",
        action="append",
        type=remark,
        default=[],
        metavar=_("KENNWORT=TEXT"),
        help=_("woran eine Abweichung liegt; mehrfach möglich"),
    )


def _take_day(parser: Parser) -> None:
    parser.add_argument(
        "--counter",
        type=int,
        metavar=_("KENNUNG"),
        help=_("Kennung des Schalters; sonst der dieses Rechners"),
    )
    parser.add_argument("--day", type=day_argument, metavar=_("TAG"), help=_("sonst heute"))
    parser.add_argument("--login", metavar=_("ANMELDENAME"), help=_("wer sich anmeldet; ohne wird gefragt"))
    offer_json(parser)


def _report(args: argparse.Namespace) -> int:
    with _days(args) as (days, counter, day, _accounts):
        sheet = days.sheet(counter, day)
    if args.pdf:
        from integrations.printing.day_report_pdf import day_report_pdf

        write_file(args.pdf, day_report_pdf(sheet))
    if args.csv:
        from clerk.domain.day_report_csv import day_csv

        write_file(args.csv, day_csv(sheet).encode())
    if args.json:
        print_json(_as_data(sheet))
    elif not args.pdf and not args.csv:
        from clerk.domain.day_report_text import day_text

        say(day_text(sheet, _).rstrip("\n"))
    return 0


def _close(args: argparse.Namespace) -> int:
    from clerk.commands._secrets import second_signed_in
    from clerk.domain.day_closing import ClosingState

    with _days(args) as (days, counter, day, accounts):
        second = second_signed_in(accounts, args.second) if args.second else None
        sheet = days.sheet(counter, day)
        closing = sheet.closing
        if closing.state is ClosingState.OPEN:
            closing = days.sign(sheet.report, dict(args.remark))
        elif second is None:
            second = days.person
        if second is not None:
            closing = days.confirm(closing, second)
    if args.json:
        print_json(_closing_data(closing))
    else:
        say(_sentence(closing))
    return 0


@contextmanager
def _days(args: argparse.Namespace) -> "Iterator[tuple[DayClosing, int, date, Accounts]]":
    """Open the days of this machine's site for who signs in; what is refused becomes a ``Refusal``."""
    from clerk.commands._secrets import signed_in
    from clerk.commands._wiring import settings_of_this_machine, this_store
    from clerk.domain.people import Seat
    from clerk.machine import SystemClock
    from clerk.persistence.accounts import StoredAccounts
    from clerk.persistence.work import StoredUnitOfWork
    from clerk.services.day_closing import ClosingRefused, DayClosing

    here = settings_of_this_machine().counter
    with this_store() as store:
        clock = SystemClock()
        accounts = StoredAccounts(store, clock)
        try:
            workplace = accounts.workplace(here)
        except KeyError as error:
            raise Problem(_("Den Schalter dieses Rechners gibt es nicht (mehr).")) from error
        seat = Seat(signed_in(accounts, args.login), workplace)
        days = DayClosing(StoredUnitOfWork(store, clock), clock, seat)
        counter = here if args.counter is None else args.counter
        try:
            yield days, counter, args.day or days.today, accounts
        except ClosingRefused as refused:
            raise Refusal("\n".join(refused.sentences)) from refused


def _as_data(sheet: "DaySheet") -> dict[str, object]:
    from clerk.domain.plain_data import to_plain

    report, closing = sheet.report, sheet.closing
    plain = to_plain(report)
    said = {remark.key: remark.text for remark in closing.day_signed.remarks} if closing.day_signed else {}
    differences = [
        {
            "key": item.key,
            "kind": item.kind.value,
            "cents": item.cents,
            "receipts": list(item.receipts),
            "payment": item.payment,
            "told": item.told,
            "expected": item.expected,
            "needs_remark": item.needs_remark,
            "remark": said.get(item.key),
        }
        for item in report.differences
    ]
    return {
        **(plain if isinstance(plain, dict) else {}),
        **_closing_data(closing),
        "changed": sheet.changed,
        "blocks_lock": report.blocks_lock,
        "received_cents": report.received_cents,
        "differences": differences,
    }


def _closing_data(closing: "Closing") -> dict[str, object]:
    return {
        "counter": closing.counter,
        "day": closing.day.isoformat(),
        "state": closing.state.value,
        "number": closing.number,
        "seal": closing.seal,
    }


def _sentence(closing: "Closing") -> str:
    if closing.number is None:
        return _(
            "Der {day:%d.%m.%Y} ist unterschrieben. Die Bestätigung durch eine zweite Person steht noch aus."
        ).format(day=closing.day)
    return _("Der {day:%d.%m.%Y} ist abgeschlossen, Abschluss Nr. {number}.").format(
        day=closing.day, number=closing.number
    )
