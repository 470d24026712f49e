"""How the simulated terminal is registered with: 06 00 and 06 02."""

from dataclasses import dataclass
from typing import Self

from integrations.zvt import pt_messages as pt
from integrations.zvt.bcd import number_of
from integrations.zvt.charsets import Charset, charset_of_tag
from integrations.zvt.commands import EURO, Config
from integrations.zvt.layout import Head, Parts
from integrations.zvt.sequence_ids import ASKING
from integrations.zvt.sim_settings import SimulatorSettings
from integrations.zvt.sim_talk import Talk
from integrations.zvt.tlv import find, walk

WRONG_CURRENCY = 0x6F


@dataclass(frozen=True, slots=True)
class Registration:
    """What the cash register said about itself; the default is what holds after a log-off (86)."""

    config: int = 0x86
    tlv: bool = False
    permitted: frozenset[bytes] = frozenset()
    wished_charset: Charset | None = None
    asks_for_numbers: bool = False
    made: bool = False

    @classmethod
    def read(cls, parts: Parts) -> Self:
        """Read a 06 00."""
        container = parts.all_fields.tlv.items
        wished = find(container, 0x14)
        return cls(
            config=parts.head.get(Head.CONFIG_BYTE, b"\x86")[0],
            tlv=any(field.tlv is not None for field in parts.all_fields.items),
            permitted=frozenset(item.value for item in walk(container) if item.tag == 0x0A),
            wished_charset=charset_of_tag(wished.value) if wished else None,
            asks_for_numbers=find(container, 0x1F73) is not None,
            made=True,
        )

    def wants(self, *flags: Config) -> bool:
        """Whether all these bits of the configuration byte are set."""
        return all(self.config & flag for flag in flags)


def currency_fits(parts: Parts) -> bool:
    """Whether a registration names the Euro, or no currency."""
    currency = parts.head.get(Head.CURRENCY)
    return currency is None or number_of(currency) == EURO


async def confirm(talk: Talk, registration: Registration, settings: SimulatorSettings) -> None:
    """Answer a registration with what of its wishes is granted."""
    wished = registration.wished_charset
    answer = pt.registration_completion(
        settings.tid,
        charset=settings.echoed_charset or (wished if wished is settings.charset else None),
        permitted=sorted(registration.permitted),
        sequence_id=f"{ASKING:06d}" if registration.asks_for_numbers and settings.sequence_ids else None,
    )
    await talk.accept_and_end(answer)
