// Takes the pictures that people look at before a release: node screenshots.mjs FOLDER. Light, dark, narrow, one backend down.
import { readFile, writeFile } from "node:fs/promises";
import { isLive, launch, open } from "./lib/browser.mjs";
import { Backend, Weir, traffic } from "./lib/world.mjs";

const folder = process.argv[2] ?? ".";
const SECONDS_OF_TRAFFIC = Number(process.argv[3] ?? 75);

// Until what a choice asked for is drawn.
const SETTLED_MS = 1500;

const slow = (ms) => (_, response) => setTimeout(() => response.end("x".repeat(2000)), ms * (0.5 + Math.random()));
const failing = (request, response) => {
  response.statusCode = request.url === "/healthz" ? 200 : 500;
  response.end();
};
const shop = await Promise.all([2, 3, 5, 4].map((ms) => Backend.start(slow(ms))));
const api = await Promise.all([12, 18].map((ms) => Backend.start(slow(ms))));
const cluster = (backends) => ({
  backendCheckInterval: 1,
  healthCheck: { type: "http", path: "/healthz" },
  backends: backends.map((b) => ({ address: b.address })),
});
const weir = await Weir.start({
  listeners: [
    {
      name: "web",
      address: "127.0.0.1:0",
      mode: "http",
      routes: [{ host: "127.0.0.1", pathPrefix: "/cart", cluster: "shop" }, { pathPrefix: "/api", cluster: "api" }],
    },
  ],
  clusters: { shop: cluster(shop), api: { ...cluster(api), algorithm: "leastConnections", maxConnections: 64 } },
  admin: { address: "127.0.0.1:0" },
});
const browser = await launch();
const stops = [traffic(weir, 8, "web")];
const apiTimer = setInterval(() => void weir.ask("web", "/api/orders"), 25);
const scan = setInterval(() => void weir.ask("web", "/wp-login.php"), 9000);
const page = await open(browser, weir.url, { colorScheme: "light" });
await isLive(page);
await page.waitForFunction((s) => window.performance.now() > s * 1000, SECONDS_OF_TRAFFIC, { timeout: 600_000 });
await page.screenshot({ path: `${folder}/light.png` });
await page.screenshot({ path: `${folder}/light-full.png`, fullPage: true });
await page.locator("#cluster").selectOption("api");
await page.getByRole("img", { name: /^Requests per second of api/ }).waitFor();
await page.waitForTimeout(SETTLED_MS);
await page.screenshot({ path: `${folder}/one-cluster.png`, fullPage: true });
await page.locator("#cluster").selectOption("");
await page.emulateMedia({ colorScheme: "dark" });
await page.screenshot({ path: `${folder}/dark.png` });
await api[1].kill();
await page.locator("tr[data-state=bad]").waitFor();
await page.locator("#failures > li summary").first().click();
await page.screenshot({ path: `${folder}/down-dark.png`, fullPage: true });
await page.emulateMedia({ colorScheme: "light" });
await page.screenshot({ path: `${folder}/down.png` });
await page.getByRole("button", { name: /Manage/ }).first().click();
await page.screenshot({ path: `${folder}/dialog.png` });
await page.keyboard.press("Escape");
for (const [method, action, body] of [
  ["POST", "drain", { reason: "disk change, back at noon" }],
  ["POST", "ready", {}],
  ["PUT", "weight", { weight: 2, reason: "new machine" }],
]) {
  await fetch(`${weir.url}api/v1/clusters/shop/backends/${shop[0].address}/${action}`, { method, body: JSON.stringify(body) });
}
await fetch(`${weir.url}api/v1/reload`, { method: "POST" });
await page.locator("#changes li", { hasText: "reload by" }).waitFor();
await page.screenshot({ path: `${folder}/operators.png`, fullPage: true });
const narrow = await open(browser, weir.url, { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 });
await isLive(narrow);
await narrow.locator("tr[data-state=bad]").waitFor();
await narrow.screenshot({ path: `${folder}/narrow.png` });
await narrow.screenshot({ path: `${folder}/narrow-full.png`, fullPage: true });
await narrow.context().close();
await api[1].listen();

// Many healthy ones, of which one fails while its check is green; the whole width; a file that is not in force; no link.
const many = await Promise.all(Array.from({ length: 50 }, (_, i) => Backend.start(i === 7 ? failing : slow(3))));
const crowd = await Weir.start({
  listeners: [{ name: "web", address: "127.0.0.1:0", mode: "http", cluster: "web" }],
  clusters: { web: cluster(many) },
  admin: { address: "127.0.0.1:0" },
});
stops.push(traffic(crowd, 8, "web"));
const wide = await open(browser, crowd.url, { viewport: { width: 1920, height: 1080 } });
wide.setDefaultTimeout(120_000);
await wide.locator("tr[data-state=bad]").waitFor();
await many[3].kill();
await wide.locator("tr[data-state=bad]").nth(1).waitFor();
await wide.waitForFunction(() => window.performance.now() > 20_000, null, { timeout: 60_000 });
await wide.screenshot({ path: `${folder}/many-1920.png`, fullPage: true });
await writeFile(crowd.file, (await readFile(crowd.file, "utf8")).replace('"backends"', '"backend"'));
await wide.locator("#findings").getByText(/the file on disk is invalid/).waitFor();
await Promise.all(many.map((b) => b.kill()));
await wide.getByText(/no usable backend/).first().waitFor();
await wide.screenshot({ path: `${folder}/all-down-rejected.png`, fullPage: true });
const narrowDown = await open(browser, crowd.url, { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 });
await isLive(narrowDown);
await narrowDown.getByText(/no usable backend/).first().waitFor();
await narrowDown.screenshot({ path: `${folder}/narrow-all-down.png`, fullPage: true });
await crowd.dispose();
await wide.getByRole("heading", { name: /No connection to Weir/ }).waitFor();
await wide.screenshot({ path: `${folder}/lost.png` });
stops.forEach((stop) => stop());
clearInterval(apiTimer);
clearInterval(scan);
await browser.close();
await weir.dispose();
await Promise.all([...shop, ...api].map((b) => b.kill()));
process.exit(0);
