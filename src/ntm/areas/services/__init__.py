from ntm.areas.services.import_boundaries import Imported, import_boundaries
from ntm.areas.services.load_reference import load_reference

__all__ = ["Imported", "import_boundaries", "load_reference"]
