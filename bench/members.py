#!/usr/bin/env python3
"""Ten thousand backends behind a hundred names, one address replaced every ten milliseconds, under load.

Usage: bench/members.py [SECONDS]   (WEIR names the binary, artifacts/weir unless set; needs root, nginx, wrk and unshare)

Everything runs in namespaces of its own: a name server at 127.0.0.1:53, nginx on all of 127.0.0.0/8, Weir and wrk. A third of the time
nothing changes, then members come and go, then nothing changes again. Fails when a request failed, or when at the end of the changes
memory or CPU a request are above those after their first fifth by more than a tenth.
"""
import asyncio
import json
import os
import re
import signal
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request

NAMES = 100
EACH = 100
PORT = 8080
FRONT = 9000
ADMIN = 9001
STATUS = 8081
CHANGES_A_SECOND = 100
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class NameServer(asyncio.DatagramProtocol):
    """Answers A questions for n0.test to n99.test with a TTL of a second (RFC 1035); everything else has no records."""

    def __init__(self):
        self.next = 0
        self.records = {f"n{i}.test": [self.fresh() for _ in range(EACH)] for i in range(NAMES)}
        self.changes = 0

    def fresh(self):
        """An address that was never given out: 127.16.0.0 upwards."""
        self.next += 1
        return struct.pack(">I", 0x7F100000 + self.next)

    def change(self):
        records = self.records[f"n{self.changes % NAMES}.test"]
        records[(self.changes // NAMES) % EACH] = self.fresh()
        self.changes += 1

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, query, peer):
        labels, at = [], 12
        while query[at]:
            labels.append(query[at + 1 : at + 1 + query[at]].decode())
            at += query[at] + 1
        kind = struct.unpack(">H", query[at + 1 : at + 3])[0]
        found = self.records.get(".".join(labels), []) if kind == 1 else []
        answers = b"".join(b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 1, 4) + a for a in found)
        head = query[:2] + b"\x81\x80" + struct.pack(">HHHH", 1, len(found), 0, 0)
        self.transport.sendto(head + query[12 : at + 5] + answers, peer)


def usage(pid):
    """CPU seconds and resident megabytes of a process (proc(5))."""
    with open(f"/proc/{pid}/stat") as f:
        fields = f.read().rsplit(")", 1)[1].split()
    cpu = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    with open(f"/proc/{pid}/status") as f:
        rss = int(re.search(r"VmRSS:\s+(\d+)", f.read()).group(1)) / 1024
    return cpu, rss


