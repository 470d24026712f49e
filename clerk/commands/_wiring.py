"""What commands need of this machine: its settings, its catalogue, its store.

Every fault that can be expected becomes a ``Problem`` with a sentence.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from clerk.commands.problems import OutsideUnreachable, Problem
from clerk.locale import _
from clerk.machine import SystemClock, database_password
from clerk.settings import BadSettings, Settings, config_path, load_settings

if TYPE_CHECKING:
    from clerk.catalogue.layers import Layer
    from clerk.domain.catalogue import Catalogue
    from clerk.persistence.account_admin import AccountAdmin
    from clerk.persistence.office_admin import OfficeAdmin
    from clerk.persistence.store import Store


def settings_of_this_machine() -> Settings:
    """Return the settings of this machine; raises ``Problem``."""
    try:
        return load_settings(config_path())
    except BadSettings as error:
        raise Problem(str(error)) from error


def settings_with_a_store() -> Settings:
    """Return the settings of this machine, whose store must exist; raises ``Problem``."""
    settings = settings_of_this_machine()
    if not settings.database and not settings.store.exists():
        raise Problem(
            _("Den Datenspeicher {path} gibt es nicht. „clerk init“ legt ihn an.").format(path=settings.store)
        )
    return settings


def catalogue_folder() -> Path | None:
    """Return the folder of the office's own catalogue, ``None`` where there is only the shipped one.

    A machine without settings has none: the catalogue can be looked up before ``clerk init``.
    """
    return settings_of_this_machine().catalogue if config_path().exists() else None


def site_names_of_this_machine() -> tuple[str, ...]:
    """Return the id and the name of the site this machine stands at; nothing before ``clerk init``."""
    from clerk.persistence.accounts import StoredAccounts

    if not _has_a_store():
        return ()
    with this_store() as store:
        try:
            workplace = StoredAccounts(store, SystemClock()).workplace(settings_of_this_machine().counter)
        except KeyError:
            return ()
    return (str(workplace.site), workplace.site_name)


def names_of_all_sites() -> tuple[str, ...] | None:
    """Return the ids and names of all sites, ``None`` where there is no store that knows them."""
    if not _has_a_store():
        return None
    with this_office() as office:
        return tuple(name for site in office.sites() for name in (str(site.id), site.name))


def _has_a_store() -> bool:
    if not config_path().exists():
        return False
    settings = settings_of_this_machine()
    return bool(settings.database) or settings.store.exists()


def layers_of_this_machine() -> "tuple[Layer, ...]":
    """Return the folders that make up the catalogue of this machine's site."""
    from clerk.catalogue.layers import Layer, layers_of

    folder = catalogue_folder()
    # the store is only asked where sites differ: it takes longer than all the rest
    differ = folder is not None and Layer(folder).sites()
    return layers_of(folder, site_names_of_this_machine() if differ else ())


def catalogue_of_this_machine() -> "Catalogue":
    """Return the catalogue this machine works with; raises ``Problem`` with every mistake in it."""
    from clerk.catalogue.loader import CatalogueError, catalogue_in

    folder = catalogue_folder()
    if folder is not None and not folder.is_dir():
        raise Problem(_("Den Ordner {directory} gibt es nicht.").format(directory=folder))
    try:
        return catalogue_in(layers_of_this_machine())
    except CatalogueError as error:
        raise Problem(str(error)) from error


def areas_of_this_machine() -> tuple[str, ...]:
    """Return the areas of the catalogue in its order."""
    return tuple(dict.fromkeys(service.area for service in catalogue_of_this_machine().services))


@contextmanager
def this_office() -> "Iterator[OfficeAdmin]":
    """Open the sites, counters and terminals of this machine's store; as ``this_store``."""
    from clerk.persistence.office_admin import OfficeAdmin

    with this_store() as store:
        yield OfficeAdmin(store, SystemClock())


@contextmanager
def these_accounts() -> "Iterator[AccountAdmin]":
    """Open the accounts of this machine's store; as ``this_store``, and what they refuse becomes a ``Problem``."""
    from clerk.persistence.account_admin import AccountAdmin

    with this_store() as store:
        try:
            yield AccountAdmin(store, SystemClock())
        except ValueError as error:
            raise Problem(str(error)) from error


@contextmanager
def this_store() -> "Iterator[Store]":
    """Open the store of this machine, which must have this program's schema; raises ``Problem``.

    Inside, what the administration refuses becomes a ``Problem``, a store that does not answer
    ``OutsideUnreachable``.
    """
    from clerk.persistence import migrate

    with store_of_any_version() as store:
        if migrate.current(store) != migrate.newest():
            raise Problem(
                _("Der Datenspeicher passt nicht zu diesem Programm. Bitte „clerk db check“ ausführen.")
            )
        yield store


@contextmanager
def store_of_any_version() -> "Iterator[Store]":
    """Do as ``this_store`` without looking at the schema: for the commands that look after it."""
    settings = settings_with_a_store()
    with opened(settings.address, password_of(settings)) as store:
        yield store


def password_of(settings: Settings) -> str | None:
    """Return the password of the shared database, if there is one."""
    return database_password(settings.database) if settings.database else None


@contextmanager
def opened(address: Path | str, password: str | None = None) -> "Iterator[Store]":
    """Open the store at *address*, creating a file if needed; closes it at the end."""
    from clerk.persistence.administration import AdministrationRefused
    from clerk.persistence.opening import open_store
    from clerk.persistence.store import StoreRefused
    from clerk.ports import StoreUnavailable

    try:
        store = open_store(address, password)
    except StoreRefused as error:
        raise Problem(str(error)) from error
    except StoreUnavailable as error:
        raise OutsideUnreachable(str(error)) from error
    try:
        yield store
    except AdministrationRefused as error:
        raise Problem(str(error)) from error
    except StoreUnavailable as error:
        raise OutsideUnreachable(str(error)) from error
    finally:
        store.close()
