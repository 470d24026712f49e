"""``clerk terminal decode`` and ``clerk terminal simulate``: tools that need no store."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from clerk.commands.arguments import port, terminal_id
from clerk.commands.output import print_json
from clerk.commands.parser import Subparsers, add_command, offer_json
from clerk.commands.problems import Problem, Refusal
from clerk.locale import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from enum import StrEnum

    from integrations.zvt.sim_settings import SimulatorSettings

    _E = TypeVar("_E", bound=StrEnum)
    _T = TypeVar("_T")


def register(family: Subparsers) -> None:
    """Add the commands."""
    decode = add_command(
        family,
        "decode",
        _decode,
        _("Eine Nachricht des Kartenterminals lesbar machen"),
        example="clerk terminal decode 06 0F 00",
    )
    decode.add_argument(
        "hex", nargs="+", metavar="HEX", help=_("APDU oder serieller Rahmen; Leerzeichen sind erlaubt")
    )
    offer_json(decode)
    _register_simulate(family)


def _register_simulate(family: Subparsers) -> None:
    simulate = add_command(
        family,
        "simulate",
        _simulate,
        _("Ein Kartenterminal zum Üben starten; endet mit Strg+C"),
        example="clerk terminal simulate --port 20007 --scenario decline",
    )
    simulate.add_argument("--host", default="127.0.0.1", help=_("Adresse, auf der es erreichbar ist"))
    simulate.add_argument("--port", type=port, default=20007, help=_("Port; 0 sucht einen freien aus"))
    simulate.add_argument("--tid", type=terminal_id, default="52500001", help=_("Terminal-ID, acht Ziffern"))
    simulate.add_argument("--ledger", type=Path, metavar=_("DATEI"), help=_("das Gedächtnis des Terminals"))
    simulate.add_argument(
        "--scenario",
        default="approve",
        help=_("was geschieht, zum Beispiel approve, decline, silent, switched-off"),
    )
    simulate.add_argument(
        "--lost-ack",
        default="keep",
        help=_("was mit einer unbestätigten Zahlung geschieht: keep oder reverse"),
    )
    simulate.add_argument(
        "--fault",
        metavar=_("STÖRUNG"),
        help=_(
            "was an welcher Nachricht misslingt, zum Beispiel cut@after-result oder kill@before-receipt#2"
        ),
    )
    simulate.add_argument(
        "--result", metavar="HEX", help=_("Ergebniscode, mit dem jede Zahlung endet, zum Beispiel 6C")
    )
    simulate.add_argument(
        "--refuse",
        metavar="HEX",
        help=_("Code, mit dem jede Zahlung sofort abgewiesen wird, zum Beispiel 83"),
    )
    simulate.add_argument(
        "--end-of-day",
        default="plain",
        help=_("wie ein Kassenschnitt ausgeht: plain, update, reboot oder fails"),
    )
    simulate.add_argument(
        "--cards",
        type=int,
        metavar=_("ZAHL"),
        help=_("die Kunden haben verschiedene Karten, für dieselbe Zahl immer dieselben; sonst girocard"),
    )
    simulate.add_argument(
        "--message-numbers",
        action="store_true",
        help=_("Nachrichten auf Wunsch der Kasse nummerieren (1F73)"),
    )
    simulate.add_argument("--fast", action="store_true", help=_("ohne die Pausen eines Menschen am Terminal"))


def _decode(args: argparse.Namespace) -> int:
    from integrations.zvt.decode import decode_hex

    shape, understood = decode_hex(" ".join(args.hex))
    print_json(shape)
    if not understood:
        raise Refusal(_not_understood(shape))
    return 0


def _not_understood(shape: "Mapping[str, object]") -> str:
    """Say in the language in use what the (English) shape tells a program."""
    found, rest = shape.get("length_mismatch"), shape.get("rest")
    if found is not None:
        return _("Die Länge stimmt nicht: Die Nachricht nennt {told}, Bytes sind es {found}.").format(
            told=shape["length"], found=found
        )
    if rest == 0:
        return _("Das ist keine Nachricht. Geschrieben wird sie so: {example}.").format(example="06 0F 00")
    if "control" not in shape:
        return _("Das ist keine ganze Nachricht. Nicht lesbare Bytes: {rest}.").format(rest=rest)
    return _("Nicht alles ist lesbar. Unbekannte oder abgeschnittene Bytes: {rest}.").format(rest=rest)


def _simulate(args: argparse.Namespace) -> int:
    from integrations.zvt import simulator
    from integrations.zvt.sim_settings import with_speed

    settings = with_speed(_simulator_settings(args), slow=not args.fast)
    try:
        settings.ledger.parent.mkdir(parents=True, exist_ok=True)
        simulator.run(settings)
    except OSError as error:
        raise Problem(
            _(
                "Das Terminal startet nicht auf {host}, Port {port}: {problem}. Bitte einen anderen --port angeben."
            ).format(host=args.host, port=args.port, problem=error.strerror)
        ) from error
    return 0


def _simulator_settings(args: argparse.Namespace) -> "SimulatorSettings":
    from integrations.zvt.sim_behaviour import DayEnd, LostAck, Scenario, read_code
    from integrations.zvt.sim_faults import Fault
    from integrations.zvt.sim_settings import SimulatorSettings

    return SimulatorSettings(
        ledger=args.ledger or _usual_ledger(args.tid),
        host=args.host,
        port=args.port,
        tid=args.tid,
        scenario=_choice("--scenario", Scenario, args.scenario),
        lost_ack=_choice("--lost-ack", LostAck, args.lost_ack),
        fault=_read("--fault", Fault.parse, args.fault, "cut@after-result"),
        result=_read("--result", read_code, args.result, "6C"),
        refuse=_read("--refuse", read_code, args.refuse, "83"),
        end_of_day=_choice("--end-of-day", DayEnd, args.end_of_day),
        card_seed=args.cards,
        sequence_ids=args.message_numbers,
    )


def _usual_ledger(tid: str) -> Path:
    from clerk.settings import data_folder

    return data_folder() / f"terminal-{tid}.jsonl"


def _choice(option: str, words: "type[_E]", text: str) -> "_E":
    try:
        return words(text)
    except ValueError as error:
        raise Problem(
            _("{option}: „{text}“ gibt es nicht. Möglich: {known}.").format(
                option=option, text=text, known=", ".join(words)
            )
        ) from error


def _read(option: str, read: "Callable[[str], _T]", text: str | None, example: str) -> "_T | None":
    if text is None:
        return None
    try:
        return read(text)
    except ValueError as error:
        raise Problem(
            _("{option}: „{text}“ ist nicht lesbar. Geschrieben wird es so: {example}.").format(
                option=option, text=text, example=example
            )
        ) from error
