from ntm.recognition.selectors.known import KnownLevels, known_levels, reported_counts

__all__ = ["KnownLevels", "known_levels", "reported_counts"]
