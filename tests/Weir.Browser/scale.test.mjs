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
