"""Kill everything that writes, and cut the power, hundreds of times on SQLite and PostgreSQL; print what was left.

    python tools/faults.py --kills 500 --cuts 200 --whole-demo 10

The kills are shared among both databases and all writers of ``tests/scenarios/writers.py``; on both, moves go into a
PostgreSQL as well. ``--whole-demo`` kills the loading of the whole demo so many times, which takes a minute each.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENGINES = ("sqlite", "postgresql")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--cuts", type=int, default=0, help="of the power")
    parser.add_argument("--whole-demo", type=int, default=0)
    parser.add_argument("--only", action="append", help="name of a writer among which the kills are shared")
    parser.add_argument("--seed", type=int, default=20240930)
    parser.add_argument("--engine", action="append", choices=ENGINES, help="both if left out")
    asked = parser.parse_args()
    engines = asked.engine or ENGINES
    with tempfile.TemporaryDirectory(prefix="ntm-faults-") as folder:
        address = server(Path(folder))
        failed = False
        for engine in engines:
            print(f"{engine}", flush=True)
            begun, environment = time.monotonic(), surroundings(engine, Path(folder) / f"{engine}-home", address)
            for script in scripts(asked, len(engines), address):
                failed |= bool(subprocess.run(script, cwd=ROOT, env=environment, check=False).returncode)
            print(f"{engine}: {(time.monotonic() - begun) / 60:.1f} minutes", flush=True)
    sys.exit(failed)


def scripts(asked: argparse.Namespace, shares: int, address: str) -> list[list[str]]:
    """Return the commands for one engine, which gets its share of what was asked."""
    seed = ["--seed", str(asked.seed)]
    kill = [sys.executable, "-m", "tests.scenarios.kill_script", *seed]
    some = [word for name in asked.only or () for word in ("--only", name)]
    cut = [sys.executable, "-m", "tests.scenarios.faults_script", *seed, "a_power_cut_loses_nothing_that_was_answered"]
    return [
        words
        for wanted, words in (
            (asked.kills, [*kill, "--in-all", "--kills", str(asked.kills // shares), "--server", address, *some]),
            (asked.cuts, [*cut, "--cuts", str(asked.cuts // shares)]),
            (asked.whole_demo, [*kill, "--whole-demo", "--kills", str(asked.whole_demo // shares)]),
        )
        if wanted
    ]


def surroundings(engine: str, home: Path, address: str) -> dict[str, str]:
    """Return the environment of the scripts over one engine, with a home of its own."""
    home.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NTM_", "DJANGO_"))}
    own = {
        "NTM_HOME": str(home),
        "NTM_DAY": "2024-09-30",
        "NTM_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "ntm.config.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    if engine == "postgresql":
        own["NTM_DATABASE_URL"] = address.replace("/postgres?", "/kills?")
    return kept | own


def server(folder: Path) -> str:
    """Start a PostgreSQL that ends with this program, with an empty database ``kills``, and return its address."""
    sys.path.insert(0, str(ROOT))
    import psycopg

    from tests.postgresql import started

    address = started(folder)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE DATABASE kills")
    return address


if __name__ == "__main__":
    main()
