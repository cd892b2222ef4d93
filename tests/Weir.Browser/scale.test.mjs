// The dashboard before two hundred backends, and behind a token.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isLive, launch, open, row } from "./lib/browser.mjs";
import { Backend, Weir } from "./lib/world.mjs";

const TOKEN = "s3cret-token";
let browser;
let weir;
let backend;

before(async () => {
  backend = await Backend.start();
  const cluster = (from) => ({
    // Nothing listens on port 1 of these addresses: all of them fail, and tell why.
    backends: Array.from({ length: 50 }, (_, i) => ({ address: `127.0.1.${from + i}:1` })),
    backendFailureThreshold: 1,
  });
  weir = await Weir.start({
    listeners: [{ name: "default", address: "127.0.0.1:0", mode: "http", cluster: "up" }],
    clusters: { up: { backends: [{ address: backend.address }] }, a: cluster(1), b: cluster(51), c: cluster(101), d: cluster(151) },
    admin: { address: "127.0.0.1:0", token: TOKEN },
  });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await weir?.dispose();
  await backend?.kill();
});

test("a cluster that is folded among many opens when one of its backends goes down", async () => {
  const crowd = await Promise.all(Array.from({ length: 50 }, () => Backend.start()));
  const spread = Array.from({ length: 5 }, (_, i) => [
    `c${i}`,
    { backendCheckInterval: 0.2, backendFailureThreshold: 1, backends: crowd.slice(10 * i, 10 * i + 10).map((b) => ({ address: b.address })) },
  ]);
  const all = await Weir.start({
    listeners: [{ name: "default", address: "127.0.0.1:0", mode: "http", cluster: "c0" }],
    clusters: Object.fromEntries(spread),
    admin: { address: "127.0.0.1:0" },
  });
  try {
    const page = await open(browser, all.url);
    await page.getByText("All is well: 50 backends in service").waitFor();
    assert.equal(await row(page, crowd[42].address).isVisible(), false, "fifty rows are too many to begin with");
    await crowd[42].kill();
    await row(page, crowd[42].address).waitFor();
    await page.getByText("c4: 9 of 10 usable", { exact: false }).click();
    await row(page, crowd[42].address).waitFor({ state: "hidden" });
  } finally {
    await all.dispose();
    await Promise.all(crowd.map((b) => b.kill()));
  }
});

test("without the token nothing is shown, and the browser is told how to ask for it", async () => {
  const response = await fetch(weir.url);
  assert.equal(response.status, 401);
  assert.match(response.headers.get("www-authenticate"), /Bearer realm="weir", Basic realm="weir"/);
});

test("with the token as password the page is live, finds one of two hundred, and sums up the rest", async () => {
  const page = await open(browser, weir.url, { httpCredentials: { username: "weir", password: TOKEN } });
  await isLive(page);
  await page.getByText("201 backends in 5 clusters").waitFor();
  await page.getByText("a: 50 of 50 backends are unhealthy").waitFor();
  assert.ok((await page.locator(".finding").count()) < 20, "the findings are summed up");
  await page.keyboard.press("/");
  await page.keyboard.type("127.0.1.77:");
  await page.getByText("1 of 201 backends shown").waitFor();
  await row(page, "127.0.1.77:1").waitFor();
  await page.getByLabel("Show").selectOption("In service");
  await page.getByText("0 of 201 backends shown").waitFor();
  assert.deepEqual(page.errors, []);
});
