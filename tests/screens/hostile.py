"""Names nobody has, as an attacker or a broken scanner would send them, and what must be legible of each."""

HOSTILE: tuple[tuple[str, str], ...] = (
    ("Meier [/x] GmbH", "Meier [/x] GmbH"),
    ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
    ("[TODO] Beispiel", "[TODO] Beispiel"),
    ("[red]rot[/red]", "[red]rot[/red]"),
    ("Bei\x1b[31mspiel\x1b[0m", "Beispiel"),
    ("Muster\x1b]52;c;Ym9lc2U=\x07mann", "Mustermann"),
    ("Muster\x9d52;c;Ym9lc2U=\x9cmann", "Mustermann"),
    ("C1\x9b31mAnna", "C1Anna"),
    ("rechts\u202elinks\u2066!\u2069", "rechtslinks!"),
    ("null\x00glocke\x07rück\x08", "nullglockerück"),
    ("zwei\nZeilen", "zwei Zeilen"),
)
