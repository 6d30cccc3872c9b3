from ntm.areas.services.load_reference import load_reference

__all__ = ["load_reference"]
