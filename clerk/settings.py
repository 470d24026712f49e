"""What this machine knows about itself: one small TOML file, strict, without secrets.

Everything that several machines share (sites, counters, terminals, accounts) lies in the store.
"""

import difflib
import os
import shlex
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from clerk.domain.printer_device import parse_device
from clerk.locale import _

CONFIG_VARIABLE = "CLERK_CONFIG"
STORE_NAME = "clerk.db"


class BadSettings(Exception):  # noqa: N818
    """The settings file cannot be used; ``str()`` names the file, the place and how to correct it."""


THEMES = ("amt-dunkel", "amt-hell")
PRINTERS = ("folder", "command", "escpos")
COLUMNS = (32, 42, 48)
"""Of paper 58 and 80 mm wide."""
_FILE = "{file}"


# not a pydantic model: this is read before the first screen, and to import pydantic takes as long as to draw it
@dataclass(frozen=True)
class Settings:
    """The settings of one machine.

    ``store`` is the database file; with ``database``, the address of a shared database without its password, only the
    folder it lies in counts, for what this machine keeps itself. ``counter`` is the id of the counter this machine
    stands at, ``printer`` how documents are printed (one of ``PRINTERS``): as files to ``printer_folder``, by
    ``printer_command`` (``lp -d theke {file}``), or on the paper roll of ``printer_device``, which is
    ``printer_columns`` wide. ``handover_folder`` is where finished applications are laid down for the specialist
    system (it has to exist), ``catalogue`` the folder of the office's own
    catalogue, laid over the shipped one,
    ``read_zone`` whether the office lets a scanner at this workplace read the machine readable zone of identity
    documents, ``cash_receipt_layout`` how the cash office writes its receipt numbers (``KB-999999``), empty for any
    way, ``board_site`` the name of the site whose calls a call board on this machine shows, empty for that of the
    counter.
    """

    store: Path
    database: str = ""
    counter: int = 1
    printer: str = "folder"
    printer_folder: Path | None = None
    printer_command: str = ""
    printer_device: str = ""
    printer_columns: int = 48
    handover_folder: Path | None = None
    catalogue: Path | None = None
    language: str = "de"
    theme: str = "amt-dunkel"
    full_form: bool = False
    read_zone: bool = False
    cash_receipt_layout: str = ""
    board_site: str = ""

    @property
    def address(self) -> str:
        """Where the store of the office is, without a password."""
        return self.database or str(self.store)

    @property
    def prints_to(self) -> Path:
        """The folder documents are printed to."""
        return self.printer_folder or self.store.parent / "ausdrucke"

    @property
    def hands_over_to(self) -> Path:
        """The folder finished applications are laid down in."""
        return self.handover_folder or self.store.parent / "uebertragungen"

    @property
    def payment_folder(self) -> Path:
        """The folder of the terminals' leases and of what the journal could not take."""
        return self.store.parent / "kartenzahlung"

    @property
    def log_folder(self) -> Path:
        """The folder of the technical log, which holds kinds and places of faults and no data."""
        return self.store.parent / "protokoll"


def config_path() -> Path:
    """Return where the settings file lies: ``CLERK_CONFIG``, else the user's configuration folder."""
    named = os.environ.get(CONFIG_VARIABLE)
    if named:
        return Path(named)
    base = os.environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "clerk" / "clerk.toml"


def data_folder() -> Path:
    """Return where the embedded store lies unless the settings say otherwise."""
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "clerk"


