"""Accounts and references of payments: IBAN, creditor identifier, Kassenzeichen."""

import re

from clerk.domain.validators.characters import (
    CAPITALS,
    CODE,
    DIGITS,
    compact,
    counted,
    misplaced,
    wrong_length,
)
from clerk.domain.validators.check_digits import mod_97
from clerk.domain.validators.verdict import Verdict, accept, refuse, warn
from clerk.locale import _

# number of signs in each country of the SEPA area (EPC409-09); a direct debit mandate needs one of them
_IBAN_LENGTHS = {
    "AD": 24, "AL": 28, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18,
    "EE": 20, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS":
    26,
    "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MT": 31, "NL":
    18,
    "NO": 15, "PL": 28, "PT": 25, "RO": 24, "RS": 22, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "VA": 22,
}  # fmt: skip
_LOCAL_REFERENCE = re.compile(r"[0-9.]{6,20}")
_CREDITOR_REFERENCE = re.compile(r"RF[0-9]{2}[A-Z0-9]{1,21}")


def iban(value: str) -> Verdict:
    """Judge an IBAN: country of the SEPA area, length, ISO 13616 modulo 97, each with its own sentence.

    A German bank code that cannot exist (its first digit is one of the eight clearing areas 1 to 8) only warns: which
    of the others exist, the list of the Bundesbank says, and that is not here.
    """
    number = compact(value)
    if number[:1] in DIGITS:
        return refuse(number, _("Eine IBAN beginnt mit zwei Buchstaben für das Land, zum Beispiel DE."))
    problem = (
        misplaced(
            number[:2], CAPITALS, place=_("Am Anfang einer IBAN"), permitted=_("zwei Buchstaben für das Land")
        )
        or misplaced(number[2:4], DIGITS, place=_("Nach dem Land"), permitted=_("zwei Ziffern"), offset=2)
        or _account_problem(number)
    )
    if problem is not None:
        return refuse(number, problem)
    if number.startswith("DE") and number[4] in "09":
        message = _(
            "Eine Bank mit der Bankleitzahl {code} gibt es nicht (an Stelle 5 steht {digit}, möglich sind 1 bis 8). "
            "Bitte mit der Bankkarte vergleichen."
        )
        return warn(number, message.format(code=number[4:12], digit=number[4]))
    return accept(number)


def _account_problem(number: str) -> str | None:
    country = number[:2]
    needed = _IBAN_LENGTHS.get(country)
    if needed is None and len(country) == 2:
        message = _(
            "{country} ist kein Land des SEPA-Raums. Für ein Lastschriftmandat braucht es eine IBAN aus "
            "diesem Raum."
        )
        return message.format(country=country)
    german = country == "DE"
    return (
        misplaced(
            number[4:],
            DIGITS if german else CODE,
            place=_("In einer deutschen IBAN nach DE") if german else _("In einer IBAN"),
            permitted=_("Ziffern") if german else _("Buchstaben A–Z und Ziffern"),
            offset=4,
        )
        or wrong_length(number, needed or _IBAN_LENGTHS["DE"], subject=_("Die IBAN"))
        or _checksum_problem(number, _("Die Prüfziffern der IBAN stimmen nicht – Zahlendreher?"))
    )


def _checksum_problem(number: str, finding: str) -> str | None:
    if mod_97(number) == 1:
        return None
    return _("{finding} Bitte in Vierergruppen vergleichen.").format(finding=finding)


def glaeubiger_id(value: str) -> Verdict:
    """Judge a German creditor identifier: 18 signs, modulo 97 without its business code at places 5 to 7."""
    number = compact(value)
    place = _("In einer deutschen Gläubiger-ID")
    if number[:2] != "DE":
        return refuse(
            number, _("Eine deutsche Gläubiger-ID beginnt mit DE, zum Beispiel DE98ZZZ09999999999.")
        )
    problem = (
        misplaced(number[2:4], DIGITS, place=place, permitted=_("nach DE zwei Ziffern"), offset=2)
        or misplaced(number[4:7], CODE, place=place, permitted=_("Buchstaben A–Z und Ziffern"), offset=4)
        or misplaced(number[7:], DIGITS, place=place, permitted=_("ab Stelle 8 Ziffern"), offset=7)
        or wrong_length(number, 18, subject=_("Die Gläubiger-ID"))
        or _checksum_problem(
            number[:4] + number[7:], _("Die Prüfziffern der Gläubiger-ID stimmen nicht – Zahlendreher?")
        )
    )
    return accept(number) if problem is None else refuse(number, problem)


def kassenzeichen_local(value: str) -> Verdict:
    """Judge a reference of the treasury: local layout, so an unusual one warns; an RF reference must fit
    ISO 11649.
    """
    reference = compact(value)
    if reference.startswith("RF"):
        return _creditor_reference(reference)
    if _LOCAL_REFERENCE.fullmatch(reference):
        return accept(reference)
    problem = misplaced(
        reference, DIGITS | {"."}, place=_("In einem Kassenzeichen"), permitted=_("Ziffern und Punkte")
    )
    message = _("{finding} Üblich: 6 bis 20 Ziffern – bitte vergleichen.")
    return warn(reference, message.format(finding=problem or counted(reference, _("Das Kassenzeichen"))))


def _creditor_reference(reference: str) -> Verdict:
    place = _("In einer RF-Referenz")
    problem = misplaced(
        reference[2:4], DIGITS, place=place, permitted=_("nach RF zwei Ziffern"), offset=2
    ) or misplaced(reference[4:], CODE, place=place, permitted=_("Buchstaben A–Z und Ziffern"), offset=4)
    if problem is not None:
        return refuse(reference, problem)
    if not _CREDITOR_REFERENCE.fullmatch(reference):
        message = _(
            "Eine RF-Referenz hat nach RF zwei Prüfziffern und 1 bis 21 Buchstaben A–Z oder Ziffern; hier sind es "
            "{count} Zeichen. Bitte mit dem Bescheid vergleichen."
        )
        return refuse(reference, message.format(count=len(reference)))
    problem = _checksum_problem(reference, _("Die Prüfziffern der RF-Referenz stimmen nicht – Zahlendreher?"))
    return accept(reference) if problem is None else refuse(reference, problem)
