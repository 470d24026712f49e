"""What a dialogue needs of the screen it lies over."""

from typing import Protocol

from textual.app import App

from clerk.services.workstation import Workstation
from screens.background import Background


class Place(Protocol):
    """A screen at which people are asked something."""

    @property
    def app(self) -> App[object]:
        """The program."""

    @property
    def workstation(self) -> Workstation:
        """What can be done there."""

    @property
    def background(self) -> Background:
        """Where the store is worked with."""

    def failed(self, error: Exception) -> None:
        """Say what went wrong."""