def load_settings(path: Path) -> Settings:
    """Read the settings file; raises ``BadSettings`` if it is missing, unreadable or has an unknown key."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BadSettings(
            _(
                "Die Einstellungen {path} fehlen. „clerk init“ legt sie an, „clerk demo“ braucht keine."
            ).format(path=path)
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(
            _("{path} ist kein gültiges TOML: {problem}").format(path=path, problem=error)
        ) from error
    reader = _Reader(raw)
    settings = reader.settings()
    if settings is None or reader.problems:
        raise BadSettings(f"{path}: " + " ".join(reader.problems))
    return settings


class _Reader:
    """Reads the values of a settings file strictly; ``problems`` is a sentence for everything wrong with them."""

    def __init__(self, raw: Mapping[str, object]) -> None:
        self._raw = raw
        known = [field.name for field in fields(Settings)]
        self.problems = [_unknown(key, known) for key in raw if key not in known]

    def settings(self) -> Settings | None:
        """Return what can be read, ``None`` without a store."""
        database = self._text("database", Settings.database)
        store = self._path("store") or (data_folder() / STORE_NAME if database else None)
        if store is None and "store" not in self._raw:
            self.problems.append(_("Die Einstellung „{key}“ fehlt.").format(key="store"))
        read = Settings(
            store=store or Path(),
            database=database,
            counter=self._number("counter", Settings.counter),
            printer=self._text("printer", Settings.printer, PRINTERS),
            printer_folder=self._path("printer_folder"),
            printer_command=self._text("printer_command", Settings.printer_command),
            printer_device=self._text("printer_device", Settings.printer_device),
            printer_columns=self._number("printer_columns", Settings.printer_columns, COLUMNS),
            handover_folder=self._path("handover_folder"),
            catalogue=self._path("catalogue"),
            language=self._text("language", Settings.language),
            theme=self._text("theme", Settings.theme, THEMES),
            full_form=self._flag("full_form"),
            read_zone=self._flag("read_zone"),
            cash_receipt_layout=self._text("cash_receipt_layout", Settings.cash_receipt_layout),
            board_site=self._text("board_site", Settings.board_site),
        )
        self._check_printer(read)
        return read if store is not None else None

    def _check_printer(self, read: Settings) -> None:
        if read.printer == "command":
            self._check_command(read.printer_command)
        if read.printer == "escpos":
            try:
                parse_device(read.printer_device)
            except ValueError as error:
                self.problems.append(f"printer_device: {error}")

    def _check_command(self, command: str) -> None:
        try:
            words = shlex.split(command)
        except ValueError:
            words = []
        if not words or not any(_FILE in word for word in words[1:]):
            self.problems.append(
                _(
                    "„printer_command“ braucht einen Befehl, der {file} druckt, zum Beispiel: lp -d theke {file}"
                ).format(file=_FILE)
            )

    def _path(self, key: str) -> Path | None:
        text = self._text(key, "")
        return Path(text) if text else None

    def _text(self, key: str, default: str, choices: Sequence[str] = ()) -> str:
        value = self._raw.get(key, default)
        if isinstance(value, str) and (not choices or value in choices):
            return value
        self._refuse(key)
        return default

    def _number(self, key: str, default: int, choices: Sequence[int] = ()) -> int:
        value = self._raw.get(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and (not choices or value in choices):
            return value
        self._refuse(key)
        return default

    def _flag(self, key: str) -> bool:
        value = self._raw.get(key, False)
        if isinstance(value, bool):
            return value
        self._refuse(key)
        return False

    def _refuse(self, key: str) -> None:
        self.problems.append(_("Der Wert von „{key}“ passt nicht.").format(key=key))


def _unknown(key: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(key, known, n=1)
    hint = " " + _("Gemeint ist vielleicht „{key}“.").format(key=near[0]) if near else ""
    return _("Die Einstellung „{key}“ gibt es nicht.").format(key=key) + hint


def write_settings(path: Path, settings: Settings) -> None:
    """Write *settings* as TOML."""
    heading = _("Einstellungen dieses Arbeitsplatzes; die Bedeutung steht in docs/operations.md")
    lines = [f"# {heading}"]
    for key, value in asdict(settings).items():
        if value is None:
            continue
        if isinstance(value, bool):
            lines.append(f"{key} = {str(value).lower()}")
        elif isinstance(value, int):
            lines.append(f"{key} = {value}")
        else:
            escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
            lines.append(f'{key} = "{escaped}"')
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
