// The last hour as charts, with the moments of reloads and state changes marked.
import { Chart, type Mark } from "./chart";
import { byId, el, setAttribute } from "./dom";
import { duration, rate } from "./format";
import { actText, placeOf } from "./acts";
import { type Act, type Change, type Figures, type History, type Traffic, of } from "./model";

const RANGES = [
  { label: "5 min", seconds: 300 },
  { label: "15 min", seconds: 900 },
  { label: "1 h", seconds: 3600 },
];

const MOST_MARKS = 300;

/** A mark and the cluster that it is about; without one it is about all. */
type Told = Mark & { cluster?: string };

const axisRate = (v: number): string => (v >= 10 || v === 0 ? rate(v) : v.toFixed(1));

export class Charts {
  private readonly requests = new Chart({
    title: "Requests per second",
    series: [
      { label: "all", colour: "accent", fill: true },
      { label: "4xx", colour: "warn", dash: [6, 4] },
      { label: "5xx", colour: "bad" },
    ],
    format: axisRate,
  });
  private readonly latency = new Chart({
    title: "Latency",
    series: [
      { label: "p50", colour: "accent" },
      { label: "p90", colour: "warn", dash: [6, 4] },
      { label: "p99", colour: "bad" },
    ],
    format: duration,
    isLog: true,
  });
  private marks: Told[] = [];
  private seconds = RANGES[0]!.seconds;
  private figures: Figures | null = null;
  private cluster = "";
  private sum = emptySum();

  constructor() {
    byId("charts").append(this.requests.element, this.latency.element);
    for (const range of RANGES) {
      const button = el("button", { type: "button", "aria-pressed": String(range.seconds === this.seconds) }, range.label);
      button.addEventListener("click", () => this.range(range.seconds, button));
      byId("ranges").append(button);
    }
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.requests.forget();
      this.latency.forget();
      this.draw();
    });
  }

  /** Points of what was chosen; marks come from the whole. */
  load(history: History, figures: Figures): void {
    this.figures = figures;
    this.marks = [
      ...history.reloads.map((r): Told => ({ time: r.time, text: r.result === "applied" ? "reload" : "reload rejected" })),
      ...history.changes.map((c) => toldOfChange(c)),
      ...history.operatorActs.map((a) => toldOfAct(a)),
    ].sort((a, b) => a.time - b.time);
    this.sum = emptySum();
    this.draw();
  }

  /** Nothing is drawn until its points are loaded: those of another would be taken for its own. */
  choose(cluster: string): void {
    if (cluster === this.cluster) return;
    this.cluster = cluster;
    this.figures = null;
    for (const chart of [this.requests, this.latency]) chart.name(cluster === "" ? "" : `of ${cluster}`);
  }

  markReload(timestamp: string, text: string): void {
    this.mark({ time: Date.parse(timestamp) / 1000, text });
  }

  markChange(change: Change): void {
    this.mark(toldOfChange(change));
  }

  markAct(act: Act): void {
    this.mark(toldOfAct(act));
  }

  private mark(mark: Told): void {
    this.marks = [...this.marks, mark].slice(-MOST_MARKS);
    this.draw();
  }

  /** Seconds are gathered into points as long as those of the server's history. */
  add(traffic: Traffic): void {
    const figures = this.figures;
    if (!figures) return;
    const { requests, classes, latency } = of(traffic, this.cluster);
    const sum = this.sum;
    sum.seconds++;
    sum.requests += requests;
    sum.clientErrors += classes[3] ?? 0;
    sum.serverErrors += classes[4] ?? 0;
    if (sum.seconds < figures.intervalSeconds) return;
    figures.time.push(Date.parse(traffic.timestamp) / 1000);
    figures.requests.push(sum.requests / sum.seconds);
    figures.clientErrors.push(sum.clientErrors / sum.seconds);
    figures.serverErrors.push(sum.serverErrors / sum.seconds);
    figures.p50.push(latency?.p50 ?? null);
    figures.p90.push(latency?.p90 ?? null);
    figures.p99.push(latency?.p99 ?? null);
    this.trim(figures);
    this.sum = emptySum();
    this.draw();
  }

  private trim(figures: Figures): void {
    const most = 3600 / figures.intervalSeconds;
    if (figures.time.length > most) {
      for (const list of [figures.time, figures.requests, figures.clientErrors, figures.serverErrors, figures.p50, figures.p90, figures.p99]) {
        list.shift();
      }
    }
  }

  private range(seconds: number, chosen: HTMLButtonElement): void {
    this.seconds = seconds;
    for (const button of byId("ranges").querySelectorAll("button")) {
      setAttribute(button, "aria-pressed", String(button === chosen));
    }
    this.draw();
  }

  private draw(): void {
    const f = this.figures;
    if (!f) return;
    const marks = this.marks.filter((m) => this.cluster === "" || m.cluster === undefined || m.cluster === this.cluster);
    this.requests.show([f.time, f.requests, f.clientErrors, f.serverErrors], this.seconds, marks);
    this.latency.show([f.time, f.p50, f.p90, f.p99], this.seconds, marks);
  }
}

function toldOfChange(c: Change): Told {
  return { time: Date.parse(c.timestamp) / 1000, text: `${c.cluster} / ${c.address}: ${c.state === "ready" ? c.health : c.state}`, cluster: c.cluster };
}

function toldOfAct(a: Act): Told {
  return { time: Date.parse(a.timestamp) / 1000, text: `${placeOf(a)}: ${actText(a)}`, cluster: a.cluster };
}

function emptySum(): { seconds: number; requests: number; clientErrors: number; serverErrors: number } {
  return { seconds: 0, requests: 0, clientErrors: 0, serverErrors: 0 };
}
