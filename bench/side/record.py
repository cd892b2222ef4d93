"""The figures of all runs, kept in artifacts/bench/results.json so that a long benchmark can be run in pieces."""

import json
import statistics
import time

from .peers import ROOT

PATH = ROOT / "artifacts/bench/results.json"


class Record:
    """samples[section][workload][peer] is a list of dictionaries of figures, one for each round."""

    def __init__(self, keep):
        old = json.loads(PATH.read_text()) if keep and PATH.exists() else {}
        self.samples = old.get("samples", {})
        self.versions = old.get("versions", {})
        self.notes = old.get("notes", {})

    def add(self, section, workload, peer, figures):
        self.samples.setdefault(section, {}).setdefault(workload, {}).setdefault(peer, []).append(figures)

    def save(self):
        PATH.parent.mkdir(parents=True, exist_ok=True)
        told = {"date": time.strftime("%Y-%m-%d"), "samples": self.samples, "versions": self.versions, "notes": self.notes}
        PATH.write_text(json.dumps(told, indent=1))

    def median(self, section, workload, peer, figure):
        """The median over the rounds; None where nothing was measured."""
        rounds = self.samples.get(section, {}).get(workload, {}).get(peer, [])
        values = [each[figure] for each in rounds if each.get(figure) is not None]
        return statistics.median(values) if values else None

    def rounds(self, section, workload, peer):
        return len(self.samples.get(section, {}).get(workload, {}).get(peer, []))
