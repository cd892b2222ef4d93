// The configuration in force: each value, and where it comes from.
import { get } from "./api";
import { byId, el } from "./dom";
import type { ConfigValue } from "./model";

const ORIGINS: Record<string, (v: ConfigValue) => string> = {
  file: (v) => `file, line ${v.line}`,
  commandLine: () => "command line",
  loadBalancer: (v) => (v.line ? `loadBalancer, line ${v.line}` : "loadBalancer"),
  default: () => "default",
};

export class Config {
  private values: ConfigValue[] = [];
  private readonly find = byId<HTMLInputElement>("config-find");
  private readonly onlySet = byId<HTMLInputElement>("config-set");
  private readonly body = byId("config-body");

  constructor() {
    const details = byId<HTMLDetailsElement>("config");
    details.addEventListener("toggle", () => details.open && void this.load());
    this.find.addEventListener("input", () => this.draw());
    this.onlySet.addEventListener("change", () => this.draw());
  }

  private async load(): Promise<void> {
    try {
      this.values = (await get<ConfigValue[]>("config/values")) ?? [];
      this.draw();
    } catch (failure) {
      this.body.replaceChildren(el("p", { class: "is-bad" }, `The configuration could not be read: ${(failure as Error).message}`));
    }
  }

  private draw(): void {
    const text = this.find.value.trim().toLowerCase();
    const shown = this.values.filter(
      (v) => (!this.onlySet.checked || v.origin !== "default") && (text === "" || `${v.path} ${v.value}`.toLowerCase().includes(text)),
    );
    const rows = shown.map((v) =>
      el(
        "tr",
        { "data-origin": v.origin },
        el("th", { scope: "row" }, el("code", {}, v.path)),
        el("td", {}, el("code", {}, v.value)),
        el("td", { class: v.origin === "default" ? "muted" : "" }, ORIGINS[v.origin]?.(v) ?? v.origin),
      ),
    );
    this.body.replaceChildren(
      rows.length === 0
        ? el("p", { class: "muted" }, "Nothing matches.")
        : el(
            "table",
            { class: "config", "aria-label": "Configuration in force" },
            el("thead", {}, el("tr", {}, ...["Key", "Value", "From"].map((h) => el("th", { scope: "col" }, h)))),
            el("tbody", {}, ...rows),
          ),
    );
  }
}
