// Short ways to load configurations from files that exist in a map only.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type LoadConfigInputs, type LoadedConfig, loadConfig } from "#config/load-config.ts";
import { ETH0, LOOPBACK, lines } from "../decide.ts";
import { type FakeFile, fakeFiles } from "./fake-files.ts";

export type FakeFileMap = Readonly<Record<string, FakeFile>>;

export const NOW_MS = Date.parse("2027-01-01T00:00:00Z");

export function pem(name: string): string {
  return readFileSync(join(import.meta.dirname, "../testdata", name), "utf8");
}

export function load(files: FakeFileMap, inputs: Partial<LoadConfigInputs> = {}): LoadedConfig {
  return loadConfig({
    paths: ["/etc/a.hcl"],
    environment: {},
    files: fakeFiles(files),
    networkAddresses: [LOOPBACK, ETH0],
    nowMs: NOW_MS,
    ...inputs,
  });
}

/** The one line that refuses the start. */
export function refusal(files: FakeFileMap, inputs: Partial<LoadConfigInputs> = {}): string {
  const { config, errors } = load(files, inputs);
  assert.equal(config, undefined);
  assert.equal(errors.length, 1, lines(errors).join("\n"));
  return lines(errors)[0] ?? "";
}
