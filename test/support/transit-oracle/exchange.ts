// Keys that go from one server to the other in a backup must do the same work there.
import type { Asker } from "./asker.ts";
import { b64, input, QUICK_TYPES, sized } from "./words.ts";

const RULES = { exportable: true, allow_plaintext_backup: true };
const OPTIONS = [{}, { derived: true }, { derived: true, convergent_encryption: true }];

/** @returns what went wrong, a line each */
export async function exchange(from: Asker, to: Asker): Promise<string[]> {
  const wrong: string[] = [];
  for (const type of QUICK_TYPES) {
    for (const options of OPTIONS) {
      const name = `x-${type}-${Object.keys(options).length}`;
      const made = await from.post(`transit/keys/${name}`, { ...sized(type), ...RULES, ...options });
      if (made.status !== 200) continue;
      await from.post(`transit/keys/${name}/rotate`);
      const problem = await moved({ from, to, name, isDerived: "derived" in options });
      if (problem !== undefined) wrong.push(`${name}: ${problem}`);
    }
  }
  return wrong;
}

interface Move {
  from: Asker;
  to: Asker;
  name: string;
  isDerived: boolean;
}

async function moved({ from, to, name, isDerived }: Move): Promise<string | undefined> {
  const context = isDerived ? { context: b64("tenant 7") } : {};
  const old = { ...context, key_version: 1 };
  const encrypted = await from.post(`transit/encrypt/${name}`, { plaintext: input, ...old });
  const signed = await from.post(`transit/sign/${name}`, { input, ...old });
  const code = await from.post(`transit/hmac/${name}`, { input, key_version: 1 });
  const { backup } = (await from.get(`transit/backup/${name}`)).data;
  if ((await to.post(`transit/restore/${name}-moved`, { backup })).status !== 204) return "not restored";
  const ask = (path: string, body: object) =>
    to.post(`transit/${path}/${name}-moved`, { ...context, ...body });
  const verified = await ask("verify", { input, hmac: code.data.hmac });
  if (verified.data?.valid !== true) return "its authentication code is not valid";
  if (signed.status === 200) {
    const { data } = await ask("verify", { input, signature: signed.data.signature });
    if (data?.valid !== true) return "its signature is not valid";
  }
  if (encrypted.status !== 200) return undefined;
  const { data } = await ask("decrypt", { ciphertext: encrypted.data.ciphertext });
  return data?.plaintext === input ? undefined : "its ciphertext is not decrypted";
}
