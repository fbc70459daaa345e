// Preloaded into a process under test: writes the files it loaded, one a line, to the file COFFER_LOADED names.
import { writeFileSync } from "node:fs";
import { registerHooks } from "node:module";

const loaded: string[] = [];

registerHooks({
  load(url, context, nextLoad) {
    if (url.startsWith("file:")) loaded.push(url);
    return nextLoad(url, context);
  },
});

process.on("exit", () => writeFileSync(process.env.COFFER_LOADED ?? "/dev/null", `${loaded.join("\n")}\n`));
