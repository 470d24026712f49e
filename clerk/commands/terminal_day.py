"""``clerk terminal end-of-day | totals | upkeep``: what a card terminal needs beside payments."""

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from clerk.commands.arguments import office_now
from clerk.commands.movement import movement_exit, show, take_terminal
from clerk.commands.output import print_json, print_table, say
from clerk.commands.parser import Subparsers, add_command
from clerk.commands.problems import OutsideUnreachable, Problem, Refusal
from clerk.locale import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clerk.commands._payments import TerminalAtWork
    from clerk.domain.payment import Payment
    from clerk.domain.terminal_totals import TerminalTotals

_TASKS = ("diagnosis", "initialisation", "clock", "log_off")


def register(family: Subparsers) -> None:
    """Add the commands."""
    close = add_command(
        family,
        "end-of-day",
        _end_of_day,
        _("Den Kassenschnitt am Kartenterminal machen; Stornos sind danach nicht mehr möglich"),
        example="clerk terminal end-of-day --terminal Theke --login kasse",
    )
    take_terminal(close)
    close.add_argument("--login", metavar=_("ANMELDENAME"), help=_("wer ihn macht; ohne wird gefragt"))
    close.add_argument(
        "--sum", metavar=_("BETRAG"), help=_("ohne Verbindung: Summe laut Kassenschnitt, zum Beispiel 54,80")
    )
    close.add_argument("--count", metavar=_("ANZAHL"), help=_("ohne Verbindung: Anzahl der Buchungen"))
    close.add_argument("--first", metavar=_("NUMMER"), help=_("ohne Verbindung: erste Belegnummer"))
    close.add_argument("--last", metavar=_("NUMMER"), help=_("ohne Verbindung: letzte Belegnummer"))
    totals = add_command(
        family,
        "totals",
        _totals,
        _("Die Umsätze des Kartenterminals seit dem letzten Kassenschnitt zeigen"),
        example="clerk terminal totals --terminal Theke",
    )
    take_terminal(totals)
    upkeep = add_command(
        family,
        "upkeep",
        _upkeep,
        _("Am Kartenterminal veranlassen, was sein Zustand verlangt"),
        example="clerk terminal upkeep diagnosis --terminal Theke",
    )
    upkeep.add_argument(
        "task",
        choices=_TASKS,
        metavar=_("AUFGABE"),
        help=_(
            "diagnosis prüft die Leitung, initialisation richtet neu ein, clock stellt die Uhr, log_off meldet ab"
        ),
    )
    take_terminal(upkeep)


def _end_of_day(args: argparse.Namespace) -> int:
    from clerk.commands._payments import terminal_at_work
    from clerk.commands._secrets import signed_in
    from clerk.services.payment_messages import explain

    with terminal_at_work(args.terminal) as terminal:
        typed = _typed_totals(args, terminal)
        identity = signed_in(terminal.accounts, args.login)
        closed = _begin(terminal, identity.account)
        if typed is not None and terminal.card.typed is not None:
            closed = terminal.card.typed.day_closed(closed, typed)
        elif closed.is_unclear:
            terminal.card.recovery.run(show)
            closed = terminal.journal.get(closed.id)
    message = explain(closed)
    if args.json:
        print_json(_as_data(closed) | {"message": f"{message.title}: {message.sentence}"})
    else:
        say(f"{message.title}. {message.sentence}")
    return movement_exit(closed)


def _typed_totals(args: argparse.Namespace, terminal: "TerminalAtWork") -> "TerminalTotals | None":
    """Return what was typed of the end of day of a terminal without a link; one with a link tells it itself."""
    from clerk.domain.typed_receipt import BadlyTyped, read_totals

    typed = (args.sum, args.count, args.first, args.last)
    if terminal.card.typed is None:
        if any(typed):
            raise Problem(_("Dieses Terminal nennt seine Summen selbst, bitte ohne --sum und --count."))
        return None
    if args.sum is None or args.count is None:
        raise Refusal(
            _(
                "„{name}“ hat keine Verbindung zu diesem Programm. Bitte den Kassenschnitt am Gerät machen und von "
                "dessen Beleg --sum und --count angeben."
            ).format(name=terminal.name)
        )
    try:
        return read_totals(*(text or "" for text in typed))
    except BadlyTyped as error:
        raise Problem(str(error)) from error


