"""Weir beside other proxies: what `make bench` runs. One file for each part; bench/bench.py is the way in."""
