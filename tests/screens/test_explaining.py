"""One key says why: explanations, the page of a service, answers for callers and their slip."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from textual.app import App, ComposeResult

from clerk.domain.case_view import CaseView, view_case
from clerk.domain.catalogue import BroughtBy, DocumentRule, Requirement
from clerk.domain.condition import Truth
from clerk.domain.facts import Answer
from clerk.domain.fees import FeeSheet
from clerk.domain.precheck import ChecklistLine
from clerk.domain.service_page import Representation, service_page
from clerk.domain.visit import Case
from clerk.services.knowledge import CaseExplained, Knowledge
from screens.modals.explain import ExplainScreen, explanation_content
from screens.modals.knowledge import page_content
from screens.text import safe
from screens.widgets.case_rows import explanation
from screens.widgets.knowledge_panel import KnowledgePanel, cut, fee_lines, short_fee_lines
from tests.catalogue.shipped import TODAY, shipped
from tests.e2e.still_office import LOGINS, SECRET
from tests.screens.driving import seen
from tests.screens.pictures import Pictures
from tests.screens.whole_program import Scene, Visitor, show

TRANSFER = "kfz-umschreibung-innerhalb"
SIZES = ("80x24", "120x40")


def view_of(service: str, **answers: Answer) -> CaseView:
    return view_case(
        shipped(), Case(id=0, number="", service=service, as_of=TODAY, answers=answers), on=TODAY
    )


def line_of(view: CaseView, line: str) -> ChecklistLine:
    return next(one for one in view.checklist.lines if one.id == line)


def play(furnished: Path, folder: Path, scene: Scene, size: str = "80x24") -> None:
    show(furnished, folder, "counter", Pictures(size, update=False), scene)


async def at_the_documents(visitor: Visitor) -> None:
    """Serve the first called person; the cursor stands on the first fact."""
    await visitor.press(*LOGINS["counter"], "enter", *SECRET, "enter", wanted="Es warten")
    await visitor.press("f2", wanted="Aufgerufen")
    await visitor.press("enter", wanted="Unterlagen ●")


# ---------------------------------------------------------------- why


@pytest.mark.parametrize("size", SIZES)
def test_one_key_says_why_a_document_is_needed_and_the_arrows_go_on(
    size: str, furnished: Path, tmp_path: Path
) -> None:
    async def scene(visitor: Visitor) -> None:
        await at_the_documents(visitor)
        await visitor.press(*["down"] * 6, "w", wanted="Unterlage 2 von")
        assert "Diese Unterlage braucht jeder für diese Leistung." in seen(visitor.app)
        assert "FZV" in seen(visitor.app)
        await visitor.press("down", wanted="Unterlage 3 von")
        await visitor.press("up", "up", wanted="Unterlage 1 von")
        await visitor.press("w", wanted="Unterlagen ●")
        assert "▶ ok       Zulassungsbescheinigung Teil I" in seen(visitor.app)

    play(furnished, tmp_path, scene, size)


def test_the_fees_are_explained_in_the_same_place(furnished: Path, tmp_path: Path) -> None:
    async def scene(visitor: Visitor) -> None:
        await at_the_documents(visitor)
        await visitor.press("w", wanted="ist eine andere Leistung richtig")
        await visitor.press(*["down"] * 5, "w", wanted="Unterlage 1 von")
        await visitor.press("tab", wanted="Gebühr 1 von 2")
        assert "Diese Gebühr fällt an, weil" in seen(visitor.app)
        assert "GebOSt 221.8" in seen(visitor.app)
        await visitor.press("down", wanted="Gebühr 2 von 2")
        said = " ".join(seen(visitor.app).replace("│", " ").split())
        assert "Diesen Betrag geben wir an den Bund weiter." in said
        await visitor.press("tab", wanted="Unterlage 1 von")
        await visitor.press("escape", wanted="Unterlagen ●")

    play(furnished, tmp_path, scene)


def test_while_typing_the_letter_is_a_letter_and_ctrl_g_explains_the_fees(
    furnished: Path, tmp_path: Path
) -> None:
    async def scene(visitor: Visitor) -> None:
        await at_the_documents(visitor)
        await visitor.press("f6", wanted="Familienname")
        await visitor.press("w", "i", "d", wanted="wid")
        assert "Warum?" not in seen(visitor.app)
        assert "D Hinweisblatt" not in seen(visitor.app)
        await visitor.press("ctrl+g", wanted="Gebühr 1 von 2")
        await visitor.press("escape", wanted="wid")

    play(furnished, tmp_path, scene, "120x40")


def test_at_the_payment_the_letter_explains_the_fees(furnished: Path, tmp_path: Path) -> None:
    async def scene(visitor: Visitor) -> None:
        await at_the_documents(visitor)
        await visitor.press("f7", wanted="Antrag noch nicht bestätigt")
        await visitor.press("w", wanted="Gebühr 1 von 2")

    play(furnished, tmp_path, scene)


def test_from_an_open_question_one_comes_to_what_it_decides() -> None:
    explained = Knowledge(shipped()).explain(view_of(TRANSFER))
    screen = ExplainScreen(explained, lambda: None, at="proxy")
    first = next(place for place, line in enumerate(explained.requirements) if "proxy" in line.depends_on)
    assert screen._places[0] == first
    assert ExplainScreen(CaseExplained((), ()), lambda: None, at="proxy")._places == [0, 0]


def test_from_a_fact_that_only_decides_a_fee_one_comes_to_the_fee() -> None:
    explained = Knowledge(shipped()).explain(view_of("pass-personalausweis", direct_shipping=True))
    screen = ExplainScreen(explained, lambda: None, at="photo_by_authority")
    assert screen._part == 0
    screen = ExplainScreen(explained, lambda: None, at="direct_shipping")
    assert "direct_shipping" in explained.fees[screen._places[1]].depends_on
    assert screen._part == 1


def test_nothing_of_the_explanation_is_cut_off() -> None:
    for service in shipped().services:
        for explained in Knowledge(shipped()).explain(view_of(service.id)).requirements:
            words = explanation_content(explained, 70).plain.split()
            others = explained.alternatives if len(explained.alternatives) > 1 else ()
            for text in (*explained.sentences, *explained.rules, *others, *explained.basis):
                assert all(word in words for word in text.split())


# ---------------------------------------------------------------- the three lines below the list


def test_the_lines_below_the_list_say_which_key_tells_more_and_that_something_is_cut() -> None:
    view = view_of(TRANSFER, proxy=False)
    lines = explanation(line_of(view, "ausweis"), 60).plain.splitlines()
    assert len(lines) == 3
    assert lines[0].endswith("W  warum?")
    assert lines[2].endswith("…")
    assert all(len(line) <= 60 for line in lines)


def test_what_fits_below_the_list_is_not_marked_as_cut() -> None:
    line = replace(line_of(view_of(TRANSFER), "zb1"), why="Kurz.", rules=(), notes=())
    assert "…" not in explanation(line, 60).plain


# ---------------------------------------------------------------- amounts nobody has confirmed


def test_an_unconfirmed_amount_has_a_sign_and_a_word_in_every_list() -> None:
    sheet = view_of(TRANSFER, plate_keep=True).fees
    line = replace(sheet.lines[0], needs_confirmation=True)
    view = replace(view_of(TRANSFER, plate_keep=True), fees=FeeSheet((line,), (), ()))
    long = "\n".join(one.plain for one in fee_lines(view, 40))
    assert "≈ 24,20 €" in long
    assert "nicht bestätigt" in long
    assert [one.plain.count("≈ 24,20 €") for one in short_fee_lines(view, 60)] == [1, 1]
    sure = "\n".join(one.plain for one in fee_lines(view_of(TRANSFER, plate_keep=True), 40))
    assert "≈" not in sure


def test_many_fees_are_counted_where_there_is_little_room() -> None:
    sheet = view_of(TRANSFER, plate_keep=True).fees
    many = tuple(replace(sheet.lines[0], id=str(place)) for place in range(5))
    view = replace(view_of(TRANSFER), fees=FeeSheet(many, (), ()))
    assert "… und 2 weitere" in [one.plain for one in short_fee_lines(view, 60)]


# ---------------------------------------------------------------- the panel at the right


class PanelApp(App[None]):
    """The panel alone, as high as the window."""

    CSS = "KnowledgePanel { width: 42; height: 1fr; }"

    def compose(self) -> ComposeResult:
        yield KnowledgePanel()


@pytest.mark.parametrize(("height", "is_cut"), [(12, True), (90, False)])
def test_a_panel_without_room_says_in_its_last_row_which_key_shows_all(height: int, is_cut: bool) -> None:
    async def scene() -> list[str]:
        app = PanelApp()
        async with app.run_test(size=(120, height)) as pilot:
            app.query_one(KnowledgePanel).show(view_of(TRANSFER))
            await pilot.pause()
            return [line.rstrip() for line in seen(app).splitlines()]

    rows = asyncio.run(scene())
    marked = [place for place, row in enumerate(rows) if "…  I zeigt alles" in row]
    assert marked == ([height - 1] if is_cut else [])


def test_the_last_line_of_a_cut_panel_names_the_key() -> None:
    lines = [safe(str(place)) for place in range(9)]
    assert cut(lines, 4).plain.splitlines() == ["0", "1", "2", "…  I zeigt alles"]


# ---------------------------------------------------------------- the page of a service


@pytest.mark.parametrize("size", SIZES)
def test_the_page_of_the_service_scrolls_from_what_to_bring_to_its_other_names(
    size: str, furnished: Path, tmp_path: Path
) -> None:
    async def scene(visitor: Visitor) -> None:
        await at_the_documents(visitor)
        await visitor.press("i", wanted="Mitzubringen")
        await visitor.press("end", wanted="Auch genannt")
        await visitor.press("home", wanted="Mitzubringen")
        await visitor.press("pagedown", "pagedown", wanted="Gebühren")
        await visitor.press("escape", wanted="Unterlagen ●")
        await visitor.press("end", "w", wanted="Warum?")
        await visitor.press("i", wanted="Mitzubringen")

    play(furnished, tmp_path, scene, size)


def test_the_page_is_in_the_palette_at_every_step(furnished: Path, tmp_path: Path) -> None:
    async def scene(visitor: Visitor) -> None:
        await at_the_documents(visitor)
        await visitor.press("f6", wanted="Familienname")
        await visitor.press("ctrl+p", *"zur leist", wanted="▶ zur Leistung")
        await visitor.press("enter", wanted="Mitzubringen")

    play(furnished, tmp_path, scene)


@pytest.mark.parametrize("service_id", [service.id for service in shipped().services])
def test_the_page_of_every_service_answers_what_one_is_asked(service_id: str) -> None:
    view = view_of(service_id)
    drawn = page_content(view, Knowledge(shipped()).page(view), 70).plain
    assert "Mitzubringen" in drawn
    assert "Katalog" not in drawn
    assert "Gebühren" in drawn
    assert "Zusammen" in drawn
    assert "Eckdaten" in drawn
    assert "Wie sicher das ist" in drawn
    assert "None" not in drawn
    flat = " ".join(drawn.split())
    for text in (*view.follow_up, *view.service.knowledge.attention, *view.service.legal_basis):
        assert all(word in flat.split() for word in text.split())
    for line in view.checklist.lines:
        assert line.applies is not Truth.NO


def test_the_page_begins_with_what_the_customer_asks_and_ends_with_what_one_looks_up() -> None:
    view = view_of(TRANSFER)
    lines = page_content(view, Knowledge(shipped()).page(view), 70).plain.splitlines()
    wanted = [
        "Mitzubringen",
        "Gebühren",
        "Wie es weitergeht",
        "Zu beachten",
        "Häufige Fehler",
        "Wer kommen darf",
        "Rechtsgrundlage",
        "Eckdaten",
        "Wie sicher das ist",
        "Auch genannt",
    ]
    assert [line for line in lines if line in wanted] == [title for title in wanted if title in lines]
    assert {"Mitzubringen", "Wer kommen darf", "Auch genannt"} <= set(lines)


def test_nothing_is_said_of_who_may_come_where_nothing_is_known() -> None:
    view = view_of(TRANSFER)
    page = replace(Knowledge(shipped()).page(view), representation=Representation.NOT_SAID)
    assert "Wer kommen darf" not in page_content(view, page, 70).plain


def test_a_line_without_a_law_says_nothing_of_laws_and_names_no_other_office() -> None:
    explained = [
        one
        for service in shipped().services
        for one in Knowledge(shipped()).explain(view_of(service.id)).requirements
    ]
    without = next(one for one in explained if not one.basis)
    assert "Rechtsgrundlage" not in explanation_content(without, 70).plain
    drawn = "\n".join(explanation_content(one, 70).plain for one in explained)
    assert "dldb" not in drawn
    assert "Landkreis Heilbronn" not in drawn
    assert "anderer Stellen" in drawn


def test_who_may_come_instead_follows_from_the_checklist() -> None:
    page = service_page(shipped().service(TRANSFER), shipped(), {})
    assert page.representation is Representation.ALLOWED
    assert any("Vollmacht" in paper for paper in page.proxy_brings)
    assert Representation.IN_PERSON is representation_with("personal_appearance")
    assert Representation.NOT_SAID is representation_with("undamaged")


def representation_with(rule: str) -> Representation:
    """Return who may come to a service whose only document has one rule."""
    document = replace(shipped().documents["zb1"], rules=(DocumentRule(rule),))
    catalogue = replace(shipped(), documents={**shipped().documents, "zb1": document})
    service = shipped().service(TRANSFER)
    only = replace(
        service, requirements=(Requirement("zb1", (("zb1",),), BroughtBy.CUSTOMER),), fields=(), fees=()
    )
    return service_page(replace(only, ask_when={}), catalogue, {}).representation


# ---------------------------------------------------------------- answers for callers


def test_a_caller_hears_documents_fees_and_reasons_and_gets_a_slip_in_english(
    furnished: Path, tmp_path: Path
) -> None:
    async def scene(visitor: Visitor) -> None:
        await visitor.press(*LOGINS["counter"], "enter", *SECRET, "enter", wanted="Es warten")
        await visitor.press("ctrl+k", wanted="Welche Leistung?")
        await visitor.press(*"auto umelden", wanted="▶ Umschreibung")
        await visitor.press("ctrl+u", *"im landkreis", "enter", wanted="5 noch zu klären")
        assert "Zusammen" in seen(visitor.app)
        await visitor.press("n", "1", "n", "j", "n", wanted="27,40 €")
        assert "nötig" in seen(visitor.app)
        assert "24,20 €" in seen(visitor.app)
        await visitor.press("w", wanted="Unterlage 1 von")
        await visitor.press("escape", wanted="27,40 €")
        await visitor.press("d", wanted="Hinweisblatt in welcher Sprache?")
        await visitor.press("e", wanted="Hinweisblatt gedruckt")
        await visitor.press("escape", wanted="Enter zeigt Unterlagen")
        await visitor.press(*"reisep", wanted="▶ Reisepass")
        await visitor.press("escape", wanted="Es warten")

    play(furnished, tmp_path, scene)
    (slip,) = (tmp_path / "ausdrucke").glob("Hinweisblatt*.txt")
    assert "Please bring with you:" in slip.read_text()
    assert "Steuerrückstände" not in slip.read_text()


def test_enter_prints_the_slip_in_german_and_esc_prints_none(furnished: Path, tmp_path: Path) -> None:
    async def scene(visitor: Visitor) -> None:
        await at_the_documents(visitor)
        await visitor.press("d", wanted="Hinweisblatt in welcher Sprache?")
        await visitor.press("escape", wanted="Unterlagen ●")
        assert not list((tmp_path / "ausdrucke").glob("Hinweisblatt*.txt"))
        await visitor.press("d", wanted="Hinweisblatt in welcher Sprache?")
        await visitor.press("enter", wanted="Hinweisblatt gedruckt.")

    play(furnished, tmp_path, scene)
    (slip,) = (tmp_path / "ausdrucke").glob("Hinweisblatt*.txt")
    assert "Aufrufnummer" in slip.read_text()
