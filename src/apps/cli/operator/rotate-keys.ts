import { rekeyCommand } from "./quorum/rekey-command.ts";

export const command = rekeyCommand("rotate-keys", "Make new unseal or recovery keys (as rekey)");
