import { COFFER_VERSION, VAULT_VERSION } from "#base/version.ts";
import { defineCommand } from "../command.ts";

export const command = defineCommand({
  summary: "Print the version of this program",
  usage: "",
  description: ["Prints the version of this program, not the server's: status tells that."],
  examples: [["Print the version:", "version"]],
  flags: {},
  output: "plain",
  least: 0,
  most: Number.POSITIVE_INFINITY,
  isLocal: true,
  async run(call) {
    // Programs look for "Vault v1.2.3" to learn what they may use.
    if (call.program === "vault") call.say(`Vault v${VAULT_VERSION} (Coffer v${COFFER_VERSION})`);
    else call.say(`Coffer v${COFFER_VERSION} (speaks the API of Vault v${VAULT_VERSION})`);
  },
});
