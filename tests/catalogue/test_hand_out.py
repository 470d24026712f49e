"""The list of what is handed out, and its mistakes with their line."""

import shutil
from pathlib import Path

import pytest

from clerk.catalogue.layers import SHIPPED
from clerk.catalogue.loader import CatalogueError, load_catalogue

PIN = "pass/pass-pin.toml"


def load_with(folder: Path, hand_out: str) -> None:
    """Load a whole catalogue of an office's own, in which one service hands out *hand_out*."""
    copy = shutil.copytree(SHIPPED, folder / "catalogue")
    (copy / "office.toml").write_text("whole = true\n", "utf-8")
    text = (copy / PIN).read_text("utf-8")
    assert 'hand_out = ["Ausweis"]' in text
    (copy / PIN).write_text(text.replace('hand_out = ["Ausweis"]', f"hand_out = {hand_out}"), "utf-8")
    load_catalogue(copy)


@pytest.mark.parametrize(
    "hand_out", ["[]", '["Ausweis"]', '["Ausweis", { item = "PIN-Brief", when = "proxy" }]']
)
def test_things_stand_alone_or_with_a_condition(tmp_path: Path, hand_out: str) -> None:
    load_with(tmp_path, hand_out)


@pytest.mark.parametrize(
    ("hand_out", "sentence"),
    [
        ("[5]", "steht Text oder"),
        ('[{ item = "Ausweis", wen = "proxy" }]', "steht Text oder"),
        ('[{ when = "proxy" }]', "steht Text oder"),
        ('[{ item = "Ausweis", when = "proxi" }]', "Gemeint: „proxy“?"),
        ('[{ item = "Ausweis", when = "proxy and" }]', "Bedingung „proxy and“"),
        ('["Ausweis", "Ausweis"]', "steht zweimal"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, hand_out: str, sentence: str) -> None:
    line = (SHIPPED / PIN).read_text("utf-8").split("hand_out", 1)[0].count("\n") + 1
    with pytest.raises(CatalogueError) as refusal:
        load_with(tmp_path, hand_out)
    assert sentence in str(refusal.value)
    assert f"{PIN}, Zeile {line}:" in str(refusal.value)