def ask(port, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
        return answer.read().decode()


def members():
    """How many the cluster has, and how many of them are unhealthy."""
    backends = json.loads(ask(ADMIN, "/api/v1/clusters"))[0]["backends"]
    return len(backends), sum(b["health"] == "unhealthy" for b in backends)


def served():
    """Requests that nginx has served (ngx_http_stub_status_module)."""
    return int(ask(STATUS, "/").split()[9])


async def sample(pid, seconds, samples):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        samples.append((time.monotonic(), *await asyncio.to_thread(lambda: (*usage(pid), served()))))
        await asyncio.sleep(1)


async def keep_changing(server):
    begin, done = time.monotonic(), 0
    while True:
        while done < (time.monotonic() - begin) * CHANGES_A_SECOND:
            server.change()
            done += 1
        await asyncio.sleep(0.01)


def per_request(samples):
    """CPU microseconds a request between the first and the last of these samples."""
    return (samples[-1][1] - samples[0][1]) * 1e6 / max(1, samples[-1][3] - samples[0][3])


def tell(what, samples):
    rate = (samples[-1][3] - samples[0][3]) / (samples[-1][0] - samples[0][0])
    print(
        f"{what:>15}: {rate:7.0f} requests/s, {per_request(samples):5.1f} µs CPU a request, {samples[-1][2]:4.0f} MiB",
        flush=True,
    )


async def run(folder, seconds):
    loop = asyncio.get_running_loop()
    _, server = await loop.create_datagram_endpoint(NameServer, local_addr=("127.0.0.1", 53))
    with open(f"{folder}/nginx.conf", "w") as f:
        f.write(
            f"daemon off; worker_processes 1; pid {folder}/pid; error_log /dev/null;"
            "events { worker_connections 15000; } http { access_log off; keepalive_requests 1000000;"
            f"server {{ listen 0.0.0.0:{PORT} backlog=8192; location / {{ return 200 ok; }} }}"
            f" server {{ listen 127.0.0.1:{STATUS}; location / {{ stub_status; }} }} }}"
        )
    config = {
        "listeners": [{"name": "web", "address": f"127.0.0.1:{FRONT}", "mode": "http", "cluster": "web"}],
        "clusters": {
            "web": {
                "algorithm": os.environ.get("ALGORITHM", "leastConnections"),
                "connectionPoolSize": 1,
                "backendCheckInterval": "20s",
                "backends": [{"address": f"n{i}.test:{PORT}"} for i in range(NAMES)],
            }
        },
        "admin": {"address": f"127.0.0.1:{ADMIN}"},
    }
    with open(f"{folder}/weir.json", "w") as f:
        json.dump(config, f)
    weir = os.environ.get("WEIR", f"{ROOT}/artifacts/weir")
    processes = [subprocess.Popen(["nginx", "-c", f"{folder}/nginx.conf", "-p", folder])]
    try:
        with open(f"{folder}/weir.log", "w") as log:
            processes.append(subprocess.Popen([*weir.split(), "run", f"{folder}/weir.json"], stdout=log, stderr=log))
        pid = processes[1].pid
        for _ in range(100):
            await asyncio.sleep(0.2)
            try:
                if (await asyncio.to_thread(members))[0] >= NAMES * EACH:
                    break
            except OSError:
                pass
        else:
            sys.exit(f"the names do not come up: {open(f'{folder}/weir.log').read()[-2000:]}")
        wrk = await asyncio.create_subprocess_exec(
            "wrk", "-t1", "-c64", f"-d{seconds + 10}s", f"http://127.0.0.1:{FRONT}/", stdout=subprocess.PIPE
        )
        third = seconds / 3
        await asyncio.sleep(5)
        phases = []
        for changes in (False, True, False):
            changing = asyncio.create_task(keep_changing(server)) if changes else None
            samples = []
            await sample(pid, third, samples)
            if changing:
                changing.cancel()
            phases.append(samples)
        before, during, after = phases
        tell("before", before)
        fifth = len(during) // 5
        for i in range(5):
            tell(f"changes, {i + 1}/5", during[i * fifth : (i + 1) * fifth])
        tell("after", after)
        text = (await wrk.communicate())[0].decode()
        print(f"{server.changes} addresses replaced; {await asyncio.to_thread(members)} members and unhealthy ones")
        print(text)
        early, late = during[fifth : 2 * fifth], during[-fifth:]
        problems = []
        if re.search(r"Non-2xx|Socket errors", text):
            problems.append("requests failed")
        if late[-1][2] > early[-1][2] * 1.1 + 8:
            problems.append(f"memory grew from {early[-1][2]:.0f} to {late[-1][2]:.0f} MiB")
        if per_request(late) > per_request(early) * 1.1:
            problems.append("CPU a request grew")
        sys.exit("; ".join(problems) or 0)
    finally:
        for process in reversed(processes):
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def main():
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 90
    if "WEIR_MEMBERS_INSIDE" not in os.environ:
        with tempfile.TemporaryDirectory() as folder:
            with open(f"{folder}/resolv.conf", "w") as f:
                f.write("nameserver 127.0.0.1\n")
            script = (
                f"ip link set lo up && mount --bind {folder}/resolv.conf /etc/resolv.conf && "
                f"ulimit -n $(ulimit -Hn) && exec {sys.executable} {os.path.abspath(__file__)} {seconds}"
            )
            inside = {**os.environ, "WEIR_MEMBERS_INSIDE": folder}
            sys.exit(subprocess.call(["unshare", "-nm", "bash", "-c", script], env=inside))
    asyncio.run(run(os.environ["WEIR_MEMBERS_INSIDE"], seconds))


main()
