"""Between a plan document that was read and a plan that is kept: items, names, faults, differences."""
