"""Made-up descriptions of services in both formats, as many as wanted."""

import json
from html import escape
from pathlib import Path

EXAMPLES = Path(__file__).parents[1] / "data" / "import"
XZUFI = (EXAMPLES / "leistungen.xml").read_bytes()
BERLIN = (EXAMPLES / "berlin.json").read_bytes()
MUNICH = (EXAMPLES / "muenchen.json").read_bytes()

NAMESPACE = "http://xoev.de/schemata/xzufi/2_2_0"
ITEMS = (
    "Personalausweis oder Reisepass",
    "Zulassungsbescheinigung Teil I (Fahrzeugschein)",
    "eVB-Nummer",
    "Schriftliche Vollmacht, falls Sie nicht selbst kommen",
    "bei Minderjährigen: Einwilligung der Sorgeberechtigten",
    "Wohnungsgeberbestätigung",
    "ein Beleg, den unser Katalog nicht kennt",
    "Geburtsurkunde",
)
PROSE = "Wer umzieht, meldet sich innerhalb von zwei Wochen bei der Meldebehörde an. " * 40


def dldb(count: int) -> bytes:
    """Return an export of *count* services, each of a length as in Berlin's."""
    return json.dumps({"data": [_dldb_service(number) for number in range(count)]}).encode()


def _dldb_service(number: int) -> dict[str, object]:
    return {
        "id": str(120000 + number),
        "name": f"Leistung {number}",
        "description": f"<p>{PROSE}</p>",
        "leika": "99115005104000",
        "fees": f"{number},50 Euro",
        "process_time": "sofort",
        "requirements": [{"name": item, "description": PROSE[:300], "link": None} for item in ITEMS],
        "legal": [{"name": "Bundesmeldegesetz (BMG) § 17", "link": ""}],
        "locations": [
            {
                "location": str(122200 + place),
                "appointment": {"allowed": True, "external": False, "slots": "1"},
            }
            for place in range(40)
        ],
        "meta": {"locale": "de", "keywords": "Umzug, Wegzug"},
    }


def xzufi(count: int) -> bytes:
    """Return a message with *count* services in two languages."""
    services = "".join(_xzufi_service(number) for number in range(count))
    return message(f"<x:schreibe>{services}</x:schreibe>")


def message(content: str, *, namespace: str = NAMESPACE, version: str = "2.2.0", before: str = "") -> bytes:
    """Return a message around *content*, whose elements have the prefix ``x``."""
    return f'{before}<x:nachricht xmlns:x="{namespace}" xzufiVersion="{version}">{content}</x:nachricht>'.encode()


def service(number: int, *modules: str, agency: str = "L1") -> str:
    """Return a ``leistung`` with *modules*."""
    return f'<x:leistung><x:id schemeAgencyID="{agency}">{number}</x:id>{"".join(modules)}</x:leistung>'


def module(code: str, **texts: str) -> str:
    """Return a text module with its *texts* by language."""
    contents = "".join(
        f'<x:inhalt languageCode="{language}">{escape(text)}</x:inhalt>' for language, text in texts.items()
    )
    return f"<x:modulText>{contents}<x:leikaTextmodul><code>{code}</code></x:leikaTextmodul></x:modulText>"


def _xzufi_service(number: int) -> str:
    listed = "".join(f"<li>{item}</li>" for item in ITEMS)
    return service(
        6000000 + number,
        "<x:referenzLeiKa><code>99036008003000</code></x:referenzLeiKa>",
        module("03", de=f"Leistung {number}", en=f"Service {number}"),
        module("05", de=f"<p>{PROSE}</p>", en=f"<p>{PROSE}</p>"),
        module("08", de=f"<ul>{listed}</ul>", en=f"<ul>{listed}</ul>"),
        module("06", de=f"<p>{PROSE}</p>"),
        "<x:modulKosten><x:beschreibung>27,40 EUR</x:beschreibung></x:modulKosten>",
    )
