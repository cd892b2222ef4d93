"""One run of wrk and what it measured."""

import json
import subprocess
from dataclasses import dataclass

SCRIPT = """
wrk.method = "%(method)s"
%(close)s
%(body)s
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('{"requests": %%d, "us": %%d, "failures": %%d, "p50": %%d, "p99": %%d, "p999": %%d}\\n',
    summary.requests, summary.duration, e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9)))
end
"""


@dataclass(frozen=True)
class Load:
    requests: int
    seconds: float
    failures: int
    p50_us: int
    p99_us: int
    p999_us: int

    @property
    def rate(self):
        return self.requests / self.seconds


def run_wrk(workload, port, seconds, folder):
    """Loads 127.0.0.1:port for so long; ends the benchmark when not one request succeeded."""
    script = folder / f"{workload.name}.lua"
    script.write_text(SCRIPT % {
        "method": "POST" if workload.posts else "GET",
        "close": 'wrk.headers["Connection"] = "close"' if workload.closes else "",
        "body": f'wrk.body = string.rep("x", {workload.posts})' if workload.posts else "",
    })
    command = ["wrk", "-t1", f"-c{workload.connections}", f"-d{seconds}s", "-s", str(script),
               f"http://127.0.0.1:{port}{workload.path}"]
    out = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 30, check=False)
    lines = [line for line in out.stdout.splitlines() if line.startswith("{")]
    if not lines:
        raise SystemExit(f"bench: wrk failed: {out.stdout}{out.stderr}")
    told = json.loads(lines[0])
    if told["requests"] == 0:
        raise SystemExit(f"bench: no request of {workload.name} was answered on port {port}: {out.stdout}")
    return Load(told["requests"], told["us"] / 1e6, told["failures"], told["p50"], told["p99"], told["p999"])
