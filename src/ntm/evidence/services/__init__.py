from ntm.evidence.services.attach import Proof, attach, remove
from ntm.evidence.services.upkeep import Unsound, sweep, verify_files

__all__ = ["Proof", "Unsound", "attach", "remove", "sweep", "verify_files"]
