import { rekeyCommand } from "./quorum/rekey-command.ts";

export const command = rekeyCommand("rekey", "Make new unseal or recovery keys");
