"""Numbers by which a person or their paper is known."""

from clerk.domain.validators.characters import CAPITALS, DIGITS, compact, misplaced, wrong_length
from clerk.domain.validators.check_digits import icao_check_digit, tax_id_check_digit
from clerk.domain.validators.verdict import Verdict, accept, refuse, warn
from clerk.locale import _

_SERIAL_SIGNS = frozenset("CFGHJKLMNPRTVWXYZ") | DIGITS
_PROVISIONAL_LENGTH = 8


def ausweis_seriennummer(value: str) -> Verdict:
    """Judge the serial number of a German identity card or passport (PAuswV, PassV).

    Nine signs without vowels and look-alikes, optionally a tenth as 7-3-1 check digit; a provisional paper
    has a
    letter and seven digits. Not to be used as a search key (PAuswG § 20 (3)).
    """
    number = compact(value)
    problem = _provisional_problem(number) if len(number) == _PROVISIONAL_LENGTH else _serial_problem(number)
    return accept(number) if problem is None else refuse(number, problem)


def _provisional_problem(number: str) -> str | None:
    provisional = number[0] in CAPITALS and DIGITS.issuperset(number[1:])
    if provisional:
        return None
    return _(
        "Die Seriennummer hat 8 Zeichen, nötig sind 9 (mit Prüfziffer 10). 8 hat nur ein vorläufiger "
        "Ausweis: ein "
        "Buchstabe und 7 Ziffern."
    )


def _serial_problem(number: str) -> str | None:
    problem = misplaced(
        number[:9],
        _SERIAL_SIGNS,
        place=_("In einer Seriennummer"),
        permitted=_("Ziffern und die Buchstaben C F G H J K L M N P R T V W X Y Z"),
    )
    if problem is not None or len(number) == 9:
        return problem
    if len(number) != 10:
        message = _("Die Seriennummer hat {count} Zeichen, nötig sind 9, mit Prüfziffer 10.")
        return message.format(count=len(number))
    problem = misplaced(number[9], DIGITS, place=_("Als Prüfziffer"), permitted=_("Ziffern"), offset=9)
    if problem is not None or number[9] == icao_check_digit(number[:9]):
        return problem
    return _(
        "Die Prüfziffer an Stelle 10 passt nicht zu den 9 Zeichen davor – Zahlendreher? Bitte Zeichen für "
        "Zeichen "
        "vergleichen."
    )


def azr_nr(value: str) -> Verdict:
    """Judge a number of the register of foreigners: always warns, as it must not be kept (AZRG § 10 (4))."""
    number = compact(value)
    if len(number) == 12 and DIGITS.issuperset(number):
        return warn(number, _("Die AZR-Nummer darf hier nicht gespeichert werden (AZRG § 10 Abs. 4)."))
    problem = misplaced(
        number, DIGITS, place=_("In einer AZR-Nummer"), permitted=_("Ziffern")
    ) or wrong_length(number, 12, subject=_("Die AZR-Nummer"))
    message = _("{finding} Sie darf hier nicht gespeichert werden (AZRG § 10 Abs. 4).")
    return warn(number, message.format(finding=problem))


def steuer_id(value: str) -> Verdict:
    """Judge a tax identification number (AO § 139b): 11 digits, the last by ISO 7064 MOD 11,10."""
    number = compact(value)
    problem = misplaced(
        number, DIGITS, place=_("In einer Steuer-ID"), permitted=_("Ziffern")
    ) or wrong_length(number, 11, subject=_("Die Steuer-ID"))
    if problem is not None:
        return refuse(number, problem)
    if number[0] == "0":
        return refuse(number, _("An Stelle 1 steht die Ziffer 0. Eine Steuer-ID beginnt mit 1 bis 9."))
    if number[10] == tax_id_check_digit(number[:10]):
        return accept(number)
    message = _(
        "Die letzte Ziffer der Steuer-ID passt nicht zu den Ziffern davor – Zahlendreher? Bitte vergleichen."
    )
    return refuse(number, message)
