// What the doctor says about the settings; shown when there is anything to say.
import { get } from "./api";
import { byId } from "./dom";
import { list } from "./findings";
import { type Finding, SEVERITIES } from "./verdict";

interface Advice {
  severity: "error" | "warning" | "info";
  message: string;
  remedy: string;
  place: string;
}

export async function showDoctor(): Promise<void> {
  const findings = (await get<{ findings: Advice[] }>("doctor"))?.findings ?? [];
  byId("doctor").hidden = findings.length === 0;
  const advice = findings.map((f): Finding => ({ severity: SEVERITIES[f.severity], title: f.message, detail: f.place, todo: f.remedy }));
  byId("advice").replaceChildren(...list(advice));
}
