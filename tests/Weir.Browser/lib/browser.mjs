// Chromium, and what every test asks of a page: no error, nothing from elsewhere, no violation of accessibility rules.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Debian's Chromium; as root it runs only without its sandbox. */
export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
}

/** A page that keeps what went wrong on it. */
export async function open(browser, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.errors = [];
  page.foreign = [];
  page.on("pageerror", (e) => page.errors.push(String(e)));
  page.on("console", (m) => m.type() === "error" && page.errors.push(m.text()));
  page.on("request", (r) => r.url().startsWith(url) || page.foreign.push(r.url()));
  await page.goto(url);
  return page;
}

export async function isLive(page) {
  await page.waitForFunction(() => document.getElementById("link-text")?.textContent === "Live");
}

export function row(page, address) {
  return page.locator(`tr[data-backend="${address}"]`);
}

/** What axe finds, in words; empty when all is well. */
export async function violations(page) {
  await page.evaluate(axeSource);
  const found = await page.evaluate(() => globalThis.axe.run());
  return found.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target} ${n.failureSummary}`));
}
