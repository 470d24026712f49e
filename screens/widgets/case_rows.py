"""The lines of a case: facts to ask and documents to see, as rows under one cursor."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace

from textual.content import Content

from clerk.domain.case_view import CaseView
from clerk.domain.catalogue import BroughtBy, Fact, FactType
from clerk.domain.condition import Truth
from clerk.domain.document_rules import rule_text
from clerk.domain.facts import Question
from clerk.domain.plain_text import clean
from clerk.domain.precheck import ChecklistLine, Presence, to_bring
from clerk.locale import _
from screens.text import Cell, columns, join, safe
from screens.theme import ACCENT, ERROR, MUTED, OK, WARN

SIGN_WIDTH = 7
MOST_LINES = 3
_UNBROKEN = "\N{NO-BREAK SPACE}"
MIN_WIDTH = 20
"""Before it is placed a widget has no width to write into."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A title between rows; the cursor passes over it."""

    text: str
    note: str = ""


CaseRow = Heading | Question | ChecklistLine


def row_key(row: CaseRow) -> str:
    """Return what tells the row apart from all others of its case."""
    match row:
        case Heading():
            return f"heading {row.text}"
        case Question():
            return f"fact {row.fact.id}"
        case ChecklistLine():
            return f"requirement {row.id}"


def case_rows(view: CaseView, *, more: bool, checking: bool = True) -> list[CaseRow]:
    """Return the rows of a case: deciding facts first, on demand the other facts, then the documents.

    *checking* says that the documents are on the table; otherwise somebody only asks what is needed.
    """
    rows: list[CaseRow] = []
    asked = [*view.questions, *(_as_counted(fact) for fact in (view.more if more else _answered(view.more)))]
    if asked:
        rows += [Heading(_("Angaben zum Fall"), _facts_note(view)), *asked]
    elif view.more:
        rows.append(Heading(_("Angaben zum Fall"), _("m  weitere Angaben")))
    lines = view.checklist.lines
    brought = [line for line in lines if line.by is BroughtBy.CUSTOMER]
    others = [line for line in lines if line.by is not BroughtBy.CUSTOMER]
    if brought:
        note = documents_note(view) if checking else needed_note(view)
        rows += [Heading(_("Unterlagen"), note), *brought]
    if others:
        rows += [
            Heading(_("Im Haus"), _("hier erklärt, vom Amt eingeholt oder beim zweiten Kontakt")),
            *others,
        ]
    if not lines:
        rows.append(Heading(_("Unterlagen"), _("keine nötig")))
    return rows


def documents_note(view: CaseView) -> str:
    """Return in words how the documents stand; never complete while a question is open."""
    checked = view.checklist
    if checked.missing:
        missing = _("{count} fehlt").format(count=len(checked.missing))
        left = _("{count} zu prüfen").format(count=len(checked.unchecked)) if checked.unchecked else ""
        return ", ".join(filter(None, (missing, left)))
    if checked.open_facts:
        return _("noch zu klären")
    if checked.unchecked:
        return _("{count} noch zu prüfen").format(count=len(checked.unchecked))
    return _("alle vorgelegt")


def needed_note(view: CaseView) -> str:
    """Return in words how much has to be brought."""
    if view.checklist.open_facts:
        return _("noch zu klären")
    return _("{count} mitzubringen").format(count=len(to_bring(view.checklist)))


def _facts_note(view: CaseView) -> str:
    open_count = sum(question.answer is None for question in view.questions)
    more = _("m  weitere Angaben") if view.more else ""
    if open_count:
        return "   ".join(filter(None, (_("{count} noch zu klären").format(count=open_count), more)))
    return more


def _as_counted(question: Question) -> Question:
    # nobody has to ask these: until somebody says otherwise they count as no
    if question.answer is not None:
        return question
    return replace(question, answer=question.fact.when_unknown)


def _answered(questions: Sequence[Question]) -> list[Question]:
    return [question for question in questions if question.answer is not None]


def render_row(row: CaseRow, width: int, selected: bool) -> Content:
    """Draw one row of a case."""
    match row:
        case Heading():
            return _heading(row, width)
        case Question():
            return _question(row, width, selected=selected)
        case ChecklistLine():
            return _requirement(row, width)


def render_answer_row(row: CaseRow, width: int, selected: bool) -> Content:
    """Draw one row where somebody only asks what is needed."""
    if not isinstance(row, ChecklistLine) or row.applies is Truth.OPEN:
        return render_row(row, width, selected)
    word = _("nötig") if row.by is BroughtBy.CUSTOMER else "–"
    return columns([Cell(word, SIGN_WIDTH), Cell(row.label)], width)


