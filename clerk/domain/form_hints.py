"""What a form can say by itself: dates that follow from an entry, and papers that are too old."""

from collections.abc import Mapping
from datetime import date

from clerk.domain.catalogue import Catalogue, FormField
from clerk.domain.deadlines import licence_exchange_by, short_term_plate_valid_to
from clerk.domain.document_rules import age_problem
from clerk.domain.validators import Verdict, validate
from clerk.locale import _

_DATE_OF_DOCUMENT = "_date"
_SHORT_TERM = ("03", "04")


def with_document_age(field: FormField, verdict: Verdict, catalogue: Catalogue, on: date) -> Verdict:
    """Return the verdict on the day a document was issued, judged by the age its rules allow.

    A date field ``sehtest_date`` is about the document ``sehtest``. Other verdicts are returned as they are.
    """
    document = catalogue.documents.get(field.id.removesuffix(_DATE_OF_DOCUMENT))
    about_age = field.validator == "date" and field.id.endswith(_DATE_OF_DOCUMENT) and document is not None
    if not about_age or document is None or not verdict.valid:
        return verdict
    issued = date.fromisoformat(verdict.normalised)
    problems = (age_problem(rule, verdict.normalised, issued, on=on) for rule in document.rules)
    return next((problem for problem in problems if problem is not None), verdict)


def hint(field: FormField, verdict: Verdict, values: Mapping[str, str], on: date) -> str | None:
    """Return what follows from a valid entry without objection, or None; *values* are those of the whole form."""
    if not verdict.valid or verdict.message is not None:
        return None
    if field.validator == "kennzeichen_sonder":
        return _short_term_hint(verdict.normalised, on)
    if field.id == "issue_date" and field.validator == "date" and "fs_nr" in values:
        return _exchange_hint(verdict.normalised, values.get("birth", ""), on)
    return None


def _short_term_hint(plate: str, on: date) -> str | None:
    if not plate.partition("-")[2].startswith(_SHORT_TERM):
        return None
    last = short_term_plate_valid_to(on)
    return _("Heute zugeteilt gilt es bis {day} (5. Tag, FZV § 42).").format(day=f"{last:%d.%m.%Y}")


def _exchange_hint(issued: str, birth: str, on: date) -> str | None:
    born = validate("birth_date", birth, on=on)
    if not born.valid:
        return None
    by = licence_exchange_by(int(born.normalised[:4]), date.fromisoformat(issued))
    if by is None:
        return _("Seit 19.01.2013 ausgestellt: kein Pflichtumtausch, es gilt das Datum auf der Karte.")
    words = (
        _("Umtauschfrist war der {day} (FeV Anlage 8e).")
        if by < on
        else _("Umtausch bis {day} (FeV Anlage 8e).")
    )
    return words.format(day=f"{by:%d.%m.%Y}")
