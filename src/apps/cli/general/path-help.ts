import { isJsonObject, type Json } from "#client/json-text.ts";
import { attempt } from "../attempt.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { cleanPath } from "../input/paths.ts";
import { escapeControls } from "../output/escape-controls.ts";
import { printValue } from "../output/print.ts";

export const command = defineCommand({
  summary: "Retrieve help for API paths",
  usage: "[options] PATH",
  description: [
    "Every path of the server explains itself: system paths, secrets engines and auth methods. With -format=json the explanation is an OpenAPI document.",
  ],
  examples: [
    ["Get help on a mount:", "path-help database/"],
    ["Get help on one of its paths:", "path-help database/roles/my-role"],
  ],
  flags: {},
  output: "format",
  least: 1,
  most: 1,
  predict: ["path"],
  async run(call) {
    const path = cleanPath(call.argument(0));
    const client = await call.client();
    const answer = client.json({ method: "GET", path, query: [["help", "1"]] });
    const body: Json | undefined = await attempt(call, "Error retrieving help", answer);
    if (!isJsonObject(body)) throw new CliError(`No help found for ${path}`, 2);
    if (call.format !== "table") return await printValue(call, body.openapi ?? body);
    call.say(escapeControls(String(body.help ?? "")));
    return 0;
  },
});
