"""Draws the comparison as an SVG: CPU time a request of each proxy, one group of bars for each workload, the better peer as 1."""

from .peers import ROOT
from .workloads import WORKLOADS

PATH = ROOT / "bench/comparison.svg"
SERIES = {"weir-io_uring": ("Weir, io_uring", "#0b7285"), "weir-epoll": ("Weir, epoll", "#22b8cf"), "nginx": ("nginx", "#868e96"),
          "haproxy": ("HAProxy", "#adb5bd"), "haproxy-splice": ("HAProxy, splice", "#ced4da")}
LEFT, TOP, BAR, GAP, WIDTH = 190, 64, 11, 14, 860


def draw(record):
    groups = []
    for workload in WORKLOADS:
        values = {each: record.median("load", workload.name, each, "cpu_us") for each in SERIES}
        values = {name: value for name, value in values.items() if value}
        base = min((values[each] for each in ("nginx", "haproxy", "haproxy-splice") if each in values), default=None)
        if base:
            groups.append((workload.title, {name: value / base for name, value in values.items()}, values))
    if not groups:
        return
    longest = min(4.0, max(max(shares.values()) for _, shares, _ in groups))
    scale = (WIDTH - LEFT - 90) / longest
    body, y = [], TOP
    for title, shares, values in groups:
        height = len(shares) * BAR
        body.append(f'<text x="{LEFT - 10}" y="{y + height / 2 + 4}" text-anchor="end" font-size="13">{title}</text>')
        for name, share in shares.items():
            width = min(share, longest) * scale
            body.append(f'<rect x="{LEFT}" y="{y}" width="{width:.0f}" height="{BAR - 2}" fill="{SERIES[name][1]}"/>'
                        f'<text x="{LEFT + width + 5:.0f}" y="{y + BAR - 3}" font-size="9">{values[name]:.1f} µs</text>')
            y += BAR
        y += GAP
    body.append(f'<line x1="{LEFT + scale:.0f}" x2="{LEFT + scale:.0f}" y1="{TOP - 6}" y2="{y - GAP}" stroke="#343a40" '
                f'stroke-dasharray="3 3"/>')
    keys = "".join(f'<rect x="{LEFT + i * 130}" y="36" width="10" height="10" fill="{colour}"/>'
                   f'<text x="{LEFT + i * 130 + 14}" y="45" font-size="12">{title}</text>'
                   for i, (title, colour) in enumerate(SERIES.values()))
    PATH.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" font-family="sans-serif" fill="#212529">\n'
        f'<rect width="{WIDTH}" height="{y}" fill="#fff"/>\n'
        f'<text x="16" y="22" font-size="15">CPU time a request; shorter is better; dashed: the better of nginx and HAProxy</text>\n'
        f"{keys}\n" + "\n".join(body) + "\n</svg>\n")
