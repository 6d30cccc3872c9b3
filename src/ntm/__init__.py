"""Software that runs a province's New Rural Development programme."""
