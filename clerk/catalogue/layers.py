"""Which folders make up the catalogue of a site: the shipped one, the office's own over it, the site's over that."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from clerk.catalogue.shared_files import SHARED_FILES
from clerk.catalogue.toml_file import Content, TomlFile, read_toml
from clerk.catalogue.toml_table import unknown
from clerk.locale import _

SHIPPED = Path(__file__).parent / "shipped"
OFFICE_FILE = "office.toml"
SITES = "sites"
DRAFTS = "drafts"
TEXTS = "texts"


@dataclass(frozen=True, slots=True)
class Layer:
    """One folder of the catalogue; ``prefix`` goes before the names of its files in messages."""

    root: Path
    prefix: str = ""
    own: bool = False

    def read(self, name: str) -> tuple[TomlFile, Content]:
        """Read one of its files."""
        return read_toml(self.root / name, name, prefix=self.prefix, own=self.own)

    def has(self, name: str) -> bool:
        """Tell whether the file is there."""
        return (self.root / name).exists()

    def service_files(self) -> tuple[list[str], list[TomlFile]]:
        """Return the names of its service files, and the files nobody reads, each with a sentence that says so."""
        names = sorted(path.relative_to(self.root).as_posix() for path in self.root.rglob("*.toml"))
        known = (*SHARED_FILES, OFFICE_FILE)
        others = [name for name in names if name not in known and not _is_special(name)]
        stray = [TomlFile(name, "", self.prefix) for name in others if name.count("/") != 1]
        for file in stray:
            file.report(_stray(file.name, known))
        return [name for name in others if name.count("/") == 1], stray

    def text_files(self) -> list[str]:
        """Return the names of its translations."""
        return sorted(f"{TEXTS}/{path.name}" for path in (self.root / TEXTS).glob("*.toml"))

    def sites(self) -> tuple[str, ...]:
        """Return the sites it has a folder for."""
        folder = self.root / SITES
        return (
            tuple(sorted(path.name for path in folder.iterdir() if path.is_dir())) if folder.is_dir() else ()
        )

    def of_site(self, name: str) -> "Layer":
        """Return the layer of one of its sites."""
        return Layer(self.root / SITES / name, f"{SITES}/{name}/", own=True)


def _is_special(name: str) -> bool:
    return name.partition("/")[0] in {SITES, DRAFTS, TEXTS}


def _stray(name: str, known: Collection[str]) -> str:
    if "/" in name:
        return _("Die Datei wird nicht gelesen: Leistungen stehen in GEBIET/KENNUNG.toml.")
    return unknown(_("die Datei"), name, known)


def layers_of(office: Path | None, site_names: Collection[str] = ()) -> tuple[Layer, ...]:
    """Return the layers of a site, the shipped one first; an office may keep the whole catalogue itself.

    *site_names* are the names a site's folder may have: its id and its name.
    """
    if office is None:
        return (Layer(SHIPPED),)
    own = Layer(office, own=not keeps_all(office))
    wanted = {name.strip().casefold() for name in site_names}
    of_site = tuple(own.of_site(name) for name in own.sites() if name.casefold() in wanted)
    base = (Layer(SHIPPED, _("ausgelieferter Katalog: ")),) if own.own else ()
    return (*base, own, *of_site)


def keeps_all(office: Path) -> bool:
    """Tell whether the folder is a whole catalogue, used instead of the shipped one."""
    if not (office / OFFICE_FILE).exists():
        return False
    _file, content = read_toml(office / OFFICE_FILE, OFFICE_FILE)
    return content.get("whole") is True
