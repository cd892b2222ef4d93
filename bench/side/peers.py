"""The proxies under comparison: how each is started, what it can do, which version it is. Their configs are in bench/peers."""

import json
import os
import re
import shutil
import subprocess
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from . import processes

ROOT = Path(__file__).resolve().parents[2]
CONFIGS = ROOT / "bench/peers"
WEIR = Path(os.environ.get("WEIR", ROOT / "artifacts/weir"))
YARP = ROOT / "artifacts/bench/yarp/yarp.dll"
STREAM_MODULE = Path("/usr/lib/nginx/modules/ngx_stream_module.so")


@dataclass
class Running:
    """A proxy that listens."""

    name: str
    process: object
    ports: dict = field(default_factory=dict)  # "http", "tcp" and, for Weir, "admin"


@dataclass(frozen=True)
class Peer:
    name: str
    modes: tuple
    config: str  # the template in bench/peers
    command: object  # (config path, ports, backend port) -> argv
    version: tuple  # a command whose output names it
    fills: dict = field(default_factory=dict)


def _weir(engine):
    return lambda config, ports, backend: [str(WEIR), "run", "-c", str(config), "--set", f"reactor.engine={engine}"]


SPLICE = "\n".join(f"  option {each}" for each in ("splice-auto", "splice-request", "splice-response"))
PEERS = [
    Peer("weir-epoll", ("http", "tcp"), "weir.json", _weir("epoll"), (str(WEIR), "version")),
    Peer("weir-io_uring", ("http", "tcp"), "weir.json", _weir("io_uring"), (str(WEIR), "version")),
    Peer("nginx", ("http", "tcp"), "nginx.conf",
         lambda config, ports, backend: ["nginx", "-e", "stderr", "-p", str(config.parent), "-c", str(config)],
         ("nginx", "-v")),
    Peer("haproxy", ("http", "tcp"), "haproxy.cfg",
         lambda config, ports, backend: ["haproxy", "-db", "-f", str(config)], ("haproxy", "-v"), {"SPLICE": ""}),
    Peer("haproxy-splice", ("http", "tcp"), "haproxy.cfg",
         lambda config, ports, backend: ["haproxy", "-db", "-f", str(config)], ("haproxy", "-v"), {"SPLICE": SPLICE}),
    Peer("caddy", ("http",), "Caddyfile",
         lambda config, ports, backend: ["caddy", "run", "--adapter", "caddyfile", "--config", str(config)],
         ("caddy", "version")),
    Peer("yarp", ("http",), "",
         lambda config, ports, backend: ["dotnet", str(YARP), str(ports["http"]), str(backend)], ()),
]


def by_names(names):
    """The peers named (comma-separated), all of them for none."""
    known = {each.name: each for each in PEERS}
    if not names:
        return PEERS
    unknown = [name for name in names.split(",") if name not in known]
    if unknown:
        raise SystemExit(f"bench: no peer {', '.join(unknown)}; there are {', '.join(known)}")
    return [known[name] for name in names.split(",")]


def fill_in(template, target, values):
    """Writes bench/peers/TEMPLATE to TARGET with each @NAME@ replaced."""
    values = {
        # Without this, workers of an nginx that root starts could not read the folder made for this run.
        "USER": "user root;" if os.geteuid() == 0 else "",
        "MODULES": f"load_module {STREAM_MODULE};" if STREAM_MODULE.exists() else "",
        **values,
    }
    text = (CONFIGS / template).read_text()
    for name, value in values.items():
        text = text.replace(f"@{name}@", str(value))
    target.write_text(text)


def start_backend(folder, host="127.0.0.1"):
    """The nginx that answers (loopback addresses only); returns its port."""
    port = processes.free_port()
    config = folder / f"backend-{port}.conf"
    fill_in("backend.conf", config, {"DIR": folder, "PORT": port, "HOST": host})
    log = folder / "backend.log"
    processes.start(["nginx", "-e", "stderr", "-p", str(folder), "-c", str(config)], log)
    processes.wait_for_port(port, "the backend", log)
    return port


def start(peer, backend, folder):
    """Starts a proxy in a folder of its own and waits until it listens."""
    own = folder / f"{peer.name}-{processes.free_port()}"
    own.mkdir()
    ports = {mode: processes.free_port() for mode in (*peer.modes, "admin")}
    config = own / (peer.config or "none")
    if peer.config:
        fill_in(peer.config, config, {
            "DIR": own, "BACKEND": backend, "HTTP": ports["http"], "TCP": ports.get("tcp", 0),
            "ADMIN": ports["admin"], **peer.fills})
    log = own / "output.log"
    running = Running(peer.name, processes.start(peer.command(config, ports, backend), log), ports)
    for mode in peer.modes:
        processes.wait_for_port(ports[mode], peer.name, log)
    return running


def missing(peer):
    """Why a peer cannot take part here; None when it can."""
    if peer.name == "yarp":
        return None if YARP.exists() else f"{YARP} is missing: bench/prepare.sh builds it"
    program = "weir" if peer.name.startswith("weir") else peer.name.split("-")[0]
    if program == "weir":
        return None if WEIR.exists() else f"{WEIR} is missing: make build"
    return None if shutil.which(program) else f"{program} is missing: bench/prepare.sh installs it"


def engine_of(running):
    """The engine that a running Weir says it uses."""
    address = f"http://127.0.0.1:{running.ports['admin']}/api/v1/status"
    processes.wait_for_port(running.ports["admin"], "weir's admin API", os.devnull)
    with urllib.request.urlopen(address, timeout=5) as answer:
        return json.load(answer)["engine"]


def moved_bytes(running):
    """What a running Weir has moved so far: bytes that went through pipes uncopied, and all that clients sent and got; None of others."""
    if not running.name.startswith("weir-"):
        return None
    with urllib.request.urlopen(f"http://127.0.0.1:{running.ports['admin']}/metrics", timeout=5) as answer:
        text = answer.read().decode()
    return tuple(
        sum(float(line.split()[-1]) for line in text.splitlines() if line.startswith((name + " ", name + "{")))
        for name in ("weir_bulk_bytes_total", "bytes_transferred_total"))


def version_of(peer):
    if peer.name == "yarp":
        project = (ROOT / "Directory.Packages.props").read_text()
        return "YARP " + re.search(r'"Yarp.ReverseProxy" Version="([^"]+)"', project)[1]
    out = subprocess.run(peer.version, capture_output=True, text=True, check=False)
    return (out.stdout + out.stderr).strip().splitlines()[0].removeprefix("nginx version: ")
