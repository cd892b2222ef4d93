// The charts over time. uPlot draws; this feeds it, and says in words what it shows.
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { byId, el, setAttribute } from "./dom";
import { milliseconds, rate } from "./format";
import type { History, Traffic } from "./model";

const RANGES = [
  { label: "5 min", seconds: 300 },
  { label: "15 min", seconds: 900 },
  { label: "1 h", seconds: 3600 },
];

interface SeriesPlan {
  label: string;
  colour: string; // a variable of the style sheet
  dash?: number[];
  fill?: boolean;
}

class Chart {
  private plot: uPlot | null = null;
  private readonly holder = el("div", { class: "chart-canvas", role: "img" });
  readonly element: HTMLElement;

  constructor(
    private readonly title: string,
    private readonly plans: SeriesPlan[],
    private readonly format: (value: number) => string,
  ) {
    const legend = plans.map((p) => el("li", {}, el("span", { class: `key key-${p.colour}`, "aria-hidden": "true" }), p.label));
    this.element = el("figure", { class: "chart" }, el("figcaption", {}, title, el("ul", { class: "legend" }, ...legend)), this.holder);
    new ResizeObserver(() => this.resize()).observe(this.holder);
  }

  show(data: uPlot.AlignedData, seconds: number): void {
    const to = (data[0].at(-1) as number | undefined) ?? Date.now() / 1000;
    // A young Weir fills the chart with what there is: at least a minute.
    const from = Math.max(to - seconds, Math.min(data[0][0] ?? to, to - 60));
    if (!this.plot) {
      this.plot = new uPlot(this.options(), data, this.holder);
    } else {
      this.plot.setData(data, false);
    }
    this.plot.batch(() => {
      this.plot!.setScale("x", { min: from, max: to });
      this.plot!.setScale("y", { min: 0, max: this.top(data, from) });
    });
    const last = this.plans.map((p, i) => `${p.label} ${this.describe(data[i + 1]?.at(-1))}`).join(", ");
    setAttribute(this.holder, "aria-label", `${this.title}, last ${seconds / 60} minutes. Now: ${last}`);
  }

  /** Colours come from the style sheet, which follows the system: a change of it needs a new drawing. */
  forget(): void {
    this.plot?.destroy();
    this.plot = null;
  }

  private describe(value: number | null | undefined): string {
    return value === null || value === undefined ? "none" : this.format(value);
  }

  private top(data: uPlot.AlignedData, from: number): number {
    let top = 0;
    for (let i = data[0].length - 1; i >= 0 && data[0][i]! >= from; i--) {
      for (let s = 1; s < data.length; s++) top = Math.max(top, (data[s]![i] as number | null) ?? 0);
    }
    return top === 0 ? 1 : top * 1.1;
  }

  private resize(): void {
    this.plot?.setSize({ width: this.holder.clientWidth, height: this.holder.clientHeight });
  }

  private options(): uPlot.Options {
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim();
    const axis: uPlot.Axis = {
      stroke: colour("muted"),
      grid: { stroke: colour("line"), width: 1 },
      ticks: { show: false },
      font: "12px system-ui, sans-serif",
    };
    return {
      width: this.holder.clientWidth,
      height: this.holder.clientHeight,
      padding: [8, 24, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: true, auto: false }, y: { auto: false } },
      axes: [
        { ...axis, space: 90, size: 28, values: (_, splits) => timesOfDay(splits) },
        { ...axis, size: 62, space: 32, values: (_, splits) => splits.map((v) => this.format(v)) },
      ],
      series: [
        {},
        ...this.plans.map((p) => ({
          stroke: colour(p.colour),
          width: 1.75,
          dash: p.dash,
          fill: p.fill ? colour(`${p.colour}-soft`) : undefined,
          points: { show: false },
          spanGaps: false,
        })),
      ],
    };
  }
}

// Seconds are told where minutes would repeat.
function timesOfDay(splits: number[]): string[] {
  const second = (splits[1] ?? 60) - (splits[0] ?? 0) < 60 ? "2-digit" : undefined;
  return splits.map((s) => new Date(s * 1000).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", second }));
}

const axisRate = (v: number): string => (v >= 10 || v === 0 ? rate(v) : v.toFixed(1));

export class Charts {
  private readonly requests = new Chart(
    "Requests per second",
    [
      { label: "all", colour: "accent", fill: true },
      { label: "4xx", colour: "warn", dash: [6, 4] },
      { label: "5xx", colour: "bad" },
    ],
    axisRate,
  );
  private readonly latency = new Chart(
    "Latency",
    [
      { label: "p50", colour: "accent", fill: true },
      { label: "p90", colour: "warn", dash: [6, 4] },
      { label: "p99", colour: "bad" },
    ],
    (v) => (v === 0 ? "0" : milliseconds(v)),
  );
  private seconds = RANGES[0]!.seconds;
  private history: History | null = null;
  private sum = emptySum();

  constructor() {
    byId("charts").append(this.requests.element, this.latency.element);
    for (const range of RANGES) {
      const button = el("button", { type: "button", "aria-pressed": String(range.seconds === this.seconds) }, range.label);
      button.addEventListener("click", () => this.choose(range.seconds, button));
      byId("ranges").append(button);
    }
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.requests.forget();
      this.latency.forget();
      this.draw();
    });
  }

  load(history: History): void {
    this.history = history;
    this.sum = emptySum();
    this.draw();
  }

  /** Seconds are gathered into points as long as those of the server's history. */
  add(traffic: Traffic): void {
    const history = this.history;
    if (!history) return;
    const sum = this.sum;
    sum.seconds++;
    sum.requests += traffic.requests;
    sum.clientErrors += traffic.classes[3] ?? 0;
    sum.serverErrors += traffic.classes[4] ?? 0;
    if (sum.seconds < history.intervalSeconds) return;
    history.time.push(Date.parse(traffic.timestamp) / 1000);
    history.requests.push(sum.requests / sum.seconds);
    history.clientErrors.push(sum.clientErrors / sum.seconds);
    history.serverErrors.push(sum.serverErrors / sum.seconds);
    history.p50.push(traffic.latency?.p50 ?? null);
    history.p90.push(traffic.latency?.p90 ?? null);
    history.p99.push(traffic.latency?.p99 ?? null);
    this.trim(history);
    this.sum = emptySum();
    this.draw();
  }

  private trim(history: History): void {
    const most = 3600 / history.intervalSeconds;
    if (history.time.length > most) {
      for (const list of [history.time, history.requests, history.clientErrors, history.serverErrors, history.p50, history.p90, history.p99]) {
        list.shift();
      }
    }
  }

  private choose(seconds: number, chosen: HTMLButtonElement): void {
    this.seconds = seconds;
    for (const button of byId("ranges").querySelectorAll("button")) {
      setAttribute(button, "aria-pressed", String(button === chosen));
    }
    this.draw();
  }

  private draw(): void {
    const h = this.history;
    if (!h) return;
    this.requests.show([h.time, h.requests, h.clientErrors, h.serverErrors], this.seconds);
    this.latency.show([h.time, h.p50, h.p90, h.p99], this.seconds);
  }
}

function emptySum(): { seconds: number; requests: number; clientErrors: number; serverErrors: number } {
  return { seconds: 0, requests: 0, clientErrors: 0, serverErrors: 0 };
}
