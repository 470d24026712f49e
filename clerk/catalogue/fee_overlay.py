"""Lays an office's fees over the shipped ones: its amounts from a day on, and what its treasury has confirmed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from clerk.catalogue.overlay import MergedFile, Part, Place, over, unknown_or_incomplete
from clerk.catalogue.shared_files import OWN_SOURCE
from clerk.catalogue.toml_file import Content, Reports, TomlFile
from clerk.catalogue.toml_table import Table, unknown
from clerk.catalogue.versions import Version, by_id, in_time, lay_over, report_repeated, settled
from clerk.domain.catalogue import Source
from clerk.locale import _

HEADER = "[[fee]]"
CONFIRMED = "[confirmed]"
_REQUIRED = ("label", "law", "no", "payee", "source", "verified")
_RANGE = ("min_cents", "max_cents")
_AMOUNT = ("cents", *_RANGE)

Chains = dict[str, list[Version]]
"""The versions of each fee, in order of time."""


def own_source() -> Source:
    """Return the source of amounts that the office states without naming another one."""
    return Source(
        OWN_SOURCE, title=_("eigener Katalog des Amtes"), ref="", as_of="", confidence="office", note=None
    )


@dataclass(frozen=True, slots=True)
class OwnFees:
    """What one layer of the office says about fees: its ``fees.toml`` and its ``office.toml``, if there are."""

    fees: Part | None
    office: Part | None


def lay_fees(base: Part, own: Sequence[OwnFees]) -> tuple[Reports, Content]:
    """Return the fees of all layers as one file."""
    file, content = base
    if not any(layer.fees or _confirmations(layer) for layer in own):
        return base
    chains: Chains = {}
    for fee_id, version in _versions(file, content):
        chains.setdefault(fee_id, []).append(version)
    for layer in own:
        if layer.fees is not None:
            _lay_layer(chains, *layer.fees)
        for fee_id, answer in _confirmations(layer).items():
            _confirm(chains, layer, fee_id, answer)
    versions = [version for chain in chains.values() for version in chain]
    lines = {(HEADER, index): version.places for index, version in enumerate(versions)}
    files = (*(layer.fees[0] for layer in reversed(own) if layer.fees), file)
    return MergedFile(files, lines), {**content, "fee": [version.content for version in versions]}


def _versions(file: TomlFile, content: Content) -> list[tuple[str, Version]]:
    entries = content.get("fee")
    return [
        (
            str(entry.get("id", "")),
            Version(entry, (Place(file, HEADER, index),), ends_by_hand=file.own and "valid_to" in entry),
        )
        for index, entry in enumerate(entries if isinstance(entries, list) else [])
        if isinstance(entry, dict)
    ]


def _lay_layer(chains: Chains, file: TomlFile, content: Content) -> None:
    table = Table(file, content)
    table.tables("fee")
    table.finish()
    once = by_id(report_repeated(_versions(file, content)))
    for fee_id, versions in once.items():
        for version in in_time(versions):
            if _may_be_laid(file, fee_id, version, chains):
                chain = chains.setdefault(fee_id, [])
                chains[fee_id] = lay_over(chain, version, _fee_over) if chain else [version]
    for chain in chains.values():
        chain[:] = settled(chain)


def _may_be_laid(file: TomlFile, fee_id: str, version: Version, chains: Mapping[str, object]) -> bool:
    missing = [key for key in _REQUIRED if key not in version.content]
    if fee_id in chains or not missing:
        return True
    if missing == ["source"]:
        return True
    version.places[0].report(unknown_or_incomplete(_("die Gebühr"), fee_id, tuple(chains), missing), "id")
    file.lost |= {fee_id}
    return False


def _fee_over(below: Version, above: Version) -> Version:
    laid = over(below.content, above.content)
    content: dict[str, object] = dict(laid) if isinstance(laid, dict) else {}
    if any(key in above.content for key in _AMOUNT):
        content |= _of_the_office(below.content, above)
    if _is_estimated_range(below.content) and "cents" in above.content:
        content = {key: value for key, value in content.items() if key in above.content or key not in _RANGE}
    ends_by_hand = below.ends_by_hand or above.ends_by_hand
    return Version(content, (*above.places, *below.places), ends_by_hand=ends_by_hand)


def _of_the_office(below: Content, above: Version) -> Content:
    """Return what else changes when the office states an amount: it stands by it, unless it says otherwise."""
    stated = above.content
    changes: dict[str, object] = {}
    if "verified" not in stated and "example" not in stated:
        changes |= {"verified": True, "example": False, "confirmed": True}
    within_the_law = "min_cents" in below and not _is_estimated_range(below) and "min_cents" not in stated
    if "source" not in stated and not within_the_law:
        since = above.start
        changes |= {"source": OWN_SOURCE, "as_of": "" if since is None else since.isoformat()}
    return changes


def _is_estimated_range(fee: Content) -> bool:
    """Whether its range is only what other offices charge; the law's own range binds the office."""
    return "min_cents" in fee and (fee.get("verified") is not True or fee.get("example") is True)


def _confirmations(layer: OwnFees) -> dict[str, object]:
    """Return what is confirmed by fee id; ``g221.8 = true`` without quotes is meant as it looks."""
    confirmed = layer.office[1].get("confirmed") if layer.office else None
    return _flat("", confirmed) if isinstance(confirmed, dict) else {}


def _flat(path: str, table: Mapping[str, object]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in table.items():
        found |= _flat(f"{path}{key}.", value) if isinstance(value, dict) else {path + key: value}
    return found


def _confirm(chains: Chains, layer: OwnFees, fee_id: str, answer: object) -> None:
    place = Place(layer.office[0] if layer.office else TomlFile("", ""), CONFIRMED, key=fee_id)
    chain = chains.get(fee_id)
    if chain is None:
        place.report(unknown(_("die Gebühr"), fee_id, chains))
    elif answer is True and chain[-1].content.get("cents") is None:
        place.report(
            _("Für „{id}“ gibt es nur einen Rahmen: bitte den Betrag in Cent nennen.").format(id=fee_id)
        )
    elif answer is True:
        chains[fee_id] = [_confirmed(version, None, place) for version in chain]
    elif isinstance(answer, bool) or not isinstance(answer, int):
        place.report(_("„{id}“ braucht true oder einen Betrag in Cent.").format(id=fee_id))
    elif len(chain) > 1:
        sentence = _("„{id}“ hat mehrere Fassungen: bitte den Betrag in fees.toml mit valid_from nennen.")
        place.report(sentence.format(id=fee_id))
    else:
        chains[fee_id] = [_confirmed(chain[0], answer, place)]


def _confirmed(version: Version, cents: int | None, place: Place) -> Version:
    if cents is None or cents == version.content.get("cents"):
        return replace(version, content={**version.content, "confirmed": True})
    return _fee_over(version, Version({"cents": cents}, (place,)))
