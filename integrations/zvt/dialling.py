"""How the terminal of a profile is reached."""

from clerk.domain.terminal_profile import TerminalLink, TerminalProfile
from clerk.locale import _
from integrations.zvt.connection import Connection, Unreachable
from integrations.zvt.serial_connection import SerialConnection
from integrations.zvt.tcp_connection import TcpConnection


async def dial(profile: TerminalProfile) -> Connection:
    """Open a line to the terminal, of the kind its profile names; raises ``Unreachable``."""
    match profile.link:
        case TerminalLink.NETWORK:
            return await TcpConnection.open(profile)
        case TerminalLink.SERIAL:
            return await SerialConnection.open(profile)
        case TerminalLink.NONE:
            raise Unreachable(_("Dieses Terminal ist nicht angebunden: der Betrag wird von Hand eingegeben."))
