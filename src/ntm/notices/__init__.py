"""What waits for whom: the inbox, notices and reminders."""
