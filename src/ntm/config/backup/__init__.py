"""One file that holds everything an installation must not lose; how it is made, read back, restored and moved."""

from ntm.config.backup.checking import check
from ntm.config.backup.making import Wanted, back_up
from ntm.config.backup.moving import move
from ntm.config.backup.restoring import restore

__all__ = ["Wanted", "back_up", "check", "move", "restore"]
