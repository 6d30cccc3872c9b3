"""A file that only a passphrase opens: scrypt makes the key, AES-256-GCM seals one chunk after the other.

Layout: magic, parameters of scrypt, salt, the beginning of the nonces, a check of the key; then chunks, each
followed by its tag. A nonce is that beginning, the number of the chunk and whether it is the last one (the STREAM
construction): chunks can't be changed, left out, put in another order, or cut off at the end, unnoticed.
"""

from __future__ import annotations

import io
import os
import secrets
import struct
from functools import lru_cache
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"NTM-SEALED-1\n"
CHUNK = 256 * 1024
TAG = 16
COST = 17  # scrypt: 2**17 rounds over 128 MB, a third of a second
_MOST_COST = 20
_HEADER = struct.Struct(f">{len(MAGIC)}sBBB16s7s16s")


class BadKey(Exception):
    """The passphrase isn't the one that the file was sealed with."""


class BadChunk(Exception):
    """A chunk isn't what was written."""


class SealingWriter(io.RawIOBase):
    """Seals what is written to it; ``close`` writes the last chunk and leaves the file below open."""

    def __init__(self, below: BinaryIO, passphrase: str) -> None:
        self._below = below
        salt, self._prefix = secrets.token_bytes(16), secrets.token_bytes(7)
        key, check = _key(passphrase, salt, COST, 8, 1)
        self._header = _HEADER.pack(MAGIC, COST, 8, 1, salt, self._prefix, check)
        self._cipher = AESGCM(key)
        self._waiting = bytearray()
        self._number = 0
        below.write(self._header)

    def writable(self) -> bool:
        return True

    def write(self, some: bytes) -> int:  # type: ignore[override]
        self._waiting += some
        while len(self._waiting) > CHUNK:
            self._put(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(some)

    def close(self) -> None:
        if not self.closed:
            self._put(bytes(self._waiting), last=True)
            super().close()

    def abandon(self) -> None:
        """Close without writing anything more."""
        super().close()

    def _put(self, chunk: bytes, *, last: bool) -> None:
        nonce = _nonce(self._prefix, self._number, last=last)
        self._below.write(self._cipher.encrypt(nonce, chunk, self._header))
        self._number += 1


class SealedReader(io.RawIOBase):
    """Reads a sealed file at any place. Raises BadKey when made, BadChunk when read."""

    def __init__(self, below: BinaryIO, passphrase: str) -> None:
        self._below = below
        self._header = below.read(_HEADER.size)
        if len(self._header) < _HEADER.size:
            raise BadChunk
        _, cost, block, lanes, salt, self._prefix, check = _HEADER.unpack(self._header)
        if cost > _MOST_COST or (block, lanes) != (8, 1):
            raise BadChunk
        key, expected = _key(passphrase, salt, cost, block, lanes)
        if not secrets.compare_digest(check, expected):
            raise BadKey
        self._cipher = AESGCM(key)
        sealed = below.seek(0, os.SEEK_END) - _HEADER.size
        self._chunks = -(-sealed // (CHUNK + TAG))
        self._size = sealed - self._chunks * TAG
        if self._chunks < 1 or self._size < 0:
            raise BadChunk
        self._at = 0
        self._opened: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        return self._at

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        if self._at >= self._size:
            return 0
        number, within = divmod(self._at, CHUNK)
        piece = self._chunk(number)[within : within + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def _chunk(self, number: int) -> bytes:
        if self._opened[0] != number:
            self._below.seek(_HEADER.size + number * (CHUNK + TAG))
            nonce = _nonce(self._prefix, number, last=number == self._chunks - 1)
            try:
                chunk = self._cipher.decrypt(nonce, self._below.read(CHUNK + TAG), self._header)
            except InvalidTag as error:
                raise BadChunk from error
            self._opened = (number, chunk)
        return self._opened[1]


def is_sealed(begin: bytes) -> bool:
    """Whether a file that begins so is a sealed one."""
    return begin.startswith(MAGIC)


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + (b"\x01" if last else b"\x00")


@lru_cache(maxsize=4)
def _key(passphrase: str, salt: bytes, cost: int, block: int, lanes: int) -> tuple[bytes, bytes]:
    """Return the key, and sixteen bytes more that tell a wrong passphrase from a damaged file."""
    made = Scrypt(salt=salt, length=48, n=2**cost, r=block, p=lanes).derive(passphrase.encode())
    return made[:32], made[32:]
