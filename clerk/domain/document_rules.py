"""What to look at on a document, as a short text for the clerk who holds it in their hand."""

from collections.abc import Callable
from datetime import date

from clerk.domain.catalogue import DocumentRule
from clerk.domain.deadlines import months_before
from clerk.domain.validators.verdict import Verdict, refuse, warn
from clerk.locale import _, german

_LOCAL_PRACTICE = "örtliche Praxis"

RULE_TYPES = frozenset(
    {
        "address_matches_application",
        "arrived_at_office",
        "biometric_photo",
        "companion_class_b_years",
        "companion_max_points",
        "companion_min_age",
        "contains",
        "hu_valid_on_date",
        "marked_as_copy",
        "max_age",
        "not_civil_status",
        "not_expired",
        "online_check",
        "pattern",
        "pattern_if_card",
        "period_covers_registration",
        "personal_appearance",
        "plate_matches_allocation",
        "present",
        "signed_by",
        "sp_valid_on_date",
        "undamaged",
        "usage",
        "vehicle_min_age_years",
        "vin_matches",
        "within_days_of_move",
    }
)
"""Every type of rule the catalogue may use."""


def rule_text(rule: DocumentRule, say: Callable[[str], str] = _) -> str:
    """Return *rule* as a phrase, for example ``nicht abgelaufen`` or ``höchstens 3 Monate alt``.

    On paper it is German: there *say* is ``german``.

    Raises ``KeyError`` for a type outside ``RULE_TYPES``.
    """
    details = {
        "months": rule.months,
        "value": rule.value,
        "system": rule.system or "",
        "who": say(_people().get(rule.who or "", "")),
        "what": ", ".join(say(_contents().get(part, part)) for part in rule.what),
    }
    return say(_phrases()[rule.type]).format(**details).strip()


def oldest_issue(rule: DocumentRule, *, on: date) -> date | None:
    """Return the first day of issue that is recent enough *on* that day, None for a rule that is not about age."""
    if rule.type != "max_age" or rule.months is None:
        return None
    return months_before(on, rule.months)


def age_problem(rule: DocumentRule, normalised: str, issued: date, *, on: date) -> Verdict | None:
    """Return the verdict on a document *issued* too early or not yet, None where there is nothing to say.

    *normalised* is the entry as it is to be stored. A rule of the law refuses, one of local practice warns.
    """
    oldest = oldest_issue(rule, on=on)
    if oldest is None:
        return None
    if issued > on:
        return refuse(
            normalised, _("Das Ausstellungsdatum liegt in der Zukunft. Bitte mit dem Papier vergleichen.")
        )
    if issued >= oldest:
        return None
    message = _(
        "Vom {issued} und damit älter als {months} Monate ({basis}): nötig ist eine Ausstellung ab {oldest}."
    ).format(
        issued=f"{issued:%d.%m.%Y}",
        months=rule.months,
        basis=rule.basis or _LOCAL_PRACTICE,
        oldest=f"{oldest:%d.%m.%Y}",
    )
    is_law = rule.basis is not None and rule.basis != _LOCAL_PRACTICE
    return refuse(normalised, message) if is_law else warn(normalised, message)


def _phrases() -> dict[str, str]:
    return {
        "address_matches_application": german("Anschrift wie im Antrag"),
        "arrived_at_office": german("im Amt eingegangen"),
        "biometric_photo": german("biometrisches Lichtbild"),
        "companion_class_b_years": german("Begleitperson seit {value} Jahren Klasse B"),
        "companion_max_points": german("Begleitperson höchstens {value} Punkt"),
        "companion_min_age": german("Begleitperson mindestens {value} Jahre"),
        "contains": german("enthält: {what}"),
        "hu_valid_on_date": german("HU heute gültig"),
        "marked_as_copy": german("als Kopie erkennbar"),
        "max_age": german("höchstens {months} Monate alt"),
        "not_civil_status": german("keine Personenstandsurkunde"),
        "not_expired": german("nicht abgelaufen"),
        "online_check": german("online prüfen ({system})"),
        "pattern": german("das Programm prüft die Schreibweise im Antrag"),
        "pattern_if_card": german("das Programm prüft die Kartennummer im Antrag"),
        "period_covers_registration": german("deckt die Dauer der Zulassung"),
        "personal_appearance": german("nur persönlich"),
        "plate_matches_allocation": german("stimmt mit der Zuteilung überein"),
        "present": german("vorgelegt"),
        "signed_by": german("{who} unterschrieben"),
        "sp_valid_on_date": german("SP heute gültig"),
        "undamaged": german("unbeschädigt"),
        "usage": german("gilt für diesen Zweck"),
        "vehicle_min_age_years": german("Fahrzeug mindestens {value} Jahre alt"),
        "vin_matches": german("FIN stimmt überein"),
        "within_days_of_move": german("innerhalb von {value} Tagen nach Einzug"),
    }


def _people() -> dict[str, str]:
    return {
        "account_holder": german("vom Kontoinhaber"),
        "all_guardians": german("von allen Sorgeberechtigten"),
        "applicant": german("von der antragstellenden Person"),
        "holder": german("vom Halter"),
        "owner": german("vom Eigentümer"),
    }


def _contents() -> dict[str, str]:
    return {
        "anschrift": german("Anschrift"),
        "consent_tax_arrears": german("Einwilligung zur Auskunft über Rückstände"),
        "eigentuemer_if_different": german("Eigentümer, falls abweichend"),
        "einzugsdatum": german("Einzugsdatum"),
        "personen": german("alle einziehenden Personen"),
        "wohnungsgeber": german("Wohnungsgeber"),
    }
