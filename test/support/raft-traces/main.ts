// `npm run test:traces`: plays the traces of RAFT_TRACES, or those beside the repository, and says how many hold.

import { describeSuite, runSuite } from "./run-suite.ts";
import { tracesFolder } from "./traces-folder.ts";

const result = runSuite(tracesFolder());
for (const failure of result.failures) console.error(`✗ ${failure}\n`);
console.log(describeSuite(result));
process.exitCode = result.failures.length === 0 && result.traces.total > 0 ? 0 : 1;
