// Numbers and times as people read them: three digits that mean something, and a unit.

export function rate(value: number): string {
  if (value === 0) return "0";
  if (value < 0.1) return "<0.1";
  if (value < 10) return value.toFixed(1);
  return count(value);
}

export function count(value: number): string {
  if (value < 10_000) return Math.round(value).toLocaleString("en");
  if (value < 1_000_000) return `${digits(value / 1_000)}k`;
  return `${digits(value / 1_000_000)}M`;
}

/** A number stays on one line with its unit: "4.79 s" in the words of the server. */
export function glue(text: string): string {
  return text.replace(/(\d) (?=(?:ms|s|min|h|d|%)(?![\w]))/g, "$1\u00a0");
}

export function milliseconds(value: number | null | undefined): string {
  if (value === null || value === undefined) return "–";
  if (value === 0) return "0 ms";
  if (value >= 10_000) return `${digits(value / 1000)} s`;
  return `${digits(value)} ms`;
}

/** As short as an axis wants it: "0.1 ms", "10 ms", "1 s", "2.5 s". */
export function duration(ms: number): string {
  const [value, unit] = ms >= 1000 ? [ms / 1000, "s"] : [ms, "ms"];
  return `${Number(value.toPrecision(2)).toLocaleString("en")} ${unit}`;
}

export function percent(share: number): string {
  const value = share * 100;
  return `${value > 0 && value < 10 ? value.toFixed(1) : Math.floor(value)}\u00a0%`;
}

/** "3 s", "5 min", "2 h", "4 d". */
export function age(seconds: number): string {
  if (seconds < 90) return `${Math.max(0, Math.round(seconds))} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}

export function agoOf(timestamp: string, now: string): string {
  const seconds = (Date.parse(now) - Date.parse(timestamp)) / 1000;
  return seconds < 2 ? "just now" : `${age(seconds)} ago`;
}

export function clock(timestamp: string): string {
  return new Date(timestamp).toLocaleTimeString("en-GB");
}

export function plural(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}

function digits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
