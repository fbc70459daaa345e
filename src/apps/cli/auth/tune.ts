import { attempt } from "../attempt.ts";
import { defineCommand } from "../command.ts";
import { durationFlag, integerFlag, maybeFlag } from "../flags/flag.ts";
import { cleanPath } from "../input/paths.ts";
import { configBody, configFlags, given, optionsBody, tokenTypeFlag } from "../mounts/mount-flags.ts";
import { printWarnings } from "../output/print.ts";

export const command = defineCommand({
  summary: "Change the settings of an auth method",
  usage: "[options] PATH",
  description: ["Changes the given settings of the auth method at the path (not: of the type)."],
  examples: [["Change the default TTL:", "auth tune -default-lease-ttl=72h userpass/"]],
  flags: {
    ...configFlags,
    ...tokenTypeFlag,
    "user-lockout-counter-reset-duration": durationFlag("Forget failed logins after this time."),
    "user-lockout-disable": maybeFlag("Never lock users out."),
    "user-lockout-duration": durationFlag("How long a user stays locked out."),
    "user-lockout-threshold": integerFlag("Lock a user out after so many failed logins."),
  },
  output: "plain",
  least: 1,
  most: 1,
  predict: ["auth mount"],
  async run(call) {
    const path = cleanPath(call.argument(0));
    const { flags } = call;
    const threshold = flags["user-lockout-threshold"];
    const lockout = given({
      lockout_threshold: threshold === undefined ? undefined : String(threshold),
      lockout_duration: flags["user-lockout-duration"],
      lockout_counter_reset_duration: flags["user-lockout-counter-reset-duration"],
      lockout_disable: flags["user-lockout-disable"],
    });
    const body = {
      ...configBody(flags),
      ...given({ description: flags.description, options: optionsBody(flags) }),
      ...(Object.keys(lockout).length === 0 ? {} : { user_lockout_config: lockout }),
    };
    const client = await call.client();
    const answer = await attempt(
      call,
      `Error tuning auth method ${path}/`,
      client.post(`sys/mounts/auth/${path}/tune`, body),
    );
    printWarnings(call, answer?.warnings);
    call.say(`Success! Tuned the auth method at: ${path}/`);
  },
});
