// The engines and auth methods of this server, by kind and type: one line each.
import type { Engine } from "#contract/engine.ts";

export const CATALOG: readonly Engine<never>[] = [];
