// Where a secret is: the mount that holds its path, that engine's version, and the API paths that follow from both.

import { ApiError } from "#client/api-error.ts";
import { isJsonObject } from "#client/json-text.ts";
import { attempt } from "../attempt.ts";
import type { Call } from "../call.ts";
import { CliError } from "../cli-error.ts";
import type { FlagSet } from "../flags/flag.ts";
import { cleanPath } from "../input/paths.ts";

/** The parts of a version 2 engine's API. */
export type KvRoom = "data" | "metadata" | "delete" | "undelete" | "destroy";

export interface KvPlace {
  readonly isVersioned: boolean;
  /** For a version 1 engine the room makes no difference. */
  pathIn(room: KvRoom): string;
}

/**
 * @param mount of -mount; without it `path` begins with the mount
 * @throws CliError when the token may not know the mount
 */
export async function findKvPlace(
  call: Call<FlagSet>,
  path: string,
  mount: string | undefined,
): Promise<KvPlace> {
  const secret = cleanPath(path);
  const asked = mount === undefined ? secret : cleanPath(mount);
  const found = await askForMount(call, asked);
  const whole = mount === undefined || secret === "" ? asked : `${asked}/${secret}`;
  return {
    isVersioned: found.isVersioned,
    pathIn: (room) => (found.isVersioned ? withRoom(whole, found.mountPath, room) : whole),
  };
}

/** @throws CliError that says what `what` needs */
export function demandVersions(place: KvPlace, what: string): void {
  if (!place.isVersioned) throw new CliError(`${what} not supported on KV Version 1`);
}

interface FoundMount {
  readonly mountPath: string;
  readonly isVersioned: boolean;
}

async function askForMount(call: Call<FlagSet>, path: string): Promise<FoundMount> {
  const client = await call.preflightClient();
  const answer = client.read(`sys/internal/ui/mounts/${path}`).catch((error: unknown) => {
    // Servers before this question existed have version 1 engines only.
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  });
  const data = (await attempt(call, "", answer))?.data;
  const options = data?.options;
  return {
    mountPath: typeof data?.path === "string" ? data.path : "",
    isVersioned: isJsonObject(options) && options.version === "2",
  };
}

/** The room goes between the mount's path and the rest. */
function withRoom(path: string, mountPath: string, room: KvRoom): string {
  const mount = cleanPath(mountPath);
  if (path === mount) return `${mount}/${room}`;
  // In a namespace the mount's path may begin with the namespace, which the path does not.
  for (let tail = mount; tail !== ""; tail = tail.includes("/") ? tail.slice(tail.indexOf("/") + 1) : "") {
    if (path.startsWith(`${tail}/`)) return `${tail}/${room}/${path.slice(tail.length + 1)}`;
  }
  return `${mount}/${room}/${path}`;
}
