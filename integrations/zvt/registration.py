"""The registration (PA00P015 section 2.1): who does what, what we can do, and what one profile makes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntFlag

from clerk.domain.terminal_profile import PrintMode, TerminalProfile
from integrations.zvt.apdu import Apdu
from integrations.zvt.bcd import to_bcd
from integrations.zvt.bmp import Bmp, encode_field
from integrations.zvt.charsets import Charset, tag_of_charset
from integrations.zvt.commands import EURO, Config, password_bytes
from integrations.zvt.layout import Control
from integrations.zvt.tlv import Tlv, encode_tlv, tlv


class RegistrationService(IntFlag):
    """The service byte of a registration (BMP 03)."""

    NO_MENU_KEY = 0x01
    CAPITALS = 0x02


COUNTER_CONFIG = (
    Config.ECR_PRINTS_PAYMENT
    | Config.ECR_PRINTS_ADMIN
    | Config.INTERMEDIATE_STATUS
    | Config.NO_AMOUNT_AT_PT
    | Config.NO_ADMIN_AT_PT
    | Config.PRINT_MESSAGES
)
"""BE: we print what the terminal composes, and nothing can be started at the terminal itself."""


@dataclass(frozen=True, slots=True)
class Abilities:
    """What we can do, as the TLV container of a registration tells it. An empty one still switches TLV on.

    Attributes:
        display: columns and lines of our display (tag 10).
        printer_width: characters of a printed line (tag 12).
        longest_message: bytes of the longest message we take (tag 1A).
        permitted: control fields of terminal messages that we handle (tag 26). Without 06 D3 the terminal
            sends its receipts line by line (06 D1).
        charsets: sets we ask for, in our order (tag 27); one counts only if the terminal echoes it.
        languages: ISO 639-1 in capitals (tag 28).
        emv: which ready-made texts of the chip are wanted (tag 40, two bytes).
        receipts: who gets which receipt (tag 1F04, two bytes).
        transactions: kinds of transactions we handle (tag 1F05, one byte).
    """

    display: tuple[int, int] | None = None
    printer_width: int | None = None
    longest_message: int | None = None
    permitted: Sequence[bytes] = (Control.TEXT_BLOCK,)
    charsets: Sequence[Charset] = ()
    languages: Sequence[str] = ()
    emv: bytes | None = None
    receipts: bytes | None = None
    transactions: bytes | None = None

    def elements(self) -> tuple[Tlv, ...]:
        """Return the elements of the container."""
        display = b"".join(to_bcd(number, 2) for number in self.display or ())
        width = b"" if self.printer_width is None else to_bcd(self.printer_width, 2)
        longest = b"" if self.longest_message is None else self.longest_message.to_bytes(2, "big")
        codes = [code for charset in self.charsets if (code := tag_of_charset(charset)) is not None]
        primitive = (0x10, display), (0x12, width), (0x1A, longest)
        lists = (
            (0x26, [tlv(0x0A, control) for control in self.permitted]),
            (0x27, [tlv(0x14, code) for code in codes]),
            (0x28, [tlv(0x15, language.encode("ascii")) for language in self.languages]),
        )
        last = (0x40, self.emv), (0x1F04, self.receipts), (0x1F05, self.transactions)
        return (
            *(tlv(tag, value) for tag, value in primitive if value),
            *(tlv(tag, children) for tag, children in lists if children),
            *(tlv(tag, value) for tag, value in last if value),
        )


def registration(
    password: str,
    config: int = COUNTER_CONFIG,
    *,
    currency: int | None = EURO,
    service_byte: int | None = None,
    abilities: Abilities | None = Abilities(),
) -> Apdu:
    """06 00: say who we are and what we handle.

    Args:
        password: six digits.
        config: the configuration byte, see :class:`Config`.
        currency: ISO 4217 number, None to leave it out.
        service_byte: BMP 03, see :class:`RegistrationService`; None to leave it out.
        abilities: the container, None to send none, which leaves TLV switched off at the terminal.
    """
    head = password_bytes(password) + bytes((config,))
    cc = b"" if currency is None else to_bcd(currency, 4)
    service = b"" if service_byte is None else encode_field(Bmp.SERVICE_BYTE, bytes((service_byte,)))
    container = b"" if abilities is None else encode_field(Bmp.TLV, encode_tlv(abilities.elements()))
    return Apdu(Control.REGISTRATION, head + cc + service + container)


def registration_for(profile: TerminalProfile, password: str) -> Apdu:
    """06 00 as the profile of a terminal asks for it; CP437 is the usual set and is not asked for."""
    config = COUNTER_CONFIG
    if profile.print_mode is PrintMode.TERMINAL:
        config &= ~Config.ECR_PRINTS_PAYMENT
    if not profile.keypad_locked:
        config &= ~(Config.NO_AMOUNT_AT_PT | Config.NO_ADMIN_AT_PT)
    permitted = [Control.TEXT_BLOCK]
    if profile.signature_on_screen:
        permitted.append(Control.SIGNATURE_ON_SCREEN)
    charsets = () if profile.charset is Charset.CP437 else (profile.charset,)
    return registration(password, config, abilities=Abilities(permitted=permitted, charsets=charsets))
