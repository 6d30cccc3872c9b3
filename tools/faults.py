"""Kill everything that writes, hundreds of times, on SQLite and PostgreSQL, and print what was left.

    python tools/faults.py --kills 500

The kills are shared among both databases and all writers of ``tests/scenarios/writers.py``.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENGINES = ("sqlite", "postgresql")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=20240930)
    parser.add_argument("--engine", action="append", choices=ENGINES, help="both if left out")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ntm-faults-") as folder:
        failed = False
        for engine in asked.engine or ENGINES:
            home = Path(folder) / f"{engine}-home"
            home.mkdir()
            print(f"{engine}", flush=True)
            failed |= run(engine, home, asked.kills // len(asked.engine or ENGINES), asked.seed)
    sys.exit(failed)


def run(engine: str, home: Path, kills: int, seed: int) -> bool:
    """Kill all writers over one engine; return whether anything was wrong."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NTM_", "DJANGO_"))}
    own = {
        "NTM_HOME": str(home),
        "NTM_DAY": "2024-09-30",
        "NTM_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "ntm.config.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    if engine == "postgresql":
        own["NTM_DATABASE_URL"] = server(home.parent)
    script = [
        sys.executable,
        "-m",
        "tests.scenarios.kill_script",
        "--in-all",
        "--kills",
        str(kills),
        "--seed",
        str(seed),
    ]
    return bool(subprocess.run(script, cwd=ROOT, env=kept | own, check=False).returncode)


def server(folder: Path) -> str:
    """Start a PostgreSQL that ends with this program and return the address of an empty database on it."""
    sys.path.insert(0, str(ROOT))
    import psycopg

    from tests.postgresql import started

    address = started(folder)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE DATABASE kills")
    return address.replace("/postgres?", "/kills?")


if __name__ == "__main__":
    main()
