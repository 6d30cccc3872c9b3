from ntm.evidence.services.attach import Proof, attach, remove, restore
from ntm.evidence.services.upkeep import Unsound, sweep, verify_files

__all__ = ["Proof", "Unsound", "attach", "remove", "restore", "sweep", "verify_files"]
