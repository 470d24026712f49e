"""Settings of a terminal: what is accepted, what is refused with which sentence, and what presets set."""

import json

import pytest

from clerk.domain.terminal_charset import Charset
from clerk.domain.terminal_presets import Certainty, UnknownPreset, preset_called, terminal_presets
from clerk.domain.terminal_profile import PrintMode, TerminalLink, TerminalProfile, read_profile

TID = "52500001"


def read(**settings: object) -> TerminalProfile:
    """Return the profile these settings make."""
    return read_profile(TID, "192.0.2.7", 20007, json.dumps(settings))


def test_settings_become_what_they_mean() -> None:
    profile = read(
        link="serial",
        baud=115200,
        charset="iso8859-15",
        t1_seconds=1,
        diagnosis_kind=2,
        totals=False,
        sequence_ids=True,
        print_mode="terminal",
        password_reference="theke",
    )
    assert (profile.link, profile.baud, profile.charset) == (TerminalLink.SERIAL, 115200, Charset.LATIN_9)
    assert (profile.t1_seconds, profile.diagnosis_kind, profile.totals) == (1.0, 2, False)
    assert (profile.sequence_ids, profile.print_mode) == (True, PrintMode.TERMINAL)
    assert read(diagnosis_kind=None) == TerminalProfile(TID, "192.0.2.7")


@pytest.mark.parametrize(
    ("name", "value", "possible"),
    [
        ("link", "funk", "network, serial, none"),
        ("baud", 9601, "9600"),
        ("baud", "9600", "9600"),
        ("charset", "klingonisch", "cp437"),
        ("charset", 7, "iso8859-1"),
        ("diagnosis_kind", 5, "null, 1, 2, 3, 4"),
        ("diagnosis_kind", True, "null, 1, 2, 3, 4"),
        ("totals", 1, "true, false"),
        ("totals", "true", "true, false"),
        ("t2_seconds", 0, "höchstens 3600"),
        ("dialogue_seconds", 3601, "höchstens 3600"),
        ("t3_seconds", True, "Sekunden"),
        ("print_mode", "papier", "workstation, terminal"),
        ("password_reference", 7, "ein Text"),
    ],
)
def test_a_wrong_value_is_refused_and_the_possible_ones_are_named(
    name: str, value: object, possible: str
) -> None:
    with pytest.raises(ValueError, match=name) as refusal:
        read(**{name: value})
    assert possible in str(refusal.value)


@pytest.mark.parametrize("name", ["tid", "host", "port", "t3"])
def test_an_unknown_setting_is_refused_and_the_known_ones_are_named(name: str) -> None:
    with pytest.raises(ValueError, match="t3_seconds"):
        read(**{name: 1})


@pytest.mark.parametrize("preset", terminal_presets(), ids=lambda preset: preset.name)
def test_every_preset_is_a_profile_and_cites_its_facts(preset: object) -> None:
    found = preset_called(getattr(preset, "name", ""))
    read(**dict(found.settings))
    assert found.facts
    assert all(fact.text and fact.source for fact in found.facts)


def test_the_preset_of_card_complete_follows_its_document() -> None:
    profile = read(**dict(preset_called("card-complete").settings))
    assert (profile.charset, profile.diagnosis_kind, profile.totals) == (Charset.LATIN_1, 1, False)
    assert profile.sequence_ids
    assert not profile.order_reference
    kinds = {fact.certainty for fact in preset_called("card-complete").facts}
    assert kinds == {Certainty.OBSERVED, Certainty.DOCUMENTED}


def test_the_preset_without_assumptions_sets_nothing() -> None:
    assert preset_called("generic").settings == {}


def test_a_terminal_that_keeps_its_keypad_is_not_taken_for_ours_alone() -> None:
    profile = read(**dict(preset_called("global-payments").settings))
    assert (profile.keypad_locked, profile.exclusive, profile.abort_ok) == (False, False, False)


def test_an_unknown_preset_names_the_known_ones() -> None:
    with pytest.raises(UnknownPreset, match="card-complete"):
        preset_called("acme")
