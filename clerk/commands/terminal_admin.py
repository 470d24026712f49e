"""``clerk terminal add | list | change | presets``: which card terminals there are, and which kinds."""

import argparse
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from clerk.commands.arguments import port, terminal_id, terminal_setting
from clerk.commands.output import print_json, print_table, say
from clerk.commands.parser import Parser, Subparsers, add_command, offer_json
from clerk.commands.problems import Problem
from clerk.locale import _

if TYPE_CHECKING:
    from clerk.domain.terminal_presets import Certainty
    from clerk.persistence.office_admin import TerminalEntry
    from clerk.persistence.office_entries import ProfileValue

_USUAL_PORT = 20007
_NO_ADDRESS = "-"
_LINKS = ("network", "serial", "none")


def register(family: Subparsers) -> None:
    """Add the commands."""
    add = add_command(
        family,
        "add",
        _add,
        _("Ein Kartenterminal einrichten"),
        example="clerk terminal add Theke --host 192.0.2.7 --tid 52500001",
    )
    add.add_argument("name", metavar=_("NAME"), help=_("wie es hier heißt, zum Beispiel Theke"))
    add.add_argument(
        "--host", metavar=_("ADRESSE"), help=_("Name oder Adresse im Netz, oder das serielle Gerät")
    )
    add.add_argument("--tid", required=True, type=terminal_id, help=_("Terminal-ID, acht Ziffern vom Beleg"))
    add.add_argument("--port", type=port, default=_USUAL_PORT, help=_("Port, üblich ist 20007"))
    add.add_argument("--site", metavar=_("STANDORT"), help=_("Name des Standorts, wenn es mehrere gibt"))
    _take_settings(add)
    listing = add_command(
        family, "list", _list, _("Alle Kartenterminals auflisten"), example="clerk terminal list"
    )
    offer_json(listing)
    change = add_command(
        family,
        "change",
        _change,
        _("Ein Kartenterminal ändern"),
        example="clerk terminal change Theke --host 192.0.2.8 --set exclusive=false",
    )
    change.add_argument("terminal", metavar=_("TERMINAL"), help=_("Name oder Kennung"))
    change.add_argument("--name", metavar=_("NAME"), help=_("neuer Name"))
    change.add_argument(
        "--host", metavar=_("ADRESSE"), help=_("Name oder Adresse im Netz, oder das serielle Gerät")
    )
    change.add_argument("--tid", type=terminal_id, help=_("neue Terminal-ID nach einem Gerätetausch"))
    change.add_argument("--port", type=port, help=_("neuer Port"))
    _take_settings(change)
    presets = add_command(
        family,
        "presets",
        _presets,
        _("Zeigen, was über Terminals einzelner Hersteller bekannt ist"),
        example="clerk terminal presets",
    )
    offer_json(presets)


def _take_settings(parser: Parser) -> None:
    parser.add_argument(
        "--link",
        choices=_LINKS,
        help=_("wie es angeschlossen ist: network, serial, oder none für ein Terminal ohne Anbindung"),
    )
    parser.add_argument(
        "--preset",
        metavar=_("VORGABE"),
        help=_("Einstellungen für einen Hersteller; „clerk terminal presets“ zeigt alle"),
    )
    parser.add_argument(
        "--set",
        dest="settings",
        type=terminal_setting,
        action="append",
        default=[],
        metavar=_("EINSTELLUNG=WERT"),
        help=_("was von üblichen Terminals abweicht, zum Beispiel t4_seconds=240; mehrfach möglich"),
    )
    offer_json(parser)


def _list(args: argparse.Namespace) -> int:
    from clerk.commands._wiring import this_office

    with this_office() as office:
        sites = {site.id: site.name for site in office.sites()}
        terminals = office.terminals()
    if args.json:
        print_json(
            [
                {
                    "id": terminal.id,
                    "name": terminal.name,
                    "site": sites[terminal.site],
                    "host": terminal.host,
                    "port": terminal.port,
                    "tid": terminal.tid,
                    "settings": dict(terminal.profile),
                }
                for terminal in terminals
            ]
        )
        return 0
    print_table(
        (_("Kennung"), _("Name"), _("Standort"), _("Adresse"), _("Terminal-ID")),
        [
            (
                str(terminal.id),
                terminal.name,
                sites[terminal.site],
                _where(terminal),
                terminal.tid,
            )
            for terminal in terminals
        ],
    )
    return 0


