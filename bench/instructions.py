"""Reads callgrind's profiles: instructions a request, and the methods that they are spent in.

usage: instructions.py SYMBOLS REQUESTS METHODS PROFILE...
SYMBOLS is the file that nm reads the methods' names from; it need not exist when METHODS is 0. Of the profiles, one a thread, the one
with the most is the reactor's.
Format of the profile: https://valgrind.org/docs/manual/cl-format.html
"""

import bisect
import collections
import re
import subprocess
import sys

ADDRESS = re.compile(r"0x[0-9a-f]+")


def read_costs(path):
    """The cost of each function itself, by the name or address that the profile gives it."""
    names, costs = {}, collections.Counter()
    function, is_call = None, False

    def expand(text):
        number, _, name = text.partition(" ")
        return names.setdefault(number, name) if name else names[number]

    with open(path, encoding="utf-8") as profile:
        for line in profile:
            line = line.rstrip("\n")
            if line.startswith("fn="):
                function = expand(line[3:])
            elif line.startswith("cfn="):
                expand(line[4:])
            elif line.startswith("calls="):
                is_call = True  # the next line has the cost of what was called
            elif line[:1].isdigit() or line[:1] in ("+", "-", "*"):
                if not is_call and function is not None:
                    costs[function] += int(line.split()[1])
                is_call = False
    return costs


def read_symbols(path):
    symbols = []
    listing = subprocess.run(["nm", "-n", path], capture_output=True, text=True, check=True).stdout
    for line in listing.splitlines():
        parts = line.split(" ", 2)
        if len(parts) == 3 and parts[0] and parts[1] in "tTwW":
            symbols.append((int(parts[0], 16), parts[2]))
    return symbols


def by_method(costs, symbols):
    """
    Functions without a name of their own under that of their symbol. The profile's addresses of managed code are off by where the file was
    loaded, those of the runtime's own are not: an address is looked up less the first and, if nothing is there, as it is.
    """
    starts = [address for address, _ in symbols]
    known = set(starts)
    addresses = {name: int(ADDRESS.match(name).group(), 16) for name in costs if ADDRESS.match(name)}
    pages = range(0, 0x400000, 0x1000)
    base = max(pages, key=lambda page: sum(address - page in known for address in addresses.values()))
    methods = collections.Counter()
    for name, cost in costs.items():
        for start in (base, 0) if name in addresses else ():
            at = bisect.bisect_right(starts, addresses[name] - start) - 1
            if at >= 0:
                name = symbols[at][1]
                break
        methods[name] += cost
    return methods


def main():
    symbols, requests, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    costs = max((read_costs(profile) for profile in sys.argv[4:]), key=lambda each: sum(each.values()))
    print(f"{sum(costs.values()) / requests:10.0f} instructions a request, of {requests} requests")
    if count > 0:
        for method, cost in by_method(costs, read_symbols(symbols)).most_common(count):
            print(f"{cost / requests:10.1f} {method}")


if __name__ == "__main__":
    main()
