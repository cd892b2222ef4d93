// One chart over time. uPlot draws; this feeds it, says in words what it shows, and tells values under the pointer.
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { el, setAttribute, setText } from "./dom";

export interface SeriesPlan {
  label: string;
  colour: string; // a variable of the style sheet
  dash?: number[];
  fill?: boolean;
}

/** A moment worth knowing, in Unix seconds. */
export interface Mark {
  time: number;
  text: string;
}

export interface ChartPlan {
  title: string;
  series: SeriesPlan[];
  format: (value: number) => string;
  /** Where values differ by powers of ten. */
  isLog?: boolean;
}

export class Chart {
  readonly element: HTMLElement;
  private plot: uPlot | null = null;
  private marks: Mark[] = [];
  private readonly holder = el("div", { class: "chart-canvas", role: "img" });
  private readonly values: HTMLElement[];
  private readonly moment = el("span", { class: "moment" });
  private readonly heading = el("span");
  private title = "";

  constructor(private readonly plan: ChartPlan) {
    this.name("");
    this.values = plan.series.map(() => el("span", { class: "value" }));
    const legend = plan.series.map((p, i) => el("li", {}, el("span", { class: `key key-${p.colour}`, "aria-hidden": "true" }), `${p.label} `, this.values[i]!));
    this.element = el("figure", { class: "chart" }, el("figcaption", {}, el("span", {}, this.heading, " ", this.moment), el("ul", { class: "legend" }, ...legend)), this.holder);
    new ResizeObserver(() => this.resize()).observe(this.holder);
  }

  show(data: uPlot.AlignedData, seconds: number, marks: Mark[]): void {
    this.marks = marks;
    const to = (data[0].at(-1) as number | undefined) ?? Date.now() / 1000;
    // A young Weir fills the chart with what there is: at least a minute.
    const from = Math.max(to - seconds, Math.min(data[0][0] ?? to, to - 60));
    if (!this.plot) {
      this.plot = new uPlot(this.options(), data, this.holder);
    } else {
      this.plot.setData(data, false);
    }
    const { low, high } = this.span(data, from);
    this.plot.batch(() => {
      this.plot!.setScale("x", { min: from, max: to });
      this.plot!.setScale("y", { min: low, max: high });
    });
    const last = this.plan.series.map((p, i) => `${p.label} ${this.describe(data[i + 1]?.at(-1))}`).join(", ");
    setAttribute(this.holder, "aria-label", `${this.title}, last ${seconds / 60} minutes. Now: ${last}`);
    this.tell();
  }

  /** Says what it is a chart of (empty: of all there is), and that it has no figures until the next show. */
  name(subject: string): void {
    this.title = `${this.plan.title} ${subject}`.trimEnd();
    setText(this.heading, this.title);
    setAttribute(this.holder, "aria-label", `${this.title}: no figures yet`);
  }

  /** Colours come from the style sheet, which follows the system: a change of it needs a new drawing. */
  forget(): void {
    this.plot?.destroy();
    this.plot = null;
  }

  private describe(value: number | null | undefined): string {
    return value === null || value === undefined ? "none" : this.plan.format(value);
  }

  // A logarithmic axis begins and ends at a power of ten.
  private span(data: uPlot.AlignedData, from: number): { low: number; high: number } {
    let low = Infinity;
    let high = 0;
    for (let i = data[0].length - 1; i >= 0 && data[0][i]! >= from; i--) {
      for (let s = 1; s < data.length; s++) {
        const value = data[s]![i] as number | null;
        if (value !== null && value > 0) low = Math.min(low, value);
        high = Math.max(high, value ?? 0);
      }
    }
    if (!this.plan.isLog) return { low: 0, high: high === 0 ? 1 : high * 1.1 };
    if (high === 0) return { low: 0.1, high: 100 };
    const floor = 10 ** Math.floor(Math.log10(low));
    return { low: floor, high: Math.max(floor * 10, 10 ** Math.ceil(Math.log10(high))) };
  }

  private resize(): void {
    this.plot?.setSize({ width: this.holder.clientWidth, height: this.holder.clientHeight });
  }

  // Under the pointer, or of the last point while there is none.
  private tell(): void {
    const plot = this.plot;
    if (!plot) return;
    const at = plot.cursor.idx ?? null;
    const i = at ?? plot.data[0].length - 1;
    this.values.forEach((value, s) => setText(value, this.describe(plot.data[s + 1]?.[i])));
    const time = plot.data[0][i];
    const near = at === null || time === undefined ? undefined : this.nearest(plot, time);
    setText(this.moment, at === null || time === undefined ? "" : `at ${new Date(time * 1000).toLocaleTimeString("en-GB")}${near ? `: ${near.text}` : ""}`);
  }

  private nearest(plot: uPlot, time: number): Mark | undefined {
    const reach = (((plot.scales.x!.max ?? 0) - (plot.scales.x!.min ?? 0)) * 6) / Math.max(1, plot.width);
    return this.marks.filter((m) => Math.abs(m.time - time) <= Math.max(reach, 5)).at(-1);
  }

  private drawMarks(plot: uPlot, colour: string): void {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.strokeStyle = colour;
    ctx.fillStyle = colour;
    ctx.lineWidth = devicePixelRatio;
    ctx.setLineDash([2 * devicePixelRatio, 3 * devicePixelRatio]);
    for (const mark of this.marks) {
      if (mark.time < (plot.scales.x!.min ?? 0) || mark.time > (plot.scales.x!.max ?? 0)) continue;
      const x = Math.round(plot.valToPos(mark.time, "x", true));
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      const size = 4 * devicePixelRatio;
      ctx.beginPath();
      ctx.moveTo(x - size, bbox.top);
      ctx.lineTo(x + size, bbox.top);
      ctx.lineTo(x, bbox.top + size * 1.5);
      ctx.fill();
    }
    ctx.restore();
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
    const { format, isLog, series } = this.plan;
    return {
      width: this.holder.clientWidth,
      height: this.holder.clientHeight,
      padding: [8, 24, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
      hooks: {
        setCursor: [() => this.tell()],
        draw: [(plot) => this.drawMarks(plot, colour("muted"))],
      },
      scales: { x: { time: true, auto: false }, y: isLog ? { auto: false, distr: 3, log: 10 } : { auto: false } },
      axes: [
        { ...axis, space: 90, size: 28, values: (_, splits) => timesOfDay(splits) },
        isLog
          ? { ...axis, size: 62, splits: (_, __, min, max) => powersOfTen(min, max), filter: (_, splits) => splits, values: (_, splits) => splits.map(format) }
          : { ...axis, size: 62, space: 32, values: (_, splits) => splits.map(format) },
      ],
      series: [
        {},
        ...series.map((p) => ({
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

function powersOfTen(min: number, max: number): number[] {
  const splits = [];
  for (let power = Math.floor(Math.log10(min) + 1e-9); 10 ** power <= max * 1.0001; power++) splits.push(10 ** power);
  return splits;
}

// Seconds are told where minutes would repeat.
function timesOfDay(splits: number[]): string[] {
  const second = (splits[1] ?? 60) - (splits[0] ?? 0) < 60 ? "2-digit" : undefined;
  return splits.map((s) => new Date(s * 1000).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", second }));
}
