// The figures of this moment, large.
import { byId, el, setAttribute, setText } from "./dom";
import { count, glue, milliseconds, percent, rate } from "./format";
import type { Backend, Traffic } from "./model";

interface Tile {
  value: HTMLElement;
  note: HTMLElement;
  box: HTMLElement;
}

export class Tiles {
  private readonly tiles = new Map<string, Tile>();

  /** Where nothing speaks http there are no requests to count: sessions given to backends stand in for them. */
  isTcpOnly = false;

  constructor() {
    for (const [id, title] of [
      ["requests", "Requests"],
      ["errors", "Failing"],
      ["latency", "Latency, median"],
      ["connections", "Connections"],
      ["queue", "Queue"],
      ["slowest", "Slowest backend"],
    ] as const) {
      const value = el("dd", { class: "tile-value", id: `tile-${id}` }, "–");
      const note = el("dd", { class: "tile-note muted" });
      const box = el("div", { class: "tile" }, el("dt", {}, title), value, note);
      byId("tiles").append(box);
      this.tiles.set(id, { value, note, box });
    }
  }

  /** Of one cluster, or of all. */
  show(traffic: Traffic, isNarrowed: boolean): void {
    const sessions = traffic.backends.reduce((sum, b) => sum + b.rate, 0);
    const all = this.isTcpOnly ? sessions : traffic.requests;
    this.set("requests", `${rate(all)}/s`, this.isTcpOnly ? "tcp sessions" : this.classes(traffic));

    // A 5xx of a backend reaches its client as it is: it fails the request as much as one that Weir gives up.
    const served = traffic.backends.reduce((sum, b) => sum + b.serverErrors, 0);
    const failing = [...Object.entries(traffic.failures), ...(served > 0 ? [["5xx of backends", served] as [string, number]] : [])];
    const sum = failing.reduce((total, [, n]) => total + n, 0);
    const top = failing.sort((a, b) => b[1] - a[1])[0];
    this.set("errors", `${rate(sum)}/s`, top ? `${percent(Math.min(1, sum / Math.max(all, sum)))}, mostly ${top[0]}` : "no failures", sum > 0 ? "bad" : "");

    const latency = traffic.latency;
    this.set("latency", milliseconds(latency?.p50), latency ? `p90\u00a0${milliseconds(latency.p90)} · p99\u00a0${milliseconds(latency.p99)}` : "no requests in 10 s");
    const busy = traffic.backends.reduce((total, b) => total + b.inUse, 0);
    const idle = traffic.backends.reduce((total, b) => total + b.idle, 0);
    this.set("connections", count(traffic.activeConnections), isNarrowed ? `to backends, ${count(idle)} pooled` : `${count(busy)} to backends, ${count(idle)} pooled`);
    const places = traffic.backends.reduce((sum, b) => sum + b.maxConnections, 0);
    this.set("queue", count(traffic.waiting), traffic.waiting > 0 ? "wait for a place on a backend" : places > 0 ? "nobody waits" : "no limit is set", traffic.waiting > 0 ? "bad" : "");
    const slowest = traffic.backends.reduce<Backend | null>((worst, b) => ((b.answerMs ?? -1) > (worst?.answerMs ?? -1) ? b : worst), null);
    this.set("slowest", milliseconds(slowest?.answerMs), slowest?.answerMs ? `${slowest.cluster} / ${slowest.address}, median` : "no answers lately", slowest?.trouble === "slow" ? "bad" : "");
  }

  private classes(traffic: Traffic): string {
    const parts = traffic.classes.map((n, i) => (n > 0 ? `${i + 1}xx ${rate(n)}` : "")).filter(Boolean);
    return parts.length > 0 ? parts.join(" · ") : "none now";
  }

  private set(id: string, value: string, note: string, mood = ""): void {
    const tile = this.tiles.get(id)!;
    setText(tile.value, value);
    setText(tile.note, glue(note));
    setAttribute(tile.box, "data-mood", mood);
  }
}
