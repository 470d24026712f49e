"""The table that tells which visit an appointment of another system became."""

from sqlmodel import Field

from clerk.persistence.columns import Row


class AppointmentRow(Row, table=True):
    """An imported appointment: ``key`` stands for its name in the other system, ``entry`` is what its list said last.

    Neither holds personal data.
    """

    site: int = Field(foreign_key="site.id", primary_key=True)
    key: str = Field(primary_key=True)
    visit: int = Field(foreign_key="visit.id")
    entry: str
