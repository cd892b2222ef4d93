#!/usr/bin/env python3
"""Weir side by side with nginx, HAProxy, Caddy and YARP. `make bench` runs it whole; bench/bench.py --help tells how to run a part."""

import argparse
import signal
import sys
import tempfile
from pathlib import Path

from side import growth, measure, peers, picture, processes, report, workloads
from side.record import Record


def main():
    options = _options()
    # Ended from outside, it still ends what it started and keeps what it measured.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    record = Record(options.keep)
    if options.note:
        record.notes["measurement"] = options.note
    if not options.report_only:
        with tempfile.TemporaryDirectory(prefix="weir-bench-") as name:
            try:
                _run(options, record, Path(name))
            finally:
                processes.end_all()
                if not options.print_only:
                    record.save()
    report.tell(record)
    if options.print_only:
        return
    record.save()
    report.write(record, growth.table(record))
    picture.draw(record)
    growth.draw(record)
    print(f"bench: {report.RESULTS} and the pictures beside it are written")


def _options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", help="such as weir-epoll,nginx; all by default")
    parser.add_argument("--workloads", help="such as c64,tcp; all by default; none for no load at all")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4, help="of each run of wrk")
    parser.add_argument("--no-syscalls", action="store_true", help="do not count system calls")
    parser.add_argument("--singles", action="store_true", help="memory of idle connections and time to start too")
    parser.add_argument("--idle", type=int, default=10_000, help="how many idle connections")
    parser.add_argument("--growth", help="cost against connections,backends,routes,reactors; or all")
    parser.add_argument("--keep", action="store_true", help="add to the figures of earlier runs in artifacts/bench")
    parser.add_argument("--report-only", action="store_true", help="write RESULTS.md from what --keep has")
    parser.add_argument("--note", help="a sentence about this measurement for RESULTS.md")
    parser.add_argument("--print-only", action="store_true", help="leave RESULTS.md and the figures of earlier runs alone")
    options = parser.parse_args()
    options.keep = options.keep or options.report_only
    return options


def _run(options, record, folder):
    taking_part = []
    for peer in peers.by_names(options.peers):
        reason = peers.missing(peer)
        if reason:
            print(f"bench: without {peer.name}: {reason}")
        else:
            taking_part.append(peer)
            record.versions[peer.name] = peers.version_of(peer)
    _make_files(folder)
    backend = peers.start_backend(folder)
    if options.workloads != "none":
        _loads(options, record, folder, backend, taking_part)
    if options.singles:
        _singles(options, record, folder, backend, taking_part)
    if options.growth:
        growth.run(options, record, folder)


def _make_files(folder):
    (folder / "files").mkdir()
    (folder / "chunked").mkdir()
    (folder / "files/100k").write_bytes(b"x" * 100_000)
    (folder / "files/10m").write_bytes(b"x" * 10_000_000)
    (folder / "chunked/8k").write_bytes(b"x" * 8_000)


def _loads(options, record, folder, backend, taking_part):
    running = []
    for peer in taking_part:
        started = peers.start(peer, backend, folder)
        if peer.name.startswith("weir-") and peers.engine_of(started) != peer.name.removeprefix("weir-"):
            print(f"bench: without {peer.name}: this kernel or build has not that engine")
            processes.end(started.process)
        else:
            running.append(started)
    for workload in workloads.by_names(options.workloads):
        fit = [each for each in running if workload.port in each.ports]
        # The first run pays for page faults, compilation and opening connections: it is not counted.
        for each in fit:
            measure.round_of(workload, each, backend, 1, folder)
        for number in range(options.rounds):
            for each in [*fit, None]:
                name = each.name if each else measure.DIRECT
                figures = measure.round_of(workload, each, backend, options.seconds, folder)
                record.add("load", workload.name, name, figures)
                _tell(workload, name, number, figures)
        for each in [] if options.no_syscalls else fit:
            calls = measure.syscalls_a_request(workload, each, folder)
            record.add("syscalls", workload.name, each.name, {"calls": calls})
        if not options.print_only:
            record.save()
    for each in running:
        processes.end(each.process)


def _tell(workload, name, number, figures):
    cpu = f"{figures['cpu_us']:8.1f} CPU µs" if "cpu_us" in figures else " " * 15
    print(f"{workload.name:9} {name:15} round {number + 1}: {figures['rate']:9.0f} requests/s {cpu} "
          f"p99 {figures['p99_us'] / 1000:7.2f} ms {figures['failures']:4} failures", flush=True)


def _singles(options, record, folder, backend, taking_part):
    for peer in taking_part:
        for _ in range(options.rounds):
            record.add("single", "start", peer.name, measure.start_ms(peer, backend, folder))
        record.add("single", "idle", peer.name, measure.idle_bytes(peer, backend, folder, options.idle))
        start = record.median("single", "start", peer.name, "answer_ms")
        idle = record.median("single", "idle", peer.name, "idle_bytes")
        print(f"{peer.name:15} first answer after {start:.1f} ms, {idle / 1024:.2f} KiB an idle client", flush=True)


if __name__ == "__main__":
    main()
