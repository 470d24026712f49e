"""What an import does with a draft that is there already."""

import pytest

from clerk.domain.imported_service import SourceFormat, SourceKey
from clerk.domain.reimport import Outcome, RememberedDraft, decide

NOTHING = RememberedDraft()
KNOWN = RememberedDraft(source="s1", draft="d1")
KILLED_FIRST = RememberedDraft(pending="d1")
KILLED = RememberedDraft(source="s1", draft="d1", pending="d2")


@pytest.mark.parametrize(
    ("before", "source", "standing", "planned", "outcome"),
    [
        (NOTHING, "s1", None, "d1", Outcome.NEW),
        (NOTHING, "s1", "d1", "d1", Outcome.NEW),
        (NOTHING, "s1", "other", "d1", Outcome.BESIDE),
        (KILLED_FIRST, "s2", None, "d2", Outcome.NEW),
        (KILLED_FIRST, "s2", "d1", "d2", Outcome.NEW),
        (KILLED_FIRST, "s2", "edited", "d2", Outcome.BESIDE),
        (KILLED, "s3", "d1", "d3", Outcome.CHANGED),
        (KILLED, "s3", "d2", "d3", Outcome.CHANGED),
        (KILLED, "s3", "edited", "d3", Outcome.BESIDE),
        (KILLED, "s1", "d1", "d1", Outcome.UNCHANGED),
        (KILLED, "s1", "d2", "d1", Outcome.CHANGED),
        (KILLED, "s1", "edited", "d1", Outcome.UNCHANGED),
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
