"""Processes of a benchmark run: started with it, ended with it, and what the kernel counts of them."""

import os
import re
import signal
import socket
import subprocess
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
_started = []
_ports = set()


def start(command, log, **options):
    """Starts a process that end_all() ends."""
    with open(log, "ab") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, **options)
    _started.append(process)
    return process


def end(process):
    """Asks it to end, and kills it when it does not within five seconds. Children of these programs end with them."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            for pid in reversed(tree(process.pid)):
                os.kill(pid, signal.SIGKILL)
            process.wait()
    if process in _started:
        _started.remove(process)


def end_all():
    for process in list(_started):
        end(process)


def tree(pid):
    """The process and all below it."""
    found = [pid]
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in path.read_text().split():
            found += tree(int(child))
    return found


def cpu_seconds(pid):
    """User and system time of the tree so far."""
    user = system = 0
    for each in tree(pid):
        # The name in parentheses may hold blanks; behind it utime and stime are fields 12 and 13.
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(") ")[2].split()
        user += int(fields[11])
        system += int(fields[12])
    return user / TICKS, system / TICKS


def pss_bytes(pid):
    """Memory of the tree, shared pages divided among those that share them."""
    total = 0
    for each in tree(pid):
        rollup = Path(f"/proc/{each}/smaps_rollup").read_text()
        total += int(re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[1]) * 1024
    return total


def rss_bytes(pid):
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"^VmRSS:\s+(\d+)", status, re.MULTILINE)[1]) * 1024


def syscalls_of(pid, work):
    """What work() returns, and how many system calls the tree made meanwhile; None where perf may not count them."""
    counter = subprocess.Popen(
        ["perf", "stat", "-x,", "-e", "raw_syscalls:sys_enter", "-p", ",".join(map(str, tree(pid)))],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    result = work()
    counter.send_signal(signal.SIGINT)
    told = counter.communicate()[1]
    match = re.search(r"^(\d+),,raw_syscalls", told, re.MULTILINE)
    return result, int(match[1]) if match else None


def free_port():
    """A port on 127.0.0.1 that nobody listens on and that no earlier call gave."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        if port not in _ports:
            _ports.add(port)
            return port


def wait_for_port(port, what, log, seconds=20):
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.02)
    tail = Path(log).read_text(errors="replace")[-2000:]
    raise SystemExit(f"bench: {what} does not listen on 127.0.0.1:{port}; its output:\n{tail}")
