"""The office the screens are measured in: the program as it is installed, with 350 services and the full form."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from clerk.catalogue.layers import SHIPPED
from clerk.demo_people import furnish
from clerk.settings import Settings, write_settings

LOGIN, SECRET = "schalter", "demo"
SERVICES: Final = 350
NOBODY_LISTENS = 9
"""A port where no card terminal is: nothing of it is measured."""


@dataclass(frozen=True, slots=True)
class Offices:
    """The settings files of two counters: with the shipped catalogue, and with 350 services and the full form."""

    shipped: Path
    large: Path


@contextmanager
def furnished() -> Iterator[Offices]:
    """Make two offices."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        _with_synthetic_services(folder / "catalogue")
        shipped = _office(folder / "shipped", None)
        yield Offices(shipped, _office(folder / "large", folder / "catalogue"))


def _office(folder: Path, catalogue: Path | None) -> Path:
    folder.mkdir()
    store, config = folder / "buergerbuero.db", folder / "clerk.toml"
    furnish(store, SECRET, NOBODY_LISTENS)
    write_settings(
        config, Settings(store=store, counter=1, catalogue=catalogue, full_form=catalogue is not None)
    )
    return config


def _with_synthetic_services(catalogue: Path) -> None:
    """Add services to the shipped ones until there are 350, named Anliegen, Bnliegen and so on."""
    shipped = sorted(path for path in SHIPPED.glob("*/*.toml") if path.parent.name != "texts")
    for number in range(SERVICES - len(shipped)):
        source = shipped[number % len(shipped)]
        content = re.sub(r'(?m)^id = "([^"]*)"', rf'id = "\1-{number}"', source.read_text(), count=1)
        name = f"{chr(65 + number % 26)}nliegen {number:03}"
        content = re.sub(r'(?m)^name = "[^"]*"', f'name = "{name}"', content, count=1)
        own = catalogue / source.relative_to(SHIPPED).with_stem(f"{source.stem}-{number}")
        own.parent.mkdir(parents=True, exist_ok=True)
        own.write_text(content)
