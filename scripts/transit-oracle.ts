// `npm run transit-oracle -- http://127.0.0.1:8200 http://127.0.0.1:8300`: asks two dev servers with the root token
// "root" the same things of transit, and prints where they answer otherwise: the second is the model, and docs/transit.md says
// which differences are meant. Then moves keys in backups, both ways; exits 1 when one does not do its work afterwards.
import { Asker } from "#test/transit-oracle/asker.ts";
import { exchange } from "#test/transit-oracle/exchange.ts";
import { SCENARIOS } from "#test/transit-oracle/scenarios.ts";

const [ours = "", model = "", only = ""] = process.argv.slice(2);
if (model === "") {
  console.error("usage: transit-oracle <our address> <address of the model> [part of a scenario's name]");
  process.exit(2);
}

await Promise.all([ours, model].map((address) => new Asker(address).ready()));
let asked = 0;
let different = 0;
for (const [name, play] of Object.entries(SCENARIOS)) {
  if (!name.includes(only)) continue;
  const [mine, theirs] = [new Asker(ours), new Asker(model)];
  for (const asker of [mine, theirs]) {
    await asker.delete("sys/mounts/transit");
    await asker.post("sys/mounts/transit", { type: "transit" });
    asker.notes.length = 0;
    await play(asker);
  }
  asked += mine.notes.length;
  for (const [at, note] of mine.notes.entries()) {
    const other = theirs.notes[at];
    if (note.answered === other?.answered || other?.answered === "(hung up)") continue;
    different++;
    console.log(`${name}: ${note.asked}\n  ours  ${note.answered}\n  model ${other?.answered}\n`);
  }
}
console.log(`${asked} answers, ${different} of them different`);

const [mine, theirs] = [new Asker(ours), new Asker(model)];
const lost = [...(await exchange(mine, theirs)), ...(await exchange(theirs, mine))];
for (const line of lost) console.log(`moved in a backup, ${line}`);
console.log(`${lost.length} keys did not survive a move from one server to the other`);
process.exit(lost.length === 0 ? 0 : 1);
