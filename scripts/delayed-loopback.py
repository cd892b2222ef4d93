#!/usr/bin/env python3
"""Runs a command while every IPv4 loopback packet comes late: delayed-loopback.py MILLISECONDS COMMAND...

On loopback a packet mostly arrives within the call that sent it, so a test that counts on it fails once in a thousand runs only. Here
127.0.0.0/8 leads through a tun device whose packets this program holds back. Needs root and a network namespace of its own
(`unshare --net`); IPv6 and Unix sockets go as ever.
"""
import collections
import fcntl
import os
import pathlib
import select
import struct
import subprocess
import sys
import time

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000  # linux/if_tun.h
LONGEST_PACKET = 65_535


def open_tunnel():
    tunnel = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tunnel, TUNSETIFF, struct.pack("16sH", b"late", IFF_TUN | IFF_NO_PI))
    settings = pathlib.Path("/proc/sys/net/ipv4/conf")
    for name in ("all", "lo", "late"):
        (settings / name / "rp_filter").write_text("0")
        (settings / name / "accept_local").write_text("1")
        (settings / name / "route_localnet").write_text("1")
    # What is sent here takes the tunnel; what comes out of it is for this machine.
    for line in (
        "link set lo up",
        "link set late mtu 65000 txqueuelen 10000 up",
        "rule add pref 1 iif late lookup local",
        "rule add pref 2 iif lo lookup 100",
        "rule add pref 3 lookup local",
        "rule del pref 0",
        "route add 127.0.0.0/8 dev late src 127.0.0.1 table 100",
    ):
        subprocess.run(["ip", *line.split()], check=True)
    return tunnel


def pass_on_late(tunnel, delay, command):
    held = collections.deque()
    while command.poll() is None:
        wait = max(0, held[0][0] - time.monotonic()) if held else 0.1
        if select.select([tunnel], [], [], wait)[0]:
            try:
                while True:
                    packet = os.read(tunnel, LONGEST_PACKET)
                    held.append((time.monotonic() + delay, packet))
            except BlockingIOError:
                pass  # read them all
        while held and held[0][0] <= time.monotonic():
            os.write(tunnel, held.popleft()[1])
    return command.returncode


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    tunnel = open_tunnel()
    sys.exit(pass_on_late(tunnel, float(sys.argv[1]) / 1000, subprocess.Popen(sys.argv[2:])))


main()
