"""The settings of the printer: strict, in sentences, and the printer they name is the one that prints."""

from dataclasses import replace
from pathlib import Path

import pytest

from clerk.settings import BadSettings, Settings, load_settings, write_settings
from clerk.wiring import printer_of
from integrations.printing.command_printer import CommandPrinter
from integrations.printing.escpos_printer import EscposPrinter
from integrations.printing.folder_printer import FolderPrinter


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        ("", FolderPrinter),
        ('printer = "folder"', FolderPrinter),
        ('printer = "command"\nprinter_command = "lp -d theke {file}"', CommandPrinter),
        (
            'printer = "escpos"\nprinter_device = "network:192.0.2.7:9100"\nprinter_columns = 42',
            EscposPrinter,
        ),
    ],
)
def test_the_printer_of_the_settings_is_the_one_that_prints(tmp_path: Path, lines: str, kind: type) -> None:
    path = tmp_path / "clerk.toml"
    path.write_text(f'store = "{tmp_path / "clerk.db"}"\n{lines}\n')
    assert isinstance(printer_of(load_settings(path)), kind)


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ('printer = "pdf"', "„printer“ passt nicht"),
        ("printer_columns = 40", "„printer_columns“ passt nicht"),
        ('printer = "command"', "lp -d theke {file}"),
        ('printer = "command"\nprinter_command = "lp -d theke"', "lp -d theke {file}"),
        ('printer = "command"\nprinter_command = "lp \'{file}"', "lp -d theke {file}"),
        ('printer = "escpos"', "Möglich: usb:"),
        ('printer = "escpos"\nprinter_device = "lpt1"', "„lpt1“ gibt es so nicht"),
        ("printer_colums = 42", "„printer_columns“"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_does(tmp_path: Path, lines: str, sentence: str) -> None:
    path = tmp_path / "clerk.toml"
    path.write_text(f'store = "{tmp_path / "clerk.db"}"\n{lines}\n')
    with pytest.raises(BadSettings) as refused:
        load_settings(path)
    assert sentence in str(refused.value)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "clerk.toml"
    settings = replace(
        Settings(store=tmp_path / "clerk.db"), printer="command", printer_command='lp -o "fit to" {file}'
    )
    write_settings(path, settings)
    assert load_settings(path) == settings
