"""One message of the line as plain data for a person who looks for a fault: ``clerk terminal decode``."""

from integrations.zvt.apdu import Apdu, read_header
from integrations.zvt.bmp import Bmp, Field, Fields
from integrations.zvt.layout import Control, dissect
from integrations.zvt.serial_frame import FrameError, decode_frame, is_framed
from integrations.zvt.tlv import Tlv

_NAMES: dict[bytes, str] = {
    Control.SET_TIME: "Set Time",
    bytes.fromhex("040d"): "Vend-Request",
    bytes.fromhex("040e"): "Activate Service-Mode",
    Control.STATUS_INFORMATION: "Status-Information",
    Control.INTERMEDIATE_STATUS: "Intermediate Status",
    Control.STATUS_ENQUIRY: "Status-Enquiry",
    Control.REGISTRATION: "Registration",
    Control.AUTHORISATION: "Authorisation",
    Control.LOG_OFF: "Log-Off",
    Control.COMPLETION: "Completion",
    Control.TOTALS: "Turnover Totals",
    Control.REFUND: "Refund",
    Control.REVERSAL: "Reversal",
    bytes.fromhex("0618"): "Reset",
    Control.PT_ABORT: "Abort (PT)",
    Control.REPEAT_RECEIPT: "Repeat Receipt",
    bytes.fromhex("0621"): "Telephonic Authorisation",
    bytes.fromhex("0622"): "Pre-Authorisation",
    Control.PRE_AUTHORISATIONS: "Partial Reversal / Enquire Pre-Auth",
    bytes.fromhex("0624"): "Book Total",
    Control.END_OF_DAY: "End-of-Day",
    Control.DIAGNOSIS: "Diagnosis",
    Control.SET_DATE: "Set Date/Time",
    Control.INITIALISATION: "Initialisation",
    Control.ABORT: "Abort (ECR)",
    Control.READ_CARD: "Read Card",
    Control.PRINT_LINE: "Print Line",
    Control.TEXT_BLOCK: "Print Text-Block",
    bytes.fromhex("06e0"): "Display Text",
    bytes.fromhex("0810"): "Software Update",
    Control.WRITE_FILE: "Write File",
    Control.POSITIVE_ACK_84: "Positive ack",
}
_CLASS_NAMES = {0x80: "Positive ack", 0x84: "Negative ack"}


def decode_hex(text: str) -> tuple[dict[str, object], bool]:
    """Decode one APDU or one serial frame written as hex digits; blanks, colons and line breaks are fine.

    Returns:
        The message as plain data (values as lower-case hex of the raw bytes, a constructed tag as a list) and
        whether every byte was understood. What was not comes back as ``rest`` (how many bytes) with a
        ``problem``; where told and found length differ, only ``length_mismatch`` (the length found) is added.
    """
    try:
        data = bytes.fromhex(text.replace(":", " "))
    except ValueError:
        return _refused(0, "not hexadecimal")
    if not is_framed(data):
        return _decode_apdu(data)
    try:
        return _decode_apdu(decode_frame(data))
    except FrameError as error:
        return _refused(len(data), str(error))


def _refused(rest: int, problem: str) -> tuple[dict[str, object], bool]:
    return {"rest": rest, "problem": problem}, False


def _decode_apdu(data: bytes) -> tuple[dict[str, object], bool]:
    header = read_header(data)
    if header is None:
        return _refused(len(data), "no whole header")
    shape: dict[str, object] = {
        "control": header.control.hex(),
        "name": _name(header.control),
        "length": header.length,
    }
    found = len(data) - header.size
    if found != header.length:
        return shape | {"length_mismatch": found}, False
    parts = dissect(Apdu(header.control, data[header.size :]))
    shape |= {part.value: value.hex() for part, value in parts.head.items()}
    if parts.fields is None:
        return shape, True
    shape["fields"] = [_field_shape(field) for field in parts.fields.items]
    if parts.complete:
        return shape, True
    return shape | _problem(parts.fields), False


def _name(control: bytes) -> str:
    return _NAMES.get(control) or _CLASS_NAMES.get(control[0], "Unknown")


def _field_shape(field: Field) -> dict[str, object]:
    number = f"{field.bmp:02X}"
    if field.tlv is None:
        return {"bmp": number, "value": field.value.hex()}
    return {"bmp": number, "tlv": [_tlv_shape(item) for item in field.tlv.items]}


def _tlv_shape(item: Tlv) -> dict[str, object]:
    if item.children is None:
        return {"tag": item.tag_bytes.hex().upper(), "value": item.value.hex()}
    return {"tag": item.tag_bytes.hex().upper(), "value": [_tlv_shape(child) for child in item.children]}


def _problem(fields: Fields) -> dict[str, object]:
    if fields.rest:
        return {"rest": len(fields.rest), "problem": _field_problem(fields.rest)}
    unread = sum(len(field.tlv.rest) for field in fields.items if field.tlv)
    return {"rest": unread, "problem": "the TLV container cannot be read to its end"}


def _field_problem(rest: bytes) -> str:
    if rest[0] == Bmp.TLV:
        return "the TLV container is longer than the message"
    return f"BMP {rest[0]:02X} is unknown or longer than the message"
