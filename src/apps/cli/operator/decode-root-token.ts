// The last step of generate-root, done here so that neither token nor password travels: base64, then XOR.
import { decodeBase64, utf8, utf8Text } from "#base/bytes.ts";
import type { Call } from "../call.ts";
import { CliError } from "../cli-error.ts";
import type { FlagSet } from "../flags/flag.ts";
import { readOneValue } from "../input/ask.ts";
import { printValue } from "../output/print.ts";

export async function decodeRootToken(
  call: Call<FlagSet>,
  encoded: string,
  otp: string | undefined,
): Promise<number> {
  if (encoded === "") throw new CliError("Missing encoded value: use -decode=<string> to supply it");
  if (otp === undefined || otp === "") throw new CliError("Missing otp: use -otp to supply it");
  const text = encoded === "-" ? await readOneValue(call) : encoded;
  const token = decoded(text, otp);
  if (call.format !== "table") return await printValue(call, { token });
  call.say(token);
  return 0;
}

function decoded(text: string, otp: string): string {
  const bare = text.trim().replace(/=+$/, "");
  const bytes = decodeBase64(bare + "=".repeat((4 - (bare.length % 4)) % 4));
  if (bytes === undefined) throw new CliError("Error decoding root token: it is not base64");
  const pad = utf8(otp);
  if (pad.length !== bytes.length) {
    throw new CliError(
      `Error decoding root token: token (${bytes.length} bytes) and OTP (${pad.length} bytes) differ in length`,
    );
  }
  try {
    const token = utf8Text(bytes.map((byte, index) => byte ^ (pad[index] ?? 0)));
    if (/^[\x21-\x7e]+$/.test(token)) return token;
  } catch {
    // Not even text: the wrong password, as below.
  }
  throw new CliError("Error decoding root token: the OTP does not belong to this token");
}
