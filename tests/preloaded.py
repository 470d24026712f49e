"""What every forked program finds imported: loaded by the process that is forked, see ``tests.forked``."""

import os
from importlib import import_module

os.environ.setdefault("TEXTUAL_FPS", "120")  # as ``clerk.__main__`` does, before Textual is imported

for _name in (
    "clerk.cli",
    "clerk.persistence.server_feed",
    "clerk.wiring",
    "integrations.zvt.simulator",
    "screens.app",
    "tests.persistence.server_race",
    "tests.persistence.test_taking_up",
    "tests.services.killed",
):
    import_module(_name)