def _begin(terminal: "TerminalAtWork", account: int) -> "Payment":
    """Begin the end of day, or go on with the one that a crash left without its receipt."""
    from clerk.domain.payment import Movement

    typed = terminal.card.typed
    left = typed.begun(Movement.END_OF_DAY) if typed is not None else None
    return left or terminal.card.end_of_day.run(account, show)


def _as_data(closed: "Payment") -> dict[str, object]:
    totals = closed.result.totals if closed.result else None
    return {
        "movement": closed.id,
        "state": closed.state,
        "reason": closed.reason,
        "code": None if closed.code is None else f"{closed.code:02x}",
        "totals": None if totals is None else _totals_data(totals),
    }


def _totals(args: argparse.Namespace) -> int:
    from clerk.commands._payments import terminal_at_work

    with terminal_at_work(args.terminal) as terminal:
        if terminal.card.typed is not None:
            raise Refusal(
                _(
                    "„{name}“ hat keine Verbindung zu diesem Programm. Seine Umsätze stehen auf dem Kassenschnitt, "
                    "den es selbst druckt; eingetragen werden sie mit „clerk terminal end-of-day“."
                ).format(name=terminal.name)
            )
        totals = terminal.card.end_of_day.so_far()
        ours = terminal.money_since_end_of_day()
    if totals is None:
        raise Refusal(_("Das Terminal nennt seine Umsätze nur mit dem Kassenschnitt."))
    if args.json:
        print_json(_totals_data(totals))
    else:
        _say_totals(totals, ours)
    return 0


def _say_totals(totals: "TerminalTotals", ours: "Sequence[Payment]") -> None:
    """Show what the terminal tells beside what our journal has: terminals count what was given back differently."""
    from clerk.domain.card_block import signed_cents
    from clerk.domain.day_report_words import group_name
    from clerk.domain.money import format_cents

    rows = [
        (group_name(group.group, _), str(group.count), format_cents(group.cents))
        for group in totals.groups
        if group.count or group.cents
    ]
    rows.append((_("laut Terminal"), str(totals.count), format_cents(totals.cents)))
    cents = sum(map(signed_cents, ours))
    rows.append((_("in diesem Programm"), str(len(ours)), format_cents(cents)))
    print_table((_("seit dem Kassenschnitt"), _("Anzahl"), _("Betrag")), rows)
    say(
        _(
            "Dieses Programm zählt jede Zahlung, jeden Storno und jede Gutschrift und zieht ab, was zurückging.\n"
            "Terminals zählen Stornos und Gutschriften oft nicht mit, und ihre Summe hat kein Minus: Ging mehr\n"
            "zurück, als einkam, nennen sie 0,00 €. Abweichungen benennt der Tagesabschluss."
        )
    )


def _totals_data(totals: "TerminalTotals") -> dict[str, object]:
    return {
        "first_receipt": totals.first_receipt,
        "last_receipt": totals.last_receipt,
        "count": totals.count,
        "cents": totals.cents,
        "groups": [{"group": one.group, "count": one.count, "cents": one.cents} for one in totals.groups],
    }


def _upkeep(args: argparse.Namespace) -> int:
    from clerk.commands._payments import terminal_at_work
    from clerk.ports import Upkeep

    with terminal_at_work(args.terminal) as terminal:
        status = terminal.card.check.keep_up(Upkeep(args.task), office_now())
    if args.json:
        print_json(asdict(status))
    else:
        say(" ".join(part for part in (f"{terminal.name}:", status.message, status.action) if part))
    if not status.reachable:
        return OutsideUnreachable.status
    return 0 if status.ready else Refusal.status
