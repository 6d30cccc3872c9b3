from ntm.evidence.services.attach import Proof, Stored, attach, remove, restore, store
from ntm.evidence.services.upkeep import Unsound, sweep, verify_files

__all__ = ["Proof", "Stored", "Unsound", "attach", "remove", "restore", "store", "sweep", "verify_files"]
