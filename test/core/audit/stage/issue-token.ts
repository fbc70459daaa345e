import { utf8 } from "#base/bytes.ts";
import type { TokenEntry } from "#core/token-entry.ts";
import { TokenRecords } from "#core/tokens/token-records.ts";
import { Transaction } from "#core/transaction.ts";
import { randomBase62 } from "#crypto/random-text.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";
import { aSubject } from "./a-subject.ts";

/** @returns the id of a new token */
export async function issueToken(core: TestCore, policies: readonly string[]): Promise<string> {
  const id = `hvs.${randomBase62(24)}`;
  const { namer, barrier } = core.thread;
  const transaction = new Transaction({ store: core.store, barrier, nowMs: core.clock.logTimeMs() });
  const like = aSubject().token as TokenEntry;
  const name = namer.nameOf(utf8(id));
  new TokenRecords(namer).add(transaction, { ...like, name, accessor: randomBase62(24), policies });
  await core.node.turns.during(core.consensus.propose(transaction.proposal(core.node.nextId())));
  core.thread.cache.refresh();
  return id;
}
