"""``clerk init``: everything a first workplace needs."""

import argparse
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from clerk.commands.output import print_json, say
from clerk.commands.parser import Subparsers, add_command, offer_json
from clerk.commands.problems import Problem
from clerk.domain.people import Role
from clerk.locale import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clerk.persistence.office_admin import Counter
    from clerk.settings import Settings

_FIRST_ROLES = (Role.ADMIN, Role.CLERK, Role.INFO_DESK)


def register(commands: Subparsers) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "init",
        _init,
        _("Datenspeicher, Standort, erste Anmeldung und ersten Schalter anlegen"),
        example='clerk init --office "Landkreis Musterland" --site Bürgerbüro --login admin --name "Frau Beispiel"',
    )
    parser.add_argument("--office", metavar=_("BEHÖRDE"), help=_("Name der Behörde auf Quittungen"))
    parser.add_argument("--site", metavar=_("STANDORT"), help=_("Name des ersten Standorts"))
    parser.add_argument("--login", metavar=_("ANMELDENAME"), help=_("erste Anmeldung"))
    parser.add_argument("--name", metavar=_("NAME"), help=_("wer das ist"))
    parser.add_argument(
        "--counter", default="1", metavar=_("NUMMER"), help=_("Bezeichnung dieses Schalters, sonst 1")
    )
    parser.add_argument("--store", type=Path, metavar=_("DATEI"), help=_("wohin der Datenspeicher kommt"))
    parser.add_argument(
        "--database",
        metavar=_("ADRESSE"),
        default="",
        help=_("gemeinsame Datenbank statt einer Datei: postgresql+psycopg://benutzer@server/datenbank"),
    )
    offer_json(parser)


def _init(args: argparse.Namespace) -> int:
    from clerk.settings import STORE_NAME, Settings, config_path, data_folder, write_settings

    config = config_path()
    store: Path = (args.store or data_folder() / STORE_NAME).expanduser().absolute()
    for path in (config,) if args.database else (config, store):
        if path.exists():
            raise Problem(_("{path} gibt es schon. „clerk init“ überschreibt nichts.").format(path=path))
    if args.database:
        return _init_on_a_server(args, config, store)
    settings = Settings(store=store, counter=_create_store(store, _first_office(args)))
    write_settings(config, settings)
    _report(config, settings, as_json=args.json)
    return 0


def _init_on_a_server(args: argparse.Namespace, config: Path, store: Path) -> int:
    """Make the office on a server, or let this machine join one that is there."""
    from clerk.commands._secrets import database_password_for, keep_or_explain
    from clerk.commands._wiring import opened
    from clerk.machine import SystemClock
    from clerk.persistence import migrate
    from clerk.persistence.office_admin import OfficeAdmin
    from clerk.persistence.opening import holds_password
    from clerk.settings import Settings, write_settings

    if holds_password(args.database):
        raise Problem(
            _(
                "Ein Kennwort gehört nicht in die Adresse, dort können andere es lesen. Bitte die Adresse ohne "
                "Kennwort angeben; „clerk init“ fragt danach und legt es in den Schlüsselbund."
            )
        )
    secret = database_password_for(args.database)
    with opened(args.database, secret) as shared:
        there = OfficeAdmin(shared, SystemClock()).counters() if migrate.current(shared) else ()
    counter = (
        _counter_there(there, args.counter)
        if there
        else _fill_store(args.database, _first_office(args), secret)
    )
    settings = Settings(store=store, database=args.database, counter=counter)
    store.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_settings(config, settings)
    hint = keep_or_explain(args.database, secret)
    if there and not args.json:
        say(
            _("Dieser Rechner gehört jetzt zu Schalter {counter}. „clerk“ startet den Arbeitsplatz.").format(
                counter=args.counter
            )
        )
    else:
        _report(config, settings, as_json=args.json)
    if hint and not args.json:
        say(hint)
    return 0


def _counter_there(counters: "Sequence[Counter]", label: str) -> int:
    """Return the id of the one counter called *label*."""
    found = [counter.id for counter in counters if counter.label == label]
    if len(found) == 1:
        return found[0]
    raise Problem(
        _(
            "In dieser Datenbank ist schon ein Amt eingerichtet. Zu welchem Schalter gehört dieser Rechner? "
            "Bitte --counter mit einer dieser Bezeichnungen angeben: {labels}. Einen neuen legt „clerk counter add“ an."
        ).format(labels=", ".join(counter.label for counter in counters))
    )


@dataclass(frozen=True, slots=True)
class _FirstOffice:
    """What a new store begins with."""

    office: str
    site: str
    counter: str
    login: str
    name: str
    secret: str = field(repr=False)


def _first_office(args: argparse.Namespace) -> _FirstOffice:
    """Return what the arguments say, and ask for the rest."""
    from clerk.commands._secrets import new_password

    return _FirstOffice(
        args.office or _ask(_("Name der Behörde"), "--office"),
        args.site or _ask(_("Name des Standorts"), "--site"),
        args.counter,
        args.login or _ask(_("Anmeldename der ersten Person"), "--login"),
        args.name or _ask(_("Name dieser Person"), "--name"),
        new_password(),
    )


def _create_store(path: Path, first: _FirstOffice) -> int:
    """Create the store and return the id of its first counter; what was begun is removed if it fails."""
    before = _files_of(path)
    with ExitStack() as if_it_fails:
        if_it_fails.callback(_remove_new_files, path, before)
        counter = _fill_store(path, first)
        if_it_fails.pop_all()
    return counter


def _fill_store(address: Path | str, first: _FirstOffice, secret: str | None = None) -> int:
    from clerk.commands._wiring import areas_of_this_machine, opened
    from clerk.machine import SystemClock
    from clerk.persistence import migrate
    from clerk.persistence.account_admin import AccountAdmin
    from clerk.persistence.office_admin import Counter, OfficeAdmin, Site

    areas = areas_of_this_machine()
    try:
        with opened(address, secret) as store:
            migrate.upgrade(store)
            AccountAdmin(store, SystemClock()).add(first.login, first.name, first.secret, _FIRST_ROLES)
            office = OfficeAdmin(store, SystemClock())
            site = office.add_site(Site(id=0, name=first.site, office_name=first.office))
            counter = Counter(id=0, site=site.id, label=first.counter, skills=frozenset(areas))
            return office.add_counter(counter).id
    except ValueError as error:
        raise Problem(str(error)) from error


def _remove_new_files(store: Path, before: set[Path]) -> None:
    for begun in _files_of(store) - before:
        begun.unlink()


def _files_of(store: Path) -> set[Path]:
    return set(store.parent.glob(f"{store.name}*"))


def _report(config: Path, settings: "Settings", *, as_json: bool) -> None:
    if as_json:
        print_json({"config": str(config), "store": settings.address, "counter": settings.counter})
        return
    say(
        _(
            "Angelegt: Datenspeicher {store}\n"
            "          Einstellungen {config}\n"
            "So geht es weiter:\n"
            '  clerk account add beispiel --name "Frau Beispiel" --role clerk    weitere Anmeldungen\n'
            "  clerk terminal add Theke --host 192.0.2.7 --tid 52500001         das Kartenterminal\n"
            "  clerk counter change {counter} --terminal Theke                        das Terminal zu diesem Schalter\n"
            "  clerk                                                            der Arbeitsplatz"
        ).format(store=settings.address, config=config, counter=settings.counter)
    )


def _ask(question: str, option: str) -> str:
    if not sys.stdin.isatty():
        raise Problem(_("Es fehlt: {option}.").format(option=option))
    return input(f"{question}: ")
