// The cluster that lists, tiles and charts are narrowed to; kept in the address, so that a link shows the same.
import { byId, el } from "./dom";
import type { Traffic } from "./model";

export class ClusterChoice {
  private readonly select = byId<HTMLSelectElement>("cluster");
  private offered = "";

  constructor(private readonly onChoice: (cluster: string) => void) {
    this.select.addEventListener("change", () => {
      const url = new URL(location.href);
      if (this.select.value === "") url.searchParams.delete("cluster");
      else url.searchParams.set("cluster", this.select.value);
      history.replaceState(null, "", url);
      onChoice(this.select.value);
    });
  }

  /** Empty for all of them. */
  get chosen(): string {
    return this.select.value;
  }

  /** The clusters of now; one that is gone leaves the choice at all of them. */
  offer(traffic: Traffic): void {
    const names = [...new Set(traffic.backends.map((b) => b.cluster))];
    const now = names.join("\n");
    if (now === this.offered) return;
    const wanted = this.offered === "" ? (new URL(location.href).searchParams.get("cluster") ?? "") : this.select.value;
    this.offered = now;
    this.select.replaceChildren(el("option", { value: "" }, "all"), ...names.map((n) => el("option", { value: n }, n)));
    this.select.value = names.includes(wanted) ? wanted : "";
    this.onChoice(this.select.value);
  }
}
