"""``clerk terminal``: the family of commands around card terminals."""

from clerk.commands import terminal_admin, terminal_day, terminal_pay, terminal_receipts, terminal_tools
from clerk.commands.parser import Subparsers, add_family
from clerk.locale import _


def register(commands: Subparsers) -> None:
    """Add the commands."""
    family = add_family(
        commands, "terminal", _("Kartenterminals einrichten und erproben"), example="clerk terminal list"
    )
    terminal_admin.register(family)
    terminal_pay.register(family)
    terminal_day.register(family)
    terminal_receipts.register(family)
    terminal_tools.register(family)
