"""Pages of the rounds: the sheet of a unit, the check of what came up, the rounds themselves."""
