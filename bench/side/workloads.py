"""The workloads: what wrk sends, through which port of a proxy, and how long one of its runs must be to mean something."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Workload:
    name: str
    title: str
    port: str  # which listener of the proxy: "http" or "tcp"
    connections: int
    path: str = "/"
    closes: bool = False  # a new connection for each request
    posts: int = 0  # bytes of a request body


WORKLOADS = [
    Workload("c1", "http, 1 connection", "http", 1),
    Workload("c8", "http, 8 connections", "http", 8),
    Workload("c64", "http, 64 connections", "http", 64),
    Workload("c512", "http, 512 connections", "http", 512),
    Workload("new", "http, new connection each", "http", 64, closes=True),
    Workload("100k", "http, 100 KB bodies", "http", 64, path="/files/100k"),
    Workload("10m", "http, 10 MB bodies", "http", 8, path="/files/10m"),
    Workload("post", "http, POST of 100 KB", "http", 64, path="/upload", posts=100_000),
    Workload("chunked", "http, 8 KB in chunks", "http", 64, path="/chunked/8k"),
    Workload("tcp", "tcp, small messages", "tcp", 64),
    Workload("tcp-bulk", "tcp, 10 MB bodies", "tcp", 8, path="/files/10m"),
    Workload("tcp-new", "tcp, new connection each", "tcp", 64, closes=True),
]


def by_names(names):
    """The workloads named (comma-separated), all of them for none."""
    known = {each.name: each for each in WORKLOADS}
    if not names:
        return WORKLOADS
    unknown = [name for name in names.split(",") if name not in known]
    if unknown:
        raise SystemExit(f"bench: no workload {', '.join(unknown)}; there are {', '.join(known)}")
    return [known[name] for name in names.split(",")]
