"""What an import does with a draft that is there already."""

import pytest

from clerk.domain.imported_service import SourceFormat, SourceKey
from clerk.domain.reimport import Outcome, RememberedDraft, decide, settled

NOTHING = RememberedDraft()
KNOWN = RememberedDraft(source="s1", draft="d1")


@pytest.mark.parametrize(
    ("before", "source", "standing", "planned", "outcome"),
    [
        (NOTHING, "s1", None, "d1", Outcome.NEW),
        (NOTHING, "s1", "d1", "d1", Outcome.NEW),
        (NOTHING, "s1", "other", "d1", Outcome.BESIDE),
        (KNOWN, "s1", "d1", "d1", Outcome.UNCHANGED),
        (KNOWN, "s1", "edited", "d1", Outcome.UNCHANGED),
        (KNOWN, "s1", None, "d1", Outcome.UNCHANGED),
        (KNOWN, "s2", "d1", "d2", Outcome.CHANGED),
        (KNOWN, "s2", "d2", "d2", Outcome.CHANGED),
        (KNOWN, "s2", "edited", "d2", Outcome.BESIDE),
        (KNOWN, "s2", None, "d2", Outcome.BESIDE),
    ],
)
def test_only_a_file_as_an_import_wrote_it_is_ever_replaced(
    before: RememberedDraft, source: str, standing: str | None, planned: str, outcome: Outcome
) -> None:
    assert decide(before, source, standing, planned) is outcome


UNTIL_KILLED = RememberedDraft(source="s1", draft="d1", beside="b1", pending="d2")


@pytest.mark.parametrize(
    ("files", "again_s1", "again_s2"),
    [
        ({"x.toml": "d1"}, Outcome.UNCHANGED, Outcome.CHANGED),
        ({"x.toml": "d2"}, Outcome.CHANGED, Outcome.CHANGED),
        ({"x.toml": "edited"}, Outcome.UNCHANGED, Outcome.BESIDE),
        ({"x.toml": "edited", "x.neu-2.toml": "d2"}, Outcome.BESIDE, Outcome.BESIDE),
        ({}, Outcome.UNCHANGED, Outcome.BESIDE),
    ],
)
def test_what_an_import_wrote_before_it_died_is_known_as_its_own(
    files: dict[str, str], again_s1: Outcome, again_s2: Outcome
) -> None:
    found = settled("x", UNTIL_KILLED, files.get)
    assert found.pending == ""
    standing = files.get("x.toml")
    assert decide(found, "s1", standing, "d1 again") is again_s1
    assert decide(found, "s2", standing, "d2 again") is again_s2


HOSTILE = ["../../x", "..", "/etc/passwd", "a/b", "a-b", "A-B", "con", "x" * 200, "ä", "1 2", "", "."]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_whatever_the_key_is_the_draft_has_a_harmless_name(hostile: str) -> None:
    name = SourceKey(SourceFormat.XZUFI, hostile, hostile).entry_id
    assert name.startswith("xzufi-")
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert len(name) < 80


def test_different_keys_have_different_names() -> None:
    keys = [
        SourceKey(format_, one, other) for format_ in SourceFormat for one in HOSTILE for other in HOSTILE
    ]
    keys += [SourceKey(SourceFormat.XZUFI, "12", "L1"), SourceKey(SourceFormat.XZUFI, "2", "L11")]
    assert len({key.entry_id for key in keys}) == len(keys)
