"""Files, and what they prove."""

from ntm.evidence.models.attachment import Attachment
from ntm.evidence.models.file import File

__all__ = ["Attachment", "File"]
