// The keys of a new cluster for people. Scripts look for "Unseal Key N:", "Recovery Key N:" and "Initial Root Token:".
import type { Call } from "../call.ts";
import type { FlagSet } from "../flags/flag.ts";

export interface InitAnswer {
  readonly keysBase64: readonly string[];
  readonly keysHex: readonly string[];
  readonly shares: number;
  readonly threshold: number;
  readonly recoveryKeysBase64: readonly string[];
  readonly recoveryKeysHex: readonly string[];
  readonly recoveryShares: number;
  readonly recoveryThreshold: number;
  readonly rootToken: string;
}

export function printInitAnswer(call: Call<FlagSet>, answer: InitAnswer): void {
  for (const [index, key] of answer.keysBase64.entries()) call.say(`Unseal Key ${index + 1}: ${key}`);
  for (const [index, key] of answer.recoveryKeysBase64.entries())
    call.say(`Recovery Key ${index + 1}: ${key}`);
  call.say(`\nInitial Root Token: ${answer.rootToken}\n`);
  if (answer.keysBase64.length > 0) tellAboutUnsealKeys(call, answer);
  else call.say("Success! Vault is initialized");
  if (answer.recoveryKeysBase64.length > 0) tellAboutRecoveryKeys(call, answer);
}

function tellAboutUnsealKeys(call: Call<FlagSet>, { shares, threshold }: InitAnswer): void {
  call.say(`Vault initialized with ${shares} key shares and a key threshold of ${threshold}. Give the
keys above to those who shall keep them, each one apart from the others: they
are stored nowhere. After every seal and restart, ${threshold} of them must be entered
with "${call.program} operator unseal" before the server serves again.

Without ${threshold} of these keys the data can never be read again. New keys can be
made while a quorum of the old ones is there: see "${call.program} operator rekey".`);
}

function tellAboutRecoveryKeys(call: Call<FlagSet>, { recoveryShares, recoveryThreshold }: InitAnswer): void {
  call.say(`
Recovery key initialized with ${recoveryShares} key shares and a key threshold of ${recoveryThreshold}. Give
the keys above to those who shall keep them, each one apart from the others.
They allow to make root tokens and new recovery keys; they do not unseal.`);
}