def _heading(row: Heading, width: int) -> Content:
    return columns([Cell(row.text, len(row.text), "bold"), Cell(row.note, None, MUTED)], width)


def _question(row: Question, width: int, *, selected: bool) -> Content:
    if row.fact.type is not FactType.ENUM:
        nothing = "–" if row.optional else "?"
        answer = nothing if row.answer is None else row.fact.text(row.answer)
        label = row.fact.label if len(row.fact.label) < width - SIGN_WIDTH - 2 else row.fact.short
        return columns([Cell(answer, SIGN_WIDTH, _answer_style(row)), Cell(label)], width)
    asked = row.answer is None and not row.optional
    nothing = _("noch zu klären") if asked else _("nicht angegeben")
    value = nothing if row.answer is None else row.fact.text(row.answer)
    style = "" if selected and row.answer is None else _answer_style(row)
    sign = Cell("✓" if row.answer is not None else "?" if asked else "·", SIGN_WIDTH, _answer_style(row))
    name = f"{row.fact.short}:"
    return columns([sign, Cell(name, len(name)), Cell(value, None, style)], width)


def _answer_style(row: Question) -> str:
    if row.answer is not None:
        return ACCENT
    return MUTED if row.optional else f"bold {WARN}"


def presence_word(line: ChecklistLine) -> str:
    """Return the state of a document in one word."""
    if line.applies is Truth.OPEN:
        return "?"
    if line.by is not BroughtBy.CUSTOMER and line.state is Presence.UNCHECKED:
        return "–"
    return {
        Presence.PRESENTED: _("ok"),
        Presence.MISSING: _("fehlt"),
        Presence.UNCHECKED: _("prüfen"),
    }[line.state]


def _requirement(line: ChecklistLine, width: int) -> Content:
    styles = {Presence.PRESENTED: OK, Presence.MISSING: f"bold {ERROR}", Presence.UNCHECKED: ""}
    is_open = line.applies is Truth.OPEN
    sign = Cell(presence_word(line), SIGN_WIDTH, MUTED if is_open else styles[line.state])
    return columns([sign, Cell(line.label, None, MUTED if is_open else "")], width)


def how_to_answer(fact: Fact) -> str:
    """Return which keys answer a fact."""
    match fact.type:
        case FactType.BOOL:
            return _("j  ja   n  nein")
        case FactType.INT:
            return _("Zahl eintippen")
        case FactType.ENUM:
            choices = (f"{place} {fact.text(value)}" for place, value in enumerate(fact.values, 1))
            return "   ".join(choice.replace(" ", _UNBROKEN) for choice in choices)


def explanation(row: CaseRow | None, width: int) -> Content:
    """Return what there is to know of the row under the cursor in three lines of *width* cells; … where cut."""
    match row:
        case Question():
            return _three_lines(f"{row.fact.label}?", "", how_to_answer(row.fact), "", width)
        case ChecklistLine():
            rules = (rule_text(rule) for rule in row.rules)
            parts = [_by_text(row), *rules, row.why or row.note, row.alternatives]
            text = " · ".join(part for part in parts if part)
            return _three_lines(row.label, _("W  warum?"), text, MUTED, width)
        case _:
            return safe("")


def _three_lines(title: str, keys: str, text: str, style: str, width: int) -> Content:
    if width < MIN_WIDTH:
        return safe(title, "bold")
    room = width - len(keys) - 2 if keys else width
    named, *more = textwrap.wrap(clean(title), room, max_lines=MOST_LINES - 1, placeholder=" …")
    cells = [Cell(named, None, "bold")]
    if keys:
        cells.append(Cell(keys, len(keys), ACCENT))
    most = MOST_LINES - 1 - len(more)
    words = clean(text)
    if len(textwrap.wrap(words, width)) > most:
        words = words.replace(_UNBROKEN, " ")
    cut = textwrap.wrap(words, width, max_lines=most, placeholder=" …")
    lines = [
        columns(cells, width),
        *(safe(line, "bold") for line in more),
        *(safe(line, style) for line in cut),
    ]
    return join(lines, Content("\n"))


def _by_text(line: ChecklistLine) -> str:
    return {
        BroughtBy.CUSTOMER: "",
        BroughtBy.HERE: _("wird hier erklärt, unterschrieben oder aufgenommen"),
        BroughtBy.OFFICE: _("holt das Amt ein oder prüft es selbst"),
        BroughtBy.SECOND_CONTACT: _("erst beim zweiten Kontakt"),
    }[line.by]
