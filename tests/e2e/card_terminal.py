"""The simulated card terminal with a customer who needs two seconds for the PIN: ``python -m … LEDGER``.

A person would need twenty, as in ``clerk terminal simulate``, and the tests would wait for it.
"""

import sys
from pathlib import Path

from integrations.zvt import simulator
from integrations.zvt.sim_settings import SimulatorSettings

if __name__ == "__main__":
    simulator.run(SimulatorSettings(ledger=Path(sys.argv[1]), slow_pin=2.0))
