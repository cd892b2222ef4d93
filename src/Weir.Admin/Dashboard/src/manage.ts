// Takes a backend out of service and back, or changes its weight: says what will happen, and does it when told so again.
import { pathOf, send } from "./api";
import { byId, el, setText } from "./dom";
import { plural } from "./format";
import type { Backend } from "./model";

type Action = "ready" | "drain" | "maint" | "weight";

const WORDS: Record<Action, { title: string; done: string; does: (b: Backend) => string }> = {
  ready: {
    title: "Ready",
    done: "is ready for work",
    does: () => "It gets new work again as soon as it is healthy.",
  },
  drain: {
    title: "Drain",
    done: "takes no new work",
    does: (b) => `It gets no new work; ${b.inUse === 0 ? "nothing runs there now" : `${plural(b.inUse, "connection")} in use may finish`}. Checks go on.`,
  },
  maint: {
    title: "Maintenance",
    done: "is in maintenance",
    does: (b) => `It gets no new work, checks stop, and tcp sessions are cut${b.inUse > 0 ? ` (${plural(b.inUse, "connection")} in use)` : ""}.`,
  },
  weight: {
    title: "Weight",
    done: "has its new weight",
    does: () => "Its share of new work, beside the weights of the others; 0 means none. Lasts until a restart.",
  },
};

export class Manage {
  private readonly dialog = byId<HTMLDialogElement>("manage");
  private readonly toast = byId("toast");

  open(backend: Backend): void {
    const close = el("button", { type: "button", class: "quiet" }, "Close");
    close.addEventListener("click", () => this.dialog.close());
    const actions: Action[] = ["ready", "drain", "maint", "weight"];
    this.dialog.replaceChildren(
      el("h2", { id: "manage-title" }, backend.address),
      el("p", { class: "muted" }, `Cluster ${backend.cluster}. What you set here lasts until Weir restarts; a reload keeps it.`),
      el("div", { class: "choices" }, ...actions.filter((a) => a !== backend.state).map((a) => this.choice(a, backend))),
      el("div", { class: "dialog-end" }, close),
    );
    this.dialog.showModal();
  }

  private choice(action: Action, backend: Backend): HTMLElement {
    const words = WORDS[action];
    const weight = el("input", { type: "number", min: 0, max: 256, step: 1, value: backend.weight, id: "weight", "aria-label": "New weight", class: "weight" });
    const ask = el("button", { type: "button" }, action === "weight" ? "Set weight…" : `${words.title}…`);
    const box = el(
      "div",
      { class: "choice" },
      el("div", {}, el("strong", {}, words.title), el("p", { class: "muted" }, words.does(backend))),
      action === "weight" && weight,
      ask,
    );
    ask.addEventListener("click", () => {
      if (action !== "weight" || weight.reportValidity()) {
        this.confirm(action, backend, weight.valueAsNumber);
      }
    });
    return box;
  }

  private confirm(action: Action, backend: Backend, weight: number): void {
    const words = WORDS[action];
    const title = action === "weight" ? `Set the weight of ${backend.address} to ${weight}?` : `${words.title}: ${backend.address}?`;
    const error = el("p", { class: "is-bad", role: "alert" });
    const yes = el("button", { type: "button", class: action === "ready" || action === "weight" ? "primary" : "danger" }, action === "weight" ? "Set weight" : words.title);
    const no = el("button", { type: "button", class: "quiet" }, "Cancel");
    no.addEventListener("click", () => this.dialog.close());
    yes.addEventListener("click", () => {
      yes.disabled = true;
      const path = `${pathOf(backend.cluster, backend.address)}/${action}`;
      const sent = action === "weight" ? send("PUT", path, { weight }) : send("POST", path);
      sent.then(
        () => {
          this.dialog.close();
          this.tell(`${backend.address} ${words.done}`);
        },
        (failure: Error) => {
          yes.disabled = false;
          setText(error, `That did not work: ${failure.message}`);
        },
      );
    });
    this.dialog.replaceChildren(
      el("h2", { id: "manage-title" }, title),
      el("p", {}, words.does(backend)),
      error,
      el("div", { class: "dialog-end" }, no, yes),
    );
    no.focus();
  }

  private tell(text: string): void {
    setText(this.toast, text);
    this.toast.classList.add("is-shown");
    setTimeout(() => this.toast.classList.remove("is-shown"), 4000);
  }
}
