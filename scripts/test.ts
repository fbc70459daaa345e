// `npm test [-- filter ...]`: every test file whose path contains a filter (all of them without one).
// Slow suites are commands of their own; what runs here is their short form.
import { spawn } from "node:child_process";
import { globSync } from "node:fs";

const filters = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const flags = process.argv.slice(2).filter((word) => word.startsWith("--"));
const files = globSync("test/**/*.test.ts")
  .filter((file) => filters.length === 0 || filters.some((word) => file.includes(word)))
  .sort();

if (files.length === 0) {
  console.error(`no test file matches ${filters.join(" ")}`);
  process.exit(1);
}

const runner = spawn(
  process.execPath,
  ["--disable-proto=delete", "--no-warnings", "--test", "--test-timeout=180000", ...flags, ...files],
  {
    stdio: "inherit",
  },
);
runner.on("exit", (code) => {
  process.exitCode = code ?? 1;
});
