import { isJsonObject } from "#client/json-text.ts";
import { attempt } from "../attempt.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { mountPath } from "../input/paths.ts";
import { loginHelp } from "../login/login-help.ts";
import { loginMethodOf } from "../login/login-methods.ts";

export const command = defineCommand({
  summary: "Print how to log in with a method",
  usage: "[options] TYPE | PATH",
  description: [
    "Prints which data a login takes, for a type of auth method or for the one mounted at a path.",
  ],
  examples: [
    ["Help on a type:", "auth help userpass"],
    ["Help on a mounted method:", "auth help staff/"],
  ],
  flags: {},
  output: "plain",
  least: 1,
  most: 1,
  predict: ["auth mount"],
  async run(call) {
    const name = call.argument(0);
    const known = loginMethodOf(name.trim().replace(/\/+$/, ""));
    if (known !== undefined) {
      call.terminal.out(loginHelp(call.program, known));
      return;
    }
    const path = mountPath(name);
    const client = await call.client();
    const mounts = (await attempt(call, "Error listing auth methods", client.read("sys/auth")))?.data ?? {};
    const mount = mounts[path];
    if (!isJsonObject(mount)) throw new CliError(`No auth method available on the server at "${path}"`);
    const method = loginMethodOf(String(mount.type));
    if (method === undefined)
      throw new CliError(
        `no help for auth methods of type ${String(mount.type)}: see "${call.program} path-help auth/${path}login"`,
      );
    call.terminal.out(loginHelp(call.program, method));
  },
});
