// Bundles the dashboard into dist/, which the admin server embeds and which is checked in, so that the product builds without npm.
// With --check it writes nothing and fails when dist/ is not what the sources give.
import { readFile, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const BUDGET_BYTES = 100 * 1024; // gzipped, all files together

const result = await build({
  entryPoints: { dashboard: "src/main.ts" },
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome109", "firefox115", "safari16"],
  outdir: "dist",
  legalComments: "none",
  banner: { js: "/* Weir dashboard; with uPlot (MIT, Leon Sorokin) */" },
  write: false,
});
const files = new Map(result.outputFiles.map((f) => [f.path.split("/").pop(), f.text.trimEnd() + "\n"]));
for (const name of ["index.html", "favicon.svg"]) {
  files.set(name, await readFile(`src/${name}`, "utf8"));
}

let zipped = 0;
let stale = false;
for (const [name, text] of files) {
  zipped += gzipSync(text).length;
  if (process.argv.includes("--check")) {
    const kept = await readFile(`dist/${name}`, "utf8").catch(() => "");
    if (kept !== text) {
      console.error(`dist/${name} is not what src/ gives: run "npm ci && npm run build" in this folder and commit dist/`);
      stale = true;
    }
  } else {
    await writeFile(`dist/${name}`, text);
  }
}

console.log(`${zipped} bytes gzipped of ${BUDGET_BYTES}`);
process.exitCode = stale || zipped > BUDGET_BYTES ? 1 : 0;
