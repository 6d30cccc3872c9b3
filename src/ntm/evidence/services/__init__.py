from ntm.evidence.services.attach import Proof, attach, keep_file, remove, restore
from ntm.evidence.services.upkeep import Unsound, sweep, verify_files

__all__ = ["Proof", "Unsound", "attach", "keep_file", "remove", "restore", "sweep", "verify_files"]
