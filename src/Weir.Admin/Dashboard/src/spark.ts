// A line as small as a word: the last hour of one backend, errors as marks below it.
import { svg } from "./dom";

const WIDTH = 120;
const HEIGHT = 26;
const POINTS = 120;
// A young Weir has few points: they are spread over the width, as if there were at least these.
const LEAST_POINTS = 12;

export class Spark {
  private readonly line = svg("path", { class: "spark-line" });
  private readonly marks = svg("path", { class: "spark-errors" });
  readonly element = svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "spark", preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" },
    this.line,
    this.marks,
  );
  private rates: (number | null)[] = [];
  private errors: (number | null)[] = [];

  load(rates: (number | null)[], errors: (number | null)[]): void {
    this.rates = rates.slice(-POINTS);
    this.errors = errors.slice(-POINTS);
    this.draw();
  }

  add(rate: number, errors: number): void {
    this.load([...this.rates, rate], [...this.errors, errors]);
  }

  private draw(): void {
    const top = Math.max(1, ...this.rates.map((r) => r ?? 0));
    const places = Math.max(LEAST_POINTS, this.rates.length);
    const step = WIDTH / (places - 1);
    const from = places - this.rates.length;
    let line = "";
    let pen = "M";
    this.rates.forEach((rate, i) => {
      if (rate === null) {
        pen = "M";
        return;
      }
      line += `${pen}${((from + i) * step).toFixed(1)} ${(HEIGHT - 5 - (rate / top) * (HEIGHT - 8)).toFixed(1)}`;
      pen = "L";
    });
    this.line.setAttribute("d", line);
    const marks = this.errors.map((e, i) => (e !== null && e > 0 ? `M${((from + i) * step).toFixed(1)} ${HEIGHT - 3}v3` : ""));
    this.marks.setAttribute("d", marks.join(""));
  }
}
