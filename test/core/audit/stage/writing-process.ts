// A process of its own that audits requests to the file it is given: `node writing-process.ts <file> <name> <count>`.
// SIGHUP reopens the file, as in the server. Ends when its standard input does.
import { aSubject } from "./a-subject.ts";
import { auditedCore, declaredFile } from "./audited-core.ts";

const [file = "", name = "", count = "0"] = process.argv.slice(2);
const { audit, core } = await auditedCore({ declared: [declaredFile("a/", file)] });
core.thread.cache.refresh();
process.on("SIGHUP", () => audit.reopen());
process.stdout.write("ready\n");

const PER_TURN = 7;
for (let at = 0; at < Number(count); at += PER_TURN) {
  const waiting: unknown[] = [];
  for (let more = at; more < Math.min(at + PER_TURN, Number(count)); more++) {
    const parameters = new Map([["filler", Array.from({ length: more % 40 }, () => "x")]]);
    waiting.push(audit.request(aSubject({ id: `${name}-${more}`, parameters }), {}));
  }
  await Promise.all(waiting);
}
audit.close();
process.stdout.write("done\n");
// A process that is going away does not catch signals any more: it stays until it is told.
process.stdin.resume();
