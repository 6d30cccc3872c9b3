"""Files that prove a figure: kept once, checked by content, attached to what they prove."""
