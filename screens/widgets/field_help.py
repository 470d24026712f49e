"""One line of help for the fields of an application, by the kind of what is entered."""

from clerk.domain.catalogue import FormField
from clerk.locale import _


def field_help(field: FormField) -> str:
    """Return what the clerk should know while the cursor is in *field*."""
    texts = {
        "fin": _("17 Zeichen, Feld E der Zulassungsbescheinigung; I, O und Q kommen nicht vor"),
        "fin_pruefziffer": _("eine Ziffer oder X aus Feld 3, ein Strich wenn keine da ist"),
        "kennzeichen": _("zum Beispiel RV-AB 123, auch mit H oder E"),
        "kennzeichen_sonder": _("zum Beispiel RV-04123 (Kurzzeit) oder RV-06123 (rot)"),
        "evb": _("7 Zeichen von der Versicherung; I und O kommen nicht vor"),
        "hu_month": _("Monat und Jahr, zum Beispiel 03/2027"),
        "iban": _("DE und 20 Ziffern; Leerzeichen stören nicht"),
        "birth_date": _("TT.MM.JJJJ"),
        "date": _("TT.MM.JJJJ"),
        "plz": _("5 Ziffern"),
        "int": _("nur Ziffern"),
        "fuehrerscheinnummer": _("11 Zeichen, Feld 5 des Führerscheins"),
        "zb2_nr": _("2 Buchstaben und 6 Ziffern"),
    }
    return field.help or texts.get(field.validator, "" if field.required else _("kann leer bleiben"))
