// What may stand for an argument: asked of the server, within a second, with the token at hand.
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Json } from "#client/json-text.ts";
import { isJsonObject } from "#client/json-text.ts";
import type { VaultClient } from "#client/vault-client.ts";
import type { Prediction } from "../command.ts";
import { openClient } from "../open-client.ts";
import type { Terminal } from "../terminal.ts";

export interface Beginning {
  readonly last: string;
  readonly terminal: Terminal;
}

const PATIENCE_MS = 1000;

export async function predict(
  prediction: Prediction,
  { last, terminal }: Beginning,
): Promise<readonly string[]> {
  if (typeof prediction === "object") return prediction;
  if (prediction === "nothing") return [];
  if (prediction === "file") return await filesNear(last);
  const silent: Terminal = Object.create(terminal, { err: { value: () => undefined } });
  using opened = await openClient(silent, {});
  const client = opened.with({ timeoutMs: PATIENCE_MS, retries: 0 });
  switch (prediction) {
    case "policy":
      return names((await client.list("sys/policies/acl"))?.data?.keys);
    case "secret mount":
      return Object.keys((await client.read("sys/mounts"))?.data ?? {});
    case "auth mount":
      return Object.keys((await client.read("sys/auth"))?.data ?? {});
    case "audit device":
      return Object.keys((await client.read("sys/audit"))?.data ?? {});
    case "path":
      return await pathsNear(client, last);
  }
}

/** Mounts first; below a mount what is in the folder that was typed. */
async function pathsNear(client: VaultClient, last: string): Promise<string[]> {
  const mounts = await visibleMounts(client);
  const mount = mounts.find(({ path }) => last.startsWith(path));
  if (mount === undefined) return mounts.map(({ path }) => path);
  const folder = last.slice(0, last.lastIndexOf("/") + 1);
  const inside = folder.slice(mount.path.length);
  const listed = mount.isVersioned ? `${mount.path}metadata/${inside}` : folder;
  const keys = names((await client.list(listed))?.data?.keys);
  return keys.map((key) => folder + key);
}

async function visibleMounts(client: VaultClient): Promise<{ path: string; isVersioned: boolean }[]> {
  const data = (await client.read("sys/internal/ui/mounts"))?.data;
  const secret = isJsonObject(data?.secret) ? data.secret : {};
  return Object.entries(secret).map(([path, mount]) => {
    const options = isJsonObject(mount) ? mount.options : undefined;
    return { path, isVersioned: isJsonObject(options) && options.version === "2" };
  });
}

async function filesNear(last: string): Promise<string[]> {
  const directory = last.endsWith("/") ? last : dirname(last);
  const entries = await readdir(directory === "" ? "." : directory, { withFileTypes: true });
  return entries.map((entry) => {
    const path = last.includes("/") ? join(directory, entry.name) : entry.name;
    return entry.isDirectory() ? `${path}/` : path;
  });
}

function names(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((name): name is string => typeof name === "string") : [];
}
