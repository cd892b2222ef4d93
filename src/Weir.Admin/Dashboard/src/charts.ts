// The last hour as charts, with the moments of reloads and state changes marked.
import { Chart, type Mark } from "./chart";
import { byId, el, setAttribute } from "./dom";
import { duration, rate } from "./format";
import type { Change, History, Traffic } from "./model";

const RANGES = [
  { label: "5 min", seconds: 300 },
  { label: "15 min", seconds: 900 },
  { label: "1 h", seconds: 3600 },
];

const MOST_MARKS = 200;

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
  private marks: Mark[] = [];
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
    this.marks = [
      ...history.reloads.map((r): Mark => ({ time: r.time, text: r.result === "applied" ? "reload" : "reload rejected" })),
      ...history.changes.map((c): Mark => ({ time: Date.parse(c.timestamp) / 1000, text: changeText(c) })),
    ].sort((a, b) => a.time - b.time);
    this.sum = emptySum();
    this.draw();
  }

  mark(timestamp: string, text: string): void {
    this.marks.push({ time: Date.parse(timestamp) / 1000, text });
    this.marks = this.marks.slice(-MOST_MARKS);
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
    this.requests.show([h.time, h.requests, h.clientErrors, h.serverErrors], this.seconds, this.marks);
    this.latency.show([h.time, h.p50, h.p90, h.p99], this.seconds, this.marks);
  }
}

export function changeText(change: Change): string {
  return `${change.cluster} / ${change.address}: ${change.state === "ready" ? change.health : change.state}`;
}

function emptySum(): { seconds: number; requests: number; clientErrors: number; serverErrors: number } {
  return { seconds: 0, requests: 0, clientErrors: 0, serverErrors: 0 };
}
