"""What acts of the whole installation are called in the log, and how a backup tells where the log ended."""

from pathlib import Path

from ntm.audit import acts, heads
from ntm.audit.heads import Head
from ntm.core.problems import Text


def head_in_backup(path: Path) -> Head:
    """Return the end of the log that a backup remembers; a sealed one asks for its passphrase."""
    # Imported when needed: the machinery of backups is no part of serving a page.
    from ntm.config.backup.checking import head_of
    from ntm.config.backup.container import needs_passphrase
    from ntm.config.backup.passphrases import known_passphrase

    return head_of(path, known_passphrase(None) if needs_passphrase(path) else None)


acts.name("demo.sample_loaded", Text("Nạp dữ liệu mẫu", "Loaded the sample"))
acts.name("demo.sample_wiped", Text("Xóa dữ liệu mẫu", "Deleted the sample"))
acts.name("country.sample_loaded", Text("Nạp dữ liệu mẫu cả nước", "Loaded the sample of the country"))
acts.name("config.backup_made", Text("Sao lưu toàn bộ dữ liệu", "Backed everything up"))
acts.name("config.backups_thinned", Text("Xóa bản sao lưu cũ", "Deleted older backups"))
acts.name("config.backup_restored", Text("Khôi phục từ bản sao lưu", "Restored a backup"))
acts.name("config.database_moved", Text("Chuyển sang cơ sở dữ liệu khác", "Moved to another database"))
heads.register(head_in_backup)
