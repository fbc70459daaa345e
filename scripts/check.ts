// `npm run check`: style, types, layers and drift of generated code. Every step runs; any failure fails the whole.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

interface Step {
  name: string;
  args: string[];
}

const steps: Step[] = [
  { name: "style (Biome)", args: ["node_modules/@biomejs/biome/bin/biome", "check", "."] },
  { name: "types (tsc)", args: ["node_modules/typescript/bin/tsc", "-p", "."] },
  {
    name: "layers (dependency-cruiser)",
    args: [
      "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs",
      "src",
      "--config",
      ".dependency-cruiser.cjs",
      "--output-type",
      "err",
    ],
  },
  { name: "generated code is up to date", args: ["scripts/generate-proto.ts", "--check"] },
];

let failed = 0;
for (const step of steps) {
  if (step.args[0] !== undefined && !existsSync(step.args[0])) {
    console.error(`✗ ${step.name}: ${step.args[0]} is missing: run npm ci first`);
    failed++;
    continue;
  }
  const startedAt = performance.now();
  const run = spawnSync(process.execPath, step.args, { encoding: "utf8" });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${run.status === 0 ? "✓" : "✗"} ${step.name} (${seconds} s)`);
  if (run.status === 0) continue;
  failed++;
  process.stdout.write(run.stdout);
  process.stderr.write(run.stderr);
}
process.exitCode = failed === 0 ? 0 : 1;
