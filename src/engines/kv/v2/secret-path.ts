// What the paths data/, delete/, undelete/, destroy/, metadata/ and subkeys/ have in common: they name a key.
import { text } from "#contract/fields/scalars.ts";
import type { ReadCall } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import type { KvMount } from "./kv-mount.ts";
import { noSecretNamed } from "./misplaced-path.ts";
import { keyPlace } from "./stored-keys.ts";

export const secretPathField = text("Path of the secret.");

interface NamesSecret {
  readonly path?: string;
}

/** Whether the key is known, with versions or without: a write is then an update. */
export function secretExists(_mount: KvMount, call: ReadCall): boolean {
  return call.storage.get(keyPlace(pathOf(call))) !== undefined;
}

export function pathOf({ fields }: { fields: NamesSecret }): string {
  return fields.path ?? "";
}

/** What to answer when no secret is named: nothing of the sort is there, or it can not be asked for. */
export function unnamed(call: Pick<ReadCall, "request">): Reply | undefined {
  return call.request.path.endsWith("/") ? undefined : noSecretNamed();
}
