"""``clerk simulate``: whole office days through the program and a store of their own, faster than real time.

``--json`` prints ``{"visits", "closed", "single_visit_share", "called_twice", "lost", "wait_seconds": {"p50", "p90",
"max"}, "forecast": {"mae_seconds", "baseline_mae_seconds", "oracle_mae_seconds", "coverage_90"}}``; waits last from the
arrival to the first call, all days together. The exit status is 1 if somebody was called twice or lost.
"""

import argparse
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from clerk.commands.output import print_json, say, say_progress
from clerk.commands.parser import Subparsers, add_command, offer_json
from clerk.commands.problems import Problem
from clerk.locale import _

if TYPE_CHECKING:
    from clerk.domain.catalogue import Catalogue
    from clerk.simulation.day_plan import DayPlan
    from clerk.simulation.office import SimulatedOffice
    from clerk.simulation.report import Report


def register(commands: Subparsers) -> None:
    """Add the command."""
    simulate = add_command(
        commands,
        "simulate",
        _simulate,
        _(
            "Ganze Tage eines Bürgerbüros durchspielen, in einer eigenen Datenbank und schneller als in Wirklichkeit"
        ),
        example="clerk simulate --day base --seeds 1-3",
    )
    simulate.add_argument(
        "--day",
        default="base",
        metavar=_("TAG"),
        help=_("was für ein Tag, zum Beispiel base, busy oder noon1"),
    )
    simulate.add_argument(
        "--seeds",
        type=_seeds,
        default=(1,),
        metavar=_("VON-BIS"),
        help=_("welche Tage dieser Art: eine Zahl oder ein Bereich; derselbe Startwert gibt denselben Tag"),
    )
    simulate.add_argument(
        "--visits", type=_at_least_one, metavar=_("ANZAHL"), help=_("wie viele Besuche der Tag hat")
    )
    simulate.add_argument(
        "--counters", type=_at_least_one, metavar=_("ANZAHL"), help=_("wie viele Schalter es gibt")
    )
    simulate.add_argument(
        "--rule-only",
        action="store_true",
        help=_("nur die Warteschlangen-Regel, ohne Dienste und Datenbank: für viele Tage"),
    )
    offer_json(simulate)


def _simulate(args: argparse.Namespace) -> int:
    from clerk.catalogue.loader import load_catalogue
    from clerk.simulation.office_day import make_day
    from clerk.simulation.report import report_of
    from clerk.simulation.simulate import kinds_of, simulate

    plan = _plan(args)
    catalogue = load_catalogue()
    kinds = kinds_of(catalogue)
    results = []
    for number, seed in enumerate(args.seeds, 1):
        say_progress(_("Tag {number} von {count} …").format(number=number, count=len(args.seeds)))
        with _office(plan, catalogue, rule_only=args.rule_only) as office:
            results.append(simulate(make_day(plan, kinds, seed), kinds, office))
    report = report_of(results)
    if args.json:
        print_json(report.as_json())
    else:
        say("\n".join(_sentences(report)))
    return 1 if report.called_twice or report.lost else 0


def _plan(args: argparse.Namespace) -> "DayPlan":
    from clerk.simulation.day_plan import resized, shipped_plans

    plans = shipped_plans()
    if args.day not in plans:
        raise Problem(
            _("Einen Tag „{day}“ gibt es nicht. Möglich: {known}.").format(
                day=args.day, known=", ".join(plans)
            )
        )
    try:
        return resized(plans[args.day], visits=args.visits, counters=args.counters)
    except ValueError as error:
        raise Problem(
            _("Mit so wenigen Schaltern ist nicht jedes Aufgabengebiet besetzt. Es fehlt: {areas}.").format(
                areas=error
            )
        ) from error


@contextmanager
def _office(plan: "DayPlan", catalogue: "Catalogue", *, rule_only: bool) -> "Iterator[SimulatedOffice]":
    if rule_only:
        from clerk.simulation.office_in_memory import OfficeInMemory

        yield OfficeInMemory(plan)
        return
    from clerk.persistence.opening import open_store
    from clerk.simulation.office_in_store import OfficeInStore

    with (
        TemporaryDirectory(prefix="clerk-simulate-") as folder,
        closing(open_store(Path(folder) / "simulation.db")) as store,
        closing(OfficeInStore(store, Path(folder) / "payments", plan, catalogue)) as office,
    ):
        yield office


def _sentences(report: "Report") -> Iterator[str]:
    yield _("{visits} Besuche, {closed} abgeschlossen, davon {single} in einem Besuch.").format(
        visits=report.visits, closed=report.closed, single=report.single_visits
    )
    yield _("Doppelt aufgerufen: {twice}. Verloren: {lost}.").format(
        twice=report.called_twice, lost=report.lost
    )
    yield _(
        "Wartezeit bis zum Aufruf: die Hälfte höchstens {median} min, neun von zehn höchstens {most} min, am längsten "
        "{max} min."
    ).format(
        median=_minutes(report.waits.p50), most=_minutes(report.waits.p90), max=_minutes(report.waits.max)
    )
    yield _(
        "Prognose bei der Ankunft: mittlerer Fehler {error} min (Faustregel {rule} min, bei voller Kenntnis der "
        "Bearbeitungszeiten {oracle} min)."
    ).format(
        error=_minutes(report.forecast.mae),
        rule=_minutes(report.forecast.baseline_mae),
        oracle=_minutes(report.oracle.mae),
    )
    yield _("Innerhalb der genannten Höchstdauer blieben {share} %.").format(
        share=f"{report.forecast.coverage:.0%}".rstrip("%")
    )


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.1f}".replace(".", ",")


def _seeds(text: str) -> tuple[int, ...]:
    first, dash, last = text.partition("-")
    try:
        seeds = range(int(first), int(last if dash else first) + 1)
    except ValueError:
        seeds = range(0)
    if not seeds:
        raise argparse.ArgumentTypeError(
            _("„{text}“ ist kein Startwert. Beispiele: 1 oder 1-20.").format(text=text)
        )
    return tuple(seeds)


def _at_least_one(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) > 0):
        raise argparse.ArgumentTypeError(_("„{text}“ ist keine Anzahl ab 1.").format(text=text))
    return int(text)
