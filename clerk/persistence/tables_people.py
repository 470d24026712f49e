"""Tables of sites, counters, card terminals and accounts."""

from datetime import datetime

from sqlalchemy import UniqueConstraint, text
from sqlmodel import Field

from clerk.domain.counters import CounterStatus
from clerk.domain.people import Role
from clerk.persistence.columns import Row, UtcTime, WordOf, not_negative, one_of


class SiteRow(Row, table=True):
    """One building of the office, with the settings of its queue (minutes).

    ``last_arrivals`` is until when people may arrive, as ``clerk.domain.arrival_hours`` reads it.
    ``board_text`` is the office's own line on the call board.
    """

    __table_args__ = (
        not_negative("walk_in_offset_minutes"),
        not_negative("no_show_minutes"),
        not_negative("calls_until_missed"),
    )

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    office_name: str
    zone: str = "Europe/Berlin"
    walk_in_offset_minutes: int = 60
    no_show_minutes: int = 5
    calls_until_missed: int = 3
    last_arrivals: str = Field(default="", sa_column_kwargs={"server_default": ""})
    board_text: str = Field(default="", sa_column_kwargs={"server_default": text("''")})


class AreaSettingRow(Row, table=True):
    """What the team lead has set for an area of a site (minutes); where nothing is set the usual applies."""

    __table_args__ = (not_negative("target_minutes"), not_negative("walk_in_offset_minutes"))

    site: int = Field(foreign_key="site.id", primary_key=True)
    area: str = Field(primary_key=True)
    target_minutes: int | None = None
    walk_in_offset_minutes: int | None = None


class TerminalRow(Row, table=True):
    """A card terminal; ``profile`` is JSON of the payment adapter."""

    id: int | None = Field(default=None, primary_key=True)
    site: int = Field(foreign_key="site.id", index=True)
    name: str = Field(unique=True)
    host: str
    port: int
    tid: str = ""
    profile: str = "{}"


class CounterRow(Row, table=True):
    """A numbered workplace; ``label`` is what the call board shows, ``status`` what somebody set it to by hand.

    Since when and by whom is kept nowhere: each change writes over the one before.
    """

    __table_args__ = (UniqueConstraint("site", "label"), one_of("status", CounterStatus))

    id: int | None = Field(default=None, primary_key=True)
    site: int = Field(foreign_key="site.id")
    label: str
    terminal: int | None = Field(default=None, foreign_key="terminal.id", index=True)
    active: bool = True
    status: CounterStatus = Field(
        default=CounterStatus.OPEN,
        sa_type=WordOf(CounterStatus),
        sa_column_kwargs={"server_default": CounterStatus.OPEN.value},
    )


class CounterSkillRow(Row, table=True):
    """An area that is served at a counter."""

    counter: int = Field(foreign_key="counter.id", primary_key=True)
    area: str = Field(primary_key=True)


class AccountRow(Row, table=True):
    """Who may sign in; ``login`` is lower case."""

    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(unique=True)
    display_name: str
    password_hash: str
    active: bool = True


class SignInTryRow(Row, table=True):
    """Wrong passwords in a row for the logins of one bucket (a few bits of the login's hash).

    Known and unknown logins are treated alike, and what was typed cannot be recovered from the bucket.
    ``free_at`` (UTC) is when the next try is looked at.
    """

    __table_args__ = (not_negative("failures"),)

    bucket: int = Field(primary_key=True)
    failures: int = 0
    free_at: datetime = Field(sa_type=UtcTime)


class AccountRoleRow(Row, table=True):
    """A role of an account."""

    __table_args__ = (one_of("role", Role),)

    account: int = Field(foreign_key="account.id", primary_key=True)
    role: Role = Field(primary_key=True, sa_type=WordOf(Role))
