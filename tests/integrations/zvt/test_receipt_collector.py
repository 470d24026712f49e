"""Print messages of a terminal become whole receipts of the right kind."""

from collections.abc import Sequence

import pytest

from clerk.domain.terminal_receipt import ReceiptKind, TerminalReceipt
from integrations.zvt.apdu import Apdu, ApduBuffer
from integrations.zvt.messages import parse_message
from integrations.zvt.receipt_collector import ReceiptCollector, evidence
from integrations.zvt.receipts import PrintedLine, PrintLine, ReceiptType, TextBlock
from integrations.zvt.sim_ledger import Kind, Transaction
from integrations.zvt.sim_receipt import receipt_lines
from tests.integrations.zvt.vectors import VECTORS


def line(text: str, *, last: bool = False, kind: ReceiptType | None = None, attribute: int = 0) -> PrintLine:
    return PrintLine(b"", PrintedLine(text, attribute), last, kind)


def block(
    *texts: str,
    kind: ReceiptType | None = None,
    last: bool = False,
    mandatory: bool = False,
    signature: bool = False,
) -> TextBlock:
    lines = tuple(PrintedLine(text) for text in texts)
    return TextBlock(b"", lines, kind, mandatory, signature, last)


def texts(receipt: TerminalReceipt) -> list[str]:
    return [line.text for line in receipt.lines]


def final(
    messages: Sequence[PrintLine | TextBlock], collector: ReceiptCollector | None = None
) -> list[TerminalReceipt]:
    """Return the newest version of each receipt, as the archive has them at the end."""
    collector = collector or ReceiptCollector()
    newest: dict[int, TerminalReceipt] = {}
    for message in messages:
        receipt = collector.take(message)
        newest[receipt.number] = receipt
    return list(newest.values())


def test_several_blocks_are_one_receipt_until_the_last() -> None:
    first = block("Kopf", kind=ReceiptType.MERCHANT, signature=True)
    second = block("Summe", "Ende", kind=ReceiptType.MERCHANT, mandatory=True, last=True)
    third = block("Danke", kind=ReceiptType.CUSTOMER, last=True)
    merchant, customer = final([first, second, third])
    assert (texts(merchant), merchant.kind) == (["Kopf", "Summe", "Ende"], ReceiptKind.MERCHANT)
    assert (merchant.mandatory, merchant.signature, merchant.number) == (True, True, 1)
    assert (texts(customer), customer.kind, customer.number) == (["Danke"], ReceiptKind.CUSTOMER, 2)


def test_what_has_come_is_told_after_each_message_so_that_it_can_be_kept_before_the_answer() -> None:
    collector = ReceiptCollector()
    assert texts(collector.take(line("eins"))) == ["eins"]
    assert texts(collector.take(line("zwei", last=True))) == ["eins", "zwei"]
    assert collector.take(line("drei")).number == 2


def test_another_type_begins_another_receipt_though_none_was_the_last_line() -> None:
    merchant, customer = final(
        [line("a", kind=ReceiptType.MERCHANT), line("b", kind=ReceiptType.CUSTOMER), line("c")]
    )
    assert (texts(merchant), texts(customer)) == (["a"], ["b", "c"])


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("K U N D E N B E L E G", ReceiptKind.CUSTOMER),
        ("** Kunden-Beleg **", ReceiptKind.CUSTOMER),
        ("H Ä N D L E R B E L E G", ReceiptKind.MERCHANT),
        ("Kassenschnitt", ReceiptKind.ADMINISTRATION),
        ("Zahlung", ReceiptKind.MERCHANT),
    ],
)
def test_without_a_type_the_words_decide_else_the_first_is_the_merchants(
    heading: str, kind: ReceiptKind
) -> None:
    assert final([line(heading), line("ok", last=True)])[0].kind is kind


def test_without_a_type_and_words_the_second_is_the_one_that_has_not_come_yet() -> None:
    plain = [line("x", last=True)] * 3
    assert [receipt.kind for receipt in final(plain)] == [
        ReceiptKind.MERCHANT,
        ReceiptKind.CUSTOMER,
        ReceiptKind.MERCHANT,
    ]
    customer_first = [line("Kundenbeleg", last=True), line("x", last=True)]
    assert [receipt.kind for receipt in final(customer_first)] == [ReceiptKind.CUSTOMER, ReceiptKind.MERCHANT]


def test_receipts_of_an_end_of_day_are_administration_and_go_on_counting() -> None:
    collector = ReceiptCollector(after=2, usual=(ReceiptKind.ADMINISTRATION,))
    (receipt,) = final([line("Summen", last=True)], collector)
    assert (receipt.kind, receipt.number) == (ReceiptKind.ADMINISTRATION, 3)


@pytest.mark.parametrize(
    ("text", "signed"),
    [("Unterschrift:", True), ("U n t e r s c h r i f t", True), ("keine Unterschrift erforderlich", False)],
)
def test_lines_without_flags_tell_by_their_words_that_somebody_has_to_sign(text: str, signed: bool) -> None:
    assert final([line("Händlerbeleg"), line(text, last=True)])[0].signature is signed
    assert not final([line("Kundenbeleg"), line(text, last=True)])[0].signature


def test_how_a_line_is_to_look_is_kept() -> None:
    (receipt,) = final([line("Betrag", attribute=0x32), line("mitte", attribute=0x40, last=True)])
    first, second = receipt.lines
    assert (first.text, first.wide, first.tall, first.centred) == ("  Betrag", True, True, False)
    assert second.centred


def test_real_lines_of_a_terminal_make_a_merchants_and_a_customers_receipt_without_card_data() -> None:
    recorded = [bytes.fromhex(vector["hex"]) for vector in VECTORS[36:72]]
    messages = [parse_message(apdu) for raw in recorded for apdu in ApduBuffer().feed(raw)]
    printed = [message for message in messages if isinstance(message, PrintLine)]
    assert len(printed) == len(recorded)
    merchant, customer = final(printed)
    assert (merchant.kind, customer.kind) == (ReceiptKind.MERCHANT, ReceiptKind.CUSTOMER)
    assert "GEN.NR.:979572" in texts(merchant)
    assert "Ablaufdatum:       **/**" in texts(customer)
    assert not any("06041f07" in text for text in texts(customer))


@pytest.mark.parametrize("kind", [ReceiptType.MERCHANT, ReceiptType.CUSTOMER])
def test_the_receipts_of_the_simulated_terminal_are_told_apart_without_a_type(kind: ReceiptType) -> None:
    entry = Transaction(Kind.PAYMENT, 2740, "52500001", "2026-05-11T10:52:00", 0, "000102", 1, "0042")
    receipt = ReceiptCollector().take(block(*receipt_lines(entry, kind), last=True))
    assert receipt.kind.name == kind.name


def test_evidence_of_a_print_message_holds_nothing_of_its_text() -> None:
    first, second = (Apdu(b"\x06\xd3", text) for text in (b"Herr Muster", b"Frau Muster"))
    assert evidence(first).startswith("06d3+11:")
    assert evidence(first) != evidence(second)
    assert b"Muster".hex() not in evidence(first)
