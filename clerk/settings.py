"""What this machine knows about itself: one small TOML file, strict, without secrets.

Everything that several machines share (sites, counters, terminals, accounts) lies in the store.
"""

import difflib
import os
import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from clerk.locale import _

CONFIG_VARIABLE = "CLERK_CONFIG"


class BadSettings(Exception):  # noqa: N818
    """The settings file cannot be used; ``str()`` names the file, the place and how to correct it."""


class Settings(BaseModel):
    """The settings of one machine.

    ``store`` is the database file, ``counter`` the id of the counter this machine stands at, ``printer_folder``
    where documents are printed to, ``catalogue`` a directory that replaces the shipped catalogue.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    store: Path
    counter: int = 1
    printer_folder: Path | None = None
    catalogue: Path | None = None
    language: str = "de"
    theme: Literal["amt-dunkel", "amt-hell"] = "amt-dunkel"
    full_form: bool = False

    @property
    def prints_to(self) -> Path:
        """The folder documents are printed to."""
        return self.printer_folder or self.store.parent / "ausdrucke"

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
    try:
        return Settings.model_validate(raw)
    except ValidationError as error:
        sentences = [_sentence(str(problem["loc"][0]), problem["type"]) for problem in error.errors()]
        raise BadSettings(f"{path}: " + " ".join(sentences)) from error


def _sentence(key: str, problem: str) -> str:
    if problem == "extra_forbidden":
        near = difflib.get_close_matches(key, Settings.model_fields, n=1)
        hint = " " + _("Gemeint ist vielleicht „{key}“.").format(key=near[0]) if near else ""
        return _("Die Einstellung „{key}“ gibt es nicht.").format(key=key) + hint
    if problem == "missing":
        return _("Die Einstellung „{key}“ fehlt.").format(key=key)
    return _("Der Wert von „{key}“ passt nicht.").format(key=key)


def write_settings(path: Path, settings: Settings) -> None:
    """Write *settings* as TOML."""
    lines = ["# Einstellungen dieses Arbeitsplatzes; die Bedeutung steht in docs/operations.md"]
    for key, value in settings.model_dump(exclude_none=True).items():
        if isinstance(value, bool):
            lines.append(f"{key} = {str(value).lower()}")
        elif isinstance(value, int):
            lines.append(f"{key} = {value}")
        else:
            escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
            lines.append(f'{key} = "{escaped}"')
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
