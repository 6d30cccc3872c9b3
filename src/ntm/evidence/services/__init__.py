from ntm.evidence.services.attach import Proof, Stored, attach, remove, restore, store, store_checked
from ntm.evidence.services.upkeep import Unsound, sweep, verify_files

__all__ = [
    "Proof",
    "Stored",
    "Unsound",
    "attach",
    "remove",
    "restore",
    "store",
    "store_checked",
    "sweep",
    "verify_files",
]
