"""The two themes of the program and the tokens every style refers to; no colour is named anywhere else."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

from textual.theme import Theme

LIGHT: Final = "amt-hell"
DARK: Final = "amt-dunkel"

MUTED: Final = "$amt-muted"
ACCENT: Final = "$amt-accent"
OK: Final = "$amt-ok"
WARN: Final = "$amt-warn"
ERROR: Final = "$amt-error"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one theme as ``#rrggbb``.

    Every token of ``TEXT_TOKENS`` is legible (contrast at least 4.5:1, WCAG 2.2 criterion 1.4.3) on every token of
    ``GROUND_TOKENS``; ``focus`` and ``line`` reach 3:1 there (criterion 1.4.11).
    """

    text: str
    muted: str
    accent: str
    ok: str
    warn: str
    error: str
    ground: str
    field: str
    panel: str
    cursor: str
    focus: str
    line: str


TEXT_TOKENS: Final = ("text", "muted", "accent", "ok", "warn", "error")
GROUND_TOKENS: Final = ("ground", "field", "panel", "cursor")

PALETTES: Final[Mapping[str, Tokens]] = {
    LIGHT: Tokens(
        text="#1b2026",
        muted="#4c545e",
        accent="#0a4a82",
        ok="#1a5a2c",
        warn="#6e4300",
        error="#9c1420",
        ground="#f6f6f3",
        field="#ffffff",
        panel="#e7eaee",
        cursor="#d6e4f1",
        focus="#0a4a82",
        line="#6f7882",
    ),
    DARK: Tokens(
        text="#e6e9ed",
        muted="#abb4be",
        accent="#8ec2f0",
        ok="#93d3a0",
        warn="#ecbf67",
        error="#ffa39b",
        ground="#14181d",
        field="#1d232a",
        panel="#242b33",
        cursor="#213a50",
        focus="#8ec2f0",
        line="#8a94a0",
    ),
}


def _theme(name: str, *, dark: bool) -> Theme:
    tokens = PALETTES[name]
    own = {f"amt-{token.replace('_', '-')}": colour for token, colour in asdict(tokens).items()}
    return Theme(
        name=name,
        dark=dark,
        primary=tokens.accent,
        secondary=tokens.accent,
        accent=tokens.accent,
        warning=tokens.warn,
        error=tokens.error,
        success=tokens.ok,
        foreground=tokens.text,
        background=tokens.ground,
        surface=tokens.field,
        panel=tokens.panel,
        variables={
            **own,
            "border": tokens.focus,
            "border-blurred": tokens.line,
            "text-muted": tokens.muted,
            "text-disabled": tokens.muted,
            "input-cursor-background": tokens.text,
            "input-cursor-foreground": tokens.field,
            "input-cursor-text-style": "none",
            "input-selection-background": tokens.cursor,
            "input-selection-foreground": tokens.text,
            "scrollbar": tokens.line,
            "scrollbar-hover": tokens.line,
            "scrollbar-active": tokens.accent,
            "scrollbar-background": tokens.panel,
            "scrollbar-background-hover": tokens.panel,
            "scrollbar-background-active": tokens.panel,
            "scrollbar-corner-color": tokens.panel,
        },
    )


THEMES: Final = (_theme(LIGHT, dark=False), _theme(DARK, dark=True))
"""To be registered by the app, the light one first."""
