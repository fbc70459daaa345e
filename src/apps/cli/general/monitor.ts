import { attempt } from "../attempt.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { textFlag } from "../flags/flag.ts";

const LEVELS = ["trace", "debug", "info", "warn", "error"];
const FORMATS = ["standard", "json"];

export const command = defineCommand({
  summary: "Stream log messages from a server",
  usage: "[options]",
  description: [
    "Shows the server's log as it is written, until interrupted. The level may be finer than the one the server logs at.",
  ],
  examples: [["Watch at debug level:", "monitor -log-level=debug"]],
  flags: {
    "log-level": textFlag("trace, debug, info, warn or error. The default is info.", { choices: LEVELS }),
    "log-format": textFlag("standard or json. The default is standard.", { choices: FORMATS }),
  },
  output: "plain",
  least: 0,
  most: 0,
  async run(call) {
    const level = (call.flags["log-level"] ?? "info").toLowerCase();
    const format = (call.flags["log-format"] ?? "standard").toLowerCase();
    if (!LEVELS.includes(level))
      throw new CliError(`${level} is an unknown log level. Valid log levels are: [${LEVELS.join(" ")}]`);
    if (!FORMATS.includes(format))
      throw new CliError(`${format} is an unknown log format. Valid log formats are: [${FORMATS.join(" ")}]`);
    const client = await call.client();
    const query = [
      ["log_level", level],
      ["log_format", format],
    ] as const;
    const stream = await attempt(
      call,
      "Error starting monitor",
      client.stream({ method: "GET", path: "sys/monitor", query }),
    );
    const decoder = new TextDecoder();
    for await (const part of stream as AsyncIterable<Uint8Array>) {
      call.terminal.out(decoder.decode(part, { stream: true }));
    }
    throw new CliError("the server ended the stream", 2);
  },
});
