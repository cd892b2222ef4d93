"""How the cost of a request grows: with open connections, backends, routes and reactors. Weir alone, native, epoll."""

import json

from . import load, measure, peers, processes
from .peers import ROOT
from .workloads import Workload

PICTURE = ROOT / "bench/growth.svg"
LOAD = Workload("growth", "growth", "http", 64)
KINDS = {
    "connections": ("open connections besides the 64 that ask", (10, 100, 1_000, 10_000)),
    "roundRobin": ("backends of one reactor, roundRobin", (1, 10, 100, 1_000, 10_000)),
    "leastConnections": ("backends of one reactor, leastConnections", (1, 10, 100, 1_000, 10_000)),
    "powerOfTwo": ("backends of one reactor, powerOfTwo", (1, 10, 100, 1_000, 10_000)),
    "routes": ("routes, of which the last one matches", (1, 100, 10_000)),
    "reactors": ("reactors", (1, 2)),
}


def run(options, record, folder):
    wanted = KINDS if options.growth == "all" else options.growth.split(",")
    unknown = [each for each in wanted if each not in KINDS]
    if unknown:
        raise SystemExit(f"bench: no growth {', '.join(unknown)}; there are {', '.join(KINDS)}")
    # Every address of 127.0.0.0/8 is a backend of its own.
    backend = peers.start_backend(folder, "0.0.0.0")
    for _ in range(options.rounds):
        for kind in wanted:
            for size in KINDS[kind][1]:
                figures = _measure(kind, size, backend, options.seconds, folder)
                record.add("growth", kind, str(size), figures)
                print(f"{kind:17} {size:6}: {figures['cpu_us']:7.1f} CPU µs, of which user {figures['user_us']:.1f}", flush=True)
                record.save()


def _measure(kind, size, backend, seconds, folder):
    own = folder / f"growth-{processes.free_port()}"
    own.mkdir()
    ports = {"http": processes.free_port()}
    config = own / "weir.json"
    config.write_text(json.dumps(_config(kind, size, backend, ports["http"])))
    log = own / "output.log"
    process = processes.start([str(peers.WEIR), "run", "-c", str(config)], log)
    processes.wait_for_port(ports["http"], "weir", log, 60)
    running = peers.Running(kind, process, ports)
    clients = measure.open_clients(ports["http"], size) if kind == "connections" else []
    try:
        # Long enough that every backend has its pooled connection.
        load.run_wrk(LOAD, ports["http"], 6 if size >= 10_000 else 3 if size >= 1_000 else 1, own)
        return measure.round_of(LOAD, running, backend, seconds, own)
    finally:
        for client in clients:
            client.close()
        processes.end(process)


def _config(kind, size, backend, port):
    many = kind in ("roundRobin", "leastConnections", "powerOfTwo")
    count = size if many else 1
    addresses = [{"address": f"127.{1 + i // 65025}.{i // 255 % 255}.{1 + i % 255}:{backend}"} for i in range(count)]
    cluster = {"backends": addresses, "connectionPoolSize": 1024 if count == 1 else 64}
    if count > 1:
        cluster["algorithm"] = kind
    routes = [{"host": f"host-{i}.example", "pathPrefix": f"/service-{i}", "cluster": "all"} for i in range(size - 1)]
    return {
        "listeners": [{"name": "web", "address": f"127.0.0.1:{port}", "mode": "http",
                       "routes": [*(routes if kind == "routes" else []), {"cluster": "all"}]}],
        "clusters": {"all": cluster},
        # One reactor for many backends: two would keep two connections to each, more than a common limit of descriptors allows.
        "reactor": {"engine": "epoll", "threads": size if kind == "reactors" else 1 if many else 0},
        "loadBalancer": {"backendCheckInterval": 3600, "connectionIdleTimeout": 600, "metricsInterval": 0},
        "admin": {"address": "off"},
    }


def table(record):
    measured = record.samples.get("growth")
    if not measured:
        return ""
    lines = ["## Growth\n", "CPU time a request at 64 connections (user time in brackets), Weir on epoll, as one thing grows and the "
             "rest stays.\n", "![Growth](growth.svg)\n", "| what grows | " + " | ".join(f"{n:,}" for n in _sizes(measured)) + " |",
             "|---|" + "---|" * len(_sizes(measured))]
    for kind in [each for each in KINDS if each in measured]:
        cells = []
        for size in _sizes(measured):
            cpu = record.median("growth", kind, str(size), "cpu_us")
            cells.append("" if cpu is None else f"{cpu:.1f} ({record.median('growth', kind, str(size), 'user_us'):.1f})")
        lines.append(f"| {KINDS[kind][0]} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _sizes(measured):
    return sorted({int(size) for sizes in measured.values() for size in sizes})


def draw(record):
    measured = record.samples.get("growth")
    if not measured:
        return
    colours = ("#0b7285", "#e8590c", "#5f3dc4", "#2b8a3e", "#c2255c", "#868e96")
    points = {kind: [(int(size), record.median("growth", kind, size, "cpu_us")) for size in sizes] for kind, sizes in measured.items()}
    top = max(value for series in points.values() for _, value in series) * 1.1
    body = []
    for colour, (kind, series) in zip(colours, points.items()):
        places = [(70 + len(str(size)[1:]) * 150, 330 - value / top * 280) for size, value in sorted(series)]
        body.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="' + " ".join(f"{x:.0f},{y:.0f}" for x, y in places)
                    + f'"/><text x="{places[-1][0] + 6:.0f}" y="{places[-1][1] + 4:.0f}" font-size="11" fill="{colour}">{kind}</text>')
    marks = "".join(f'<text x="{70 + i * 150}" y="350" font-size="11" text-anchor="middle">{10 ** i:,}</text>' for i in range(5))
    scale = "".join(f'<text x="60" y="{334 - i * 70}" font-size="11" text-anchor="end">{top * i / 4:.0f} µs</text>'
                    f'<line x1="66" x2="680" y1="{330 - i * 70}" y2="{330 - i * 70}" stroke="#dee2e6"/>' for i in range(5))
    PICTURE.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 370" font-family="sans-serif">\n'
                       '<rect width="800" height="370" fill="#fff"/>\n<text x="16" y="22" font-size="15">CPU time a request as one thing '
                       f"grows</text>\n{scale}{marks}\n" + "\n".join(body) + "\n</svg>\n")
