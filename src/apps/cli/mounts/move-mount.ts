// Moves a mount: the server works on it, we ask how far it is.
import { isJsonObject, type JsonObject } from "#client/json-text.ts";
import { attempt } from "../attempt.ts";
import type { Call } from "../call.ts";
import { CliError } from "../cli-error.ts";
import type { FlagSet } from "../flags/flag.ts";

export interface Move {
  /** `secrets engine` or `auth method`. */
  readonly what: string;
  readonly from: string;
  readonly to: string;
  /** `auth/` for auth methods. */
  readonly prefix: string;
}

const ASK_EVERY_MS = 1000;

export async function moveMount(call: Call<FlagSet>, { what, from, to, prefix }: Move): Promise<void> {
  const client = await call.client();
  const failure = `Error moving ${what} ${from} to ${to}`;
  const body = { from: prefix + from, to: prefix + to };
  const started = await attempt(call, failure, client.post("sys/remount", body));
  const id = started?.data?.migration_id;
  if (typeof id !== "string") {
    call.say(`Success! Moved ${what} ${from} to: ${to}`);
    return;
  }
  call.say(`Started moving ${what} ${from} to ${to}, with migration ID ${id}`);
  for (;;) {
    const status = await attempt(call, failure, askStatus(call, id));
    if (status === "success") break;
    if (status === "failure")
      throw new CliError(
        `Failure! Error encountered moving ${what} ${from} to ${to}, with migration ID ${id}: the server's log says why`,
        2,
      );
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
  call.say(`Success! Finished moving ${what} ${from} to ${to}, with migration ID ${id}`);
}

async function askStatus(call: Call<FlagSet>, id: string): Promise<unknown> {
  const client = await call.client();
  const answer = await client.read(`sys/remount/status/${id}`);
  const info: JsonObject | undefined = isJsonObject(answer?.data?.migration_info)
    ? answer.data.migration_info
    : undefined;
  if (info === undefined) throw new CliError(`the server does not know migration ${id}`, 2);
  return info.status;
}
