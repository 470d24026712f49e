"""What the simulated terminal tells in a 04 0F."""

from integrations.zvt import pt_messages as pt
from integrations.zvt.sim_day import ClosedDay
from integrations.zvt.sim_settings import SimulatorSettings
from integrations.zvt.sim_transaction import Transaction

_CONTRACT = "455600000"
_TEXTS = {
    0x02: "Bitte Rufe Acquirer an",
    0x05: "Karte abgelehnt",
    0x37: "Geheimzahl falsch",
    0x64: "Karte nicht lesbar",
    0x6C: "Abbruch durch Kunde",
    0x77: "Kassenschnitt nicht möglich",
    0x78: "Karte verfallen",
    0x9B: "Verbindungsfehler",
    0x9C: "Bitte warten",
    0xB4: "Bereits storniert",
    0xB5: "Storno nicht möglich",
    0xF0: "Kassenschnitt\ndurchführen",
}
_NO_TEXT = "Vorgang nicht möglich"


def result_of(entry: Transaction, settings: SimulatorSettings) -> pt.Result:
    """What the line tells about a good transaction, at once or repeated by 06 20."""
    day, time = line_time(entry.at)
    return pt.Result(
        code=entry.result,
        tid=entry.tid,
        date=day,
        time=time,
        cents=entry.cents,
        receipt=entry.receipt,
        trace=entry.trace,
        turnover=entry.turnover,
        original_trace=entry.original_trace,
        contract=_CONTRACT,
        card_type=entry.card.zvt_type,
        card_name=entry.card.name,
        order_reference=entry.order_reference,
        card_number=entry.card.number if settings.card_data else None,
        payment_type=pt.SIGNATURE_PAYMENT if entry.signed else pt.PIN_PAYMENT,
        signature=entry.signed,
    )


def bad_result(code: int, tid: str, at: str) -> pt.Result:
    """What the line tells about what did not happen; *at* is the terminal's clock."""
    day, time = line_time(at)
    return pt.Result(code, tid, day, time, additional_text=_TEXTS.get(code, _NO_TEXT))


def day_result(day: ClosedDay, tid: str) -> pt.Result:
    """What the line tells about a turnover, closed or not."""
    date, time = line_time(day.at)
    return pt.Result(0, tid, date, time, cents=day.totals.cents, totals=day.totals)


def line_time(at: str) -> tuple[str, str]:
    """Split the terminal's clock into MMDD and HHMMSS."""
    day, time = at.split("T")
    return day[5:7] + day[8:10], time.replace(":", "")
