"""Keys at the desk that lead somewhere else than one might think, or nowhere."""

from pathlib import Path

from clerk.domain.facts import Question
from screens.widgets.case_rows import explanation, render_row
from tests.catalogue.shipped import shipped
from tests.e2e.still_office import LOGINS, SECRET
from tests.screens.driving import seen
from tests.screens.pictures import Pictures
from tests.screens.whole_program import Visitor, show


def test_what_nobody_has_to_ask_is_not_called_open() -> None:
    kind = shipped().facts["plate_kind"]
    asked, optional = (
        render_row(Question(kind, None, optional=one), 60, False).plain for one in (False, True)
    )
    assert asked.split() == ["?", "Kennzeichenart:", "noch", "zu", "klären"]
    assert optional.split() == ["·", "Kennzeichenart:", "nicht", "angegeben"]
    answered = render_row(Question(kind, kind.values[0]), 60, False).plain
    assert answered.split()[:2] == ["✓", "Kennzeichenart:"]


def test_every_choice_can_be_read_on_a_small_screen() -> None:
    for fact in shipped().facts.values():
        drawn = explanation(Question(fact, None), 72).plain
        shown = " ".join(drawn.replace("\N{NO-BREAK SPACE}", " ").split())
        for place, value in enumerate(fact.values, 1):
            assert f"{place} {fact.text(value)}" in shown, drawn


def test_from_the_first_field_nothing_leads_to_the_last(furnished: Path, tmp_path: Path) -> None:
    async def scene(visitor: Visitor) -> None:
        await visitor.press(*LOGINS["counter"], "enter", *SECRET, "enter", wanted="Es warten")
        await visitor.press("f2", "enter", "f6", wanted="FIN")
        await visitor.press("up", "up", "up", *"XY", wanted="XY")
        assert "XY" in next(line for line in seen(visitor.app).splitlines() if "Familienname" in line)

    show(furnished, tmp_path, "counter", Pictures("80x24", update=False), scene)


def test_a_remark_at_the_last_field_is_read_before_the_application_is_confirmed(
    furnished: Path, tmp_path: Path
) -> None:
    async def scene(visitor: Visitor) -> None:
        await visitor.press(*LOGINS["counter"], "enter", *SECRET, "enter", wanted="Es warten")
        await visitor.press("f3", wanted="Ankunft")
        await visitor.press(*"personalausweis", "enter", "enter", wanted="Unterlagen")
        await visitor.press(*"38", "down", "j", "n", "j", "f6", wanted="gültig bis")
        await visitor.press("j", "enter", *"01022020", "enter", wanted="! ")
        assert "● ── Zahlung" in seen(visitor.app)
        await visitor.press("enter", wanted="Bereit zur Kartenzahlung")

    show(furnished, tmp_path, "counter", Pictures("80x24", update=False), scene)


def test_a_key_that_does_nothing_here_says_which_one_leads_on(furnished: Path, tmp_path: Path) -> None:
    async def scene(visitor: Visitor) -> None:
        await visitor.press(*LOGINS["counter"], "enter", *SECRET, "enter", wanted="Es warten")
        await visitor.press("f6", wanted="Dazu muss ein Besuch offen sein: F2 ruft auf")
        await visitor.press("f2", wanted="Aufgerufen")
        await visitor.press("f3", wanted="ist aufgerufen: Enter, wenn die Person da ist")
        await visitor.press("enter", wanted="Unterlagen")
        await visitor.press("f3", wanted="wird gerade bedient: F9 parkt den Besuch")
        await visitor.press("f2", wanted="wird gerade bedient: F9 parkt den Besuch")

    show(furnished, tmp_path, "counter", Pictures("80x24", update=False), scene)
