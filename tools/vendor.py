#!/usr/bin/env python3
"""Copy the front-end files that package.json names into the product, with their licences.

    npm install && python3 tools/vendor.py

Only who changes a version runs this; the copies are committed, so nobody else needs Node.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ROOT / "node_modules"
STATIC = ROOT / "src" / "ntm" / "ui" / "static" / "vendor"
FONT = "@fontsource/be-vietnam-pro"
FONT_FILES = [
    f"be-vietnam-pro-{script}-{weight}-normal.woff2"
    for script in ("latin", "vietnamese")
    for weight in (400, 500, 600, 700)
]
COPIES = {
    STATIC / "htmx": [("htmx.org/dist/htmx.min.js", "htmx.min.js"), ("htmx.org/LICENSE", "LICENSE")],
    STATIC / "be-vietnam-pro": [(f"{FONT}/LICENSE", "LICENSE")]
    + [(f"{FONT}/files/{name}", name) for name in FONT_FILES],
    ROOT / "tests" / "browser" / "vendor": [("axe-core/axe.min.js", "axe.min.js"), ("axe-core/LICENSE", "LICENSE")],
}


def main() -> None:
    if not PACKAGES.is_dir():
        sys.exit("There is no node_modules folder. Run `npm install` first, then this again.")
    for folder, files in COPIES.items():
        folder.mkdir(parents=True, exist_ok=True)
        for source, name in files:
            shutil.copyfile(PACKAGES / source, folder / name)
    copy_tabler()


def copy_tabler() -> None:
    """Copy the stylesheet without its last line, which points to a source map that we do not ship.

    Tabler's package has no licence file; its package.json and banner say MIT, and the text is kept beside the copy.
    """
    folder = STATIC / "tabler"
    folder.mkdir(parents=True, exist_ok=True)
    style = (PACKAGES / "@tabler/core/dist/css/tabler.min.css").read_text(encoding="utf-8")
    (folder / "tabler.min.css").write_text(style.split("/*# sourceMappingURL")[0].rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
