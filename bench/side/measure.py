"""What is measured of one proxy: rounds of load, memory of idle connections, time to the first answer."""

import resource
import socket
import time

from . import load, peers, processes

DIRECT = "direct"
REQUEST = b"GET / HTTP/1.1\r\nHost: bench\r\n\r\n"

FIRST_CLIENTS = 1000


def round_of(workload, running, backend, seconds, folder):
    """One run of wrk through a proxy (running None: straight to the backend), as a dictionary of figures."""
    port = running.ports[workload.port] if running else backend
    moved_before = peers.moved_bytes(running) if running else None
    before = processes.cpu_seconds(running.process.pid) if running else (0, 0)
    result = load.run_wrk(workload, port, seconds, folder)
    after = processes.cpu_seconds(running.process.pid) if running else (0, 0)
    figures = {
        "rate": result.rate, "p50_us": result.p50_us, "p99_us": result.p99_us, "p999_us": result.p999_us,
        "failures": result.failures,
    }
    if running:
        figures["user_us"] = (after[0] - before[0]) * 1e6 / result.requests
        figures["system_us"] = (after[1] - before[1]) * 1e6 / result.requests
        figures["cpu_us"] = figures["user_us"] + figures["system_us"]
    moved = peers.moved_bytes(running) if running else None
    if moved:
        (piped, through), (piped_before, through_before) = moved, moved_before
        figures["piped_percent"] = 100 * (piped - piped_before) / (through - through_before)
    return figures


def syscalls_a_request(workload, running, folder):
    """Counted in a run of its own, since counting costs; None where perf may not."""
    port = running.ports[workload.port]
    result, calls = processes.syscalls_of(
        running.process.pid, lambda: load.run_wrk(workload, port, 1, folder))
    return calls / result.requests if calls else None


def idle_bytes(peer, backend, folder, count):
    """
    Memory (PSS) that one idle keep-alive client costs: COUNT connect, ask once and stay, beside a first thousand that has run all code that
    there is to run. Also what the proxy has without clients.
    """
    running = peers.start(peer, backend, folder)
    clients = []
    try:
        _ask(_connect(running.ports["http"])).close()
        time.sleep(3)  # Weir gives the memory of its start back after a second
        empty, resident = processes.pss_bytes(running.process.pid), processes.rss_bytes(running.process.pid)
        clients = open_clients(running.ports["http"], FIRST_CLIENTS)
        time.sleep(1)
        few = processes.pss_bytes(running.process.pid)
        clients += open_clients(running.ports["http"], count)
        time.sleep(1)
        many = processes.pss_bytes(running.process.pid)
        return {"idle_bytes": (many - few) / count, "empty_pss": empty, "empty_rss": resident}
    finally:
        for client in clients:
            client.close()
        processes.end(running.process)


def open_clients(port, count):
    """That many connections which asked once and stay."""
    _allow_descriptors(FIRST_CLIENTS + count + 100)
    return [_ask(_connect(port)) for _ in range(count)]


def start_ms(peer, backend, folder):
    """Milliseconds from the start of the program to its listening and to its first proxied answer."""
    own = folder / f"start-{processes.free_port()}"
    own.mkdir()
    ports = {mode: processes.free_port() for mode in ("http", "tcp", "admin")}
    config = own / (peer.config or "none")
    if peer.config:
        peers.fill_in(peer.config, config, {
            "DIR": own, "BACKEND": backend, "HTTP": ports["http"], "TCP": ports["tcp"], "ADMIN": ports["admin"],
            **peer.fills})
    command = peer.command(config, ports, backend)
    began = time.perf_counter()
    process = processes.start(command, own / "output.log")
    client = _connect(ports["http"], began + 20)
    listening = time.perf_counter()
    _ask(client).close()
    answered = time.perf_counter()
    processes.end(process)
    return {"listening_ms": (listening - began) * 1e3, "answer_ms": (answered - began) * 1e3}


def _connect(port, limit=None):
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), 5)
        except OSError:
            # Only a program that is starting may refuse; looking again without a pause costs it nothing on another core.
            if limit is None or time.perf_counter() > limit:
                raise


def _ask(client):
    client.sendall(REQUEST)
    got = b""
    while b"reply\n" not in got:
        piece = client.recv(4096)
        if not piece:
            raise SystemExit(f"bench: a connection ended before its answer: {got!r}")
        got += piece
    return client


def _allow_descriptors(count):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < count:
        if hard != resource.RLIM_INFINITY and hard < count:
            raise SystemExit(f"bench: {count} open files are needed, {hard} allowed: ulimit -n {count}")
        resource.setrlimit(resource.RLIMIT_NOFILE, (count, hard))
