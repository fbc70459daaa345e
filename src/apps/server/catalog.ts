// The engines and auth methods of this server, by kind and type: one line each.
import { userpassEngine } from "#auth/userpass/userpass-engine.ts";
import type { AnyEngine } from "#contract/engine.ts";
import { cubbyholeEngine } from "#engines/cubbyhole/cubbyhole-engine.ts";
import { kvEngine } from "#engines/kv/kv-engine.ts";
import { transitEngine } from "#engines/transit/transit-engine.ts";

export const CATALOG: readonly AnyEngine[] = [cubbyholeEngine, kvEngine, transitEngine, userpassEngine];
