"""Writes bench/RESULTS.md from what was measured."""

import os
import platform
import time
from pathlib import Path

from .peers import PEERS, ROOT
from .workloads import WORKLOADS

RESULTS = ROOT / "bench/RESULTS.md"
INTRO = """# Weir beside other proxies

Written by `make bench`; do not edit. All programs run on one machine, over loopback, in front of the same nginx backend, and wrk runs
beside them: the proxy shares the cores with its load. Read the CPU time a request, which says how far a core goes; requests a second
depend on what wrk and the backend leave over. Rounds are interleaved, the figures are medians. "direct" is wrk against the backend
without a proxy: the ceiling.

The configs are in [bench/peers](peers), each with the reasons of its settings. Weir runs with checks, metrics and admin API on; the
access log is off for all.
"""


def tell(record):
    """Prints the comparison."""
    for workload in WORKLOADS:
        if workload.name in record.samples.get("load", {}):
            print(_table(record, workload))
    print(_ratios(record))


def write(record, growth=""):
    parts = [INTRO, _machine(record), record.notes.get("measurement", "") + "\n", "![CPU time a request](comparison.svg)\n", _ratios(record)]
    parts += [_table(record, each) for each in WORKLOADS if each.name in record.samples.get("load", {})]
    parts += [_singles(record), growth]
    RESULTS.write_text("\n".join(part for part in parts if part))


def _machine(record):
    model = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), platform.machine())
    versions = "; ".join(record.versions[each.name] for each in PEERS
                         if each.name in record.versions and each.name not in ("weir-io_uring", "haproxy-splice"))
    return f"{time.strftime('%Y-%m-%d')} · {os.cpu_count()} cores, {model} · Linux {platform.release()} · {versions}\n"


def _best_peer(record, workload, figure, lowest):
    found = [(record.median("load", workload, each, figure), each) for each in ("nginx", "haproxy", "haproxy-splice")]
    found = [pair for pair in found if pair[0]]
    return (min(found) if lowest else max(found)) if found else None


def _ratios(record):
    lines = ["## In short\n", "Weir's figure divided by that of the better of nginx and HAProxy: CPU time a request (lower is better), "
             "requests a second (higher is better).\n",
             "| workload | " + " | ".join(f"{each} CPU | {each} rate" for each in ("epoll", "io_uring")) + " | the better by CPU |",
             "|---|---|---|---|---|---|"]
    for workload in WORKLOADS:
        cpu = _best_peer(record, workload.name, "cpu_us", True)
        rate = _best_peer(record, workload.name, "rate", False)
        if not cpu or not rate:
            continue
        cells = []
        for engine in ("weir-epoll", "weir-io_uring"):
            own = record.median("load", workload.name, engine, "cpu_us")
            cells += [f"{own / cpu[0]:.2f}", f"{record.median('load', workload.name, engine, 'rate') / rate[0]:.2f}"] if own else ["–", "–"]
        lines.append(f"| {workload.title} | " + " | ".join(cells) + f" | {cpu[1]} |")
    return "\n".join(lines) + "\n"


def _table(record, workload):
    lines = [f"### {workload.title} (`{workload.name}`)\n",
             "| proxy | requests/s | p50 ms | p99 ms | p99.9 ms | CPU µs | user | system | syscalls | failures | rounds |",
             "|---|---|---|---|---|---|---|---|---|---|---|"]
    for peer in [each.name for each in PEERS] + ["direct"]:
        rounds = record.rounds("load", workload.name, peer)
        if not rounds:
            continue

        def cell(figure, scale=1.0, digits=1, peer=peer):
            value = record.median("load", workload.name, peer, figure)
            return "–" if value is None else f"{value * scale:,.{digits}f}"

        calls = record.median("syscalls", workload.name, peer, "calls")
        failures = sum(each["failures"] for each in record.samples["load"][workload.name][peer])
        lines.append(f"| {peer} | {cell('rate', digits=0)} | {cell('p50_us', 1e-3, 2)} | {cell('p99_us', 1e-3, 2)} | "
                     f"{cell('p999_us', 1e-3, 2)} | {cell('cpu_us')} | {cell('user_us')} | {cell('system_us')} | "
                     f"{'–' if calls is None else f'{calls:.1f}'} | {failures} | {rounds} |")
    shares = [f"{each} {share:.1f} %" for each in ("weir-epoll", "weir-io_uring")
              if (share := record.median("load", workload.name, each, "piped_percent"))]
    if shares:
        lines.append("\nBytes that went through pipes, uncopied: " + ", ".join(shares) + ".")
    return "\n".join(lines) + "\n"


def _singles(record):
    names = [each.name for each in PEERS if record.rounds("single", "idle", each.name) or record.rounds("single", "start", each.name)]
    if not names:
        return ""
    lines = ["## Memory and start\n",
             "An idle client is one of thousands that connected, asked once and stayed; memory is PSS. Start is from the start of the "
             "program to the first connection taken, and to the first proxied answer.\n",
             "| proxy | idle client, KiB | without clients, RSS MB | listening, ms | first answer, ms |", "|---|---|---|---|---|"]
    for name in names:
        cells = [(record.median("single", "idle", name, "idle_bytes"), 1 / 1024, 2),
                 (record.median("single", "idle", name, "empty_rss"), 1e-6, 1),
                 (record.median("single", "start", name, "listening_ms"), 1, 1),
                 (record.median("single", "start", name, "answer_ms"), 1, 1)]
        lines.append(f"| {name} | " + " | ".join("–" if v is None else f"{v * s:.{d}f}" for v, s, d in cells) + " |")
    return "\n".join(lines) + "\n"