def _where(terminal: "TerminalEntry") -> str:
    match terminal.profile.get("link"):
        case "none":
            return _("ohne Anbindung")
        case "serial":
            return terminal.host
        case _:
            return f"{terminal.host}:{terminal.port}"


def _add(args: argparse.Namespace) -> int:
    from clerk.commands._office import profile_of, site_called
    from clerk.commands._wiring import this_office
    from clerk.persistence.office_admin import TerminalEntry

    settings = _settings(args)
    with this_office() as office:
        wanted = TerminalEntry(
            id=0,
            site=site_called(office, args.site).id,
            name=args.name,
            host=_address(args.host, settings),
            port=args.port,
            tid=args.tid,
            profile=settings,
        )
        profile_of(wanted)
        terminal = office.add_terminal(wanted)
    sentence = _("Kartenterminal „{name}“ ist eingerichtet, Kennung {id}.")
    return _report(args, terminal.id, sentence.format(name=terminal.name, id=terminal.id))


def _change(args: argparse.Namespace) -> int:
    from clerk.commands._office import profile_of, terminal_called
    from clerk.commands._wiring import this_office

    with this_office() as office:
        before = terminal_called(office, args.terminal)
        after = replace(
            before,
            name=args.name or before.name,
            host=args.host or before.host,
            port=before.port if args.port is None else args.port,
            tid=args.tid or before.tid,
            profile={**before.profile, **_settings(args)},
        )
        if after == before:
            raise Problem(_("Daran ändert sich nichts. „clerk terminal change --help“ zeigt, was geht."))
        profile_of(after)
        office.change_terminal(after)
    sentence = _(
        "Kartenterminal „{name}“ ist geändert. Ein Programm, das gerade läuft, benutzt es bis zu seinem nächsten Start "
        "wie bisher."
    )
    return _report(args, after.id, sentence.format(name=after.name))


def _settings(args: argparse.Namespace) -> "dict[str, ProfileValue]":
    """What a preset says, then the link, then what was typed: the later one counts."""
    from clerk.domain.terminal_presets import UnknownPreset, preset_called

    try:
        preset = preset_called(args.preset).settings if args.preset else {}
    except UnknownPreset as error:
        raise Problem(str(error)) from error
    link = {"link": args.link} if args.link else {}
    return {**preset, **link, **dict(args.settings)}


def _address(host: str | None, settings: "Mapping[str, ProfileValue]") -> str:
    if host is not None:
        return host
    if settings.get("link") == "none":
        return _NO_ADDRESS
    raise Problem(_("Bitte mit --host sagen, wo das Terminal ist. Ohne Anbindung: --link none."))


def _presets(args: argparse.Namespace) -> int:
    from clerk.domain.terminal_presets import terminal_presets

    presets = terminal_presets()
    if args.json:
        print_json([asdict(preset) for preset in presets])
        return 0
    for preset in presets:
        settings = " ".join(f"--set {name}={json.dumps(value)}" for name, value in preset.settings.items())
        say(f"{preset.name} · {preset.title}")
        say("  " + (settings or _("keine Einstellungen")))
        for fact in preset.facts:
            say(f"  {fact.text} ({_sureness(fact.certainty)}: {fact.source})")
    return 0


def _sureness(certainty: "Certainty") -> str:
    return {
        "documented": _("Unterlage des Herstellers"),
        "observed": _("an einem Gerät aufgezeichnet"),
        "reported": _("von Anwendern berichtet"),
    }[certainty]


def _report(args: argparse.Namespace, terminal: int, sentence: str) -> int:
    if args.json:
        print_json({"id": terminal})
    else:
        say(sentence)
    return 0
