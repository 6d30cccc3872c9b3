"""Where the bulk judge computes: Polars in this process, or a cluster of Sail or Apache Spark."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import narwhals as nw

from ntm.core.problems import Problem, Text

EMBEDDED = "polars"
_CLUSTER = re.compile(r"(sail|spark)://(?:([^/:]+):(\d+))?/?")
_SECONDS = 5  # to find out that nobody answers; the client itself would try for ten minutes


class UnknownEngine(Problem):
    """The address of an engine cannot be read."""

    code = "assessments/unknown-engine"

    def __init__(self, address: str) -> None:
        super().__init__(
            Text(f"Không có máy tính toán “{address}”.", f"There is no engine “{address}”."),
            Text(
                "Hãy ghi polars, sail:// (máy này), sail://máy-chủ:cổng hoặc spark://máy-chủ:cổng.",
                "Write polars, sail:// (on this machine), sail://host:port or spark://host:port.",
            ),
        )


class NoCluster(Problem):
    """A cluster was asked for, but what speaks to it is not installed, or it does not answer."""

    code = "assessments/no-cluster"

    def __init__(self, address: str, told: str) -> None:
        super().__init__(
            Text(f"Không dùng được cụm “{address}”: {told}.", f"The cluster “{address}” cannot be used: {told}."),
            Text(
                'Hãy cài thêm phần cluster (pip install "ntm[cluster]"), xem lại địa chỉ, hoặc dùng --engine polars.',
                'Install the extra (pip install "ntm[cluster]"), look at the address again, or use --engine polars.',
            ),
        )


class Engine(Protocol):
    """Takes tables, and answers a question that was asked of them lazily."""

    name: str

    def take(self, frame: nw.DataFrame[Any]) -> nw.LazyFrame[Any]:
        """Hand a table over."""

    def read(self, file: Path) -> nw.LazyFrame[Any]:
        """Read a Parquet file; a cluster reads it itself, so it must stand where every machine of it sees it."""

    def answer(self, question: nw.LazyFrame[Any]) -> nw.DataFrame[Any]:
        """Compute, and bring the answer here."""


class Embedded:
    """Polars, on every processor of this machine."""

    name = EMBEDDED

    def take(self, frame: nw.DataFrame[Any]) -> nw.LazyFrame[Any]:
        return frame.lazy()

    def read(self, file: Path) -> nw.LazyFrame[Any]:
        return nw.scan_parquet(str(file), backend="polars")

    def answer(self, question: nw.LazyFrame[Any]) -> nw.DataFrame[Any]:
        return question.collect()


class Cluster:
    """A server that speaks Spark Connect."""

    def __init__(self, name: str, session: Any) -> None:
        self.name, self._session = name, session

    def take(self, frame: nw.DataFrame[Any]) -> nw.LazyFrame[Any]:
        found: nw.LazyFrame[Any] = nw.from_native(self._session.createDataFrame(frame.to_arrow()))
        return found

    def read(self, file: Path) -> nw.LazyFrame[Any]:
        found: nw.LazyFrame[Any] = nw.from_native(self._session.read.parquet(str(file)))
        return found

    def answer(self, question: nw.LazyFrame[Any]) -> nw.DataFrame[Any]:
        import polars as pl

        return nw.from_native(pl.DataFrame(question.to_native().toArrow()), eager_only=True)


@contextmanager
def engine_at(address: str) -> Iterator[Engine]:
    """Open the engine of an address: ``polars``, ``sail://``, ``sail://host:port`` or ``spark://host:port``.

    ``sail://`` alone starts a server in this process, to try it without a cluster.
    Raises UnknownEngine or NoCluster.
    """
    if address == EMBEDDED:
        yield Embedded()
        return
    found = _CLUSTER.fullmatch(address)
    if not found or (found[1] == "spark" and not found[2]):
        raise UnknownEngine(address)
    at = _elsewhere(address, found[2], int(found[3])) if found[2] else _here(address)
    with at as host, _session(address, host) as session:
        yield Cluster(found[1], session)


@contextmanager
def _elsewhere(address: str, host: str, port: int) -> Iterator[str]:
    try:
        socket.create_connection((host, port), timeout=_SECONDS).close()
    except OSError as failed:
        raise NoCluster(address, str(failed)) from failed
    yield f"{host}:{port}"


@contextmanager
def _here(address: str) -> Iterator[str]:
    """Start a Sail server in this process, for as long as it is needed; it tells of errors only."""
    os.environ.setdefault("RUST_LOG", "error")
    try:
        from pysail.spark import SparkConnectServer
    except ImportError as missing:
        raise NoCluster(address, str(missing)) from missing
    server = SparkConnectServer(ip="127.0.0.1", port=0)
    server.start(background=True)
    try:
        yield "{}:{}".format(*server.listening_address)
    finally:
        server.stop()


@contextmanager
def _session(address: str, host: str) -> Iterator[Any]:
    try:
        from pyspark.sql import SparkSession

        session = SparkSession.builder.remote(f"sc://{host}").create()
    except Exception as failed:  # the client wraps what went wrong in many ways
        raise NoCluster(address, str(failed).splitlines()[0]) from failed
    try:
        yield session
    finally:
        session.stop()
