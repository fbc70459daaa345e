// One keeper's key for an operation in progress: asked for, from standard input, or as an argument with the nonce.
import type { Call } from "../../call.ts";
import { CliError } from "../../cli-error.ts";
import type { FlagSet } from "../../flags/flag.ts";
import { askHidden, readOneValue, warnOfSecretInArguments } from "../../input/ask.ts";

export interface KeyQuestion {
  /** `Unseal Key` or `Recovery Key`. */
  readonly name: string;
  /** Of the operation in progress, as the server told it. */
  readonly currentNonce: string;
  /** Of -nonce. */
  readonly givenNonce: string | undefined;
}

export interface GivenKey {
  readonly key: string;
  readonly nonce: string;
}

/** @throws CliError: without being asked, a keeper must say which operation is meant */
export async function readKey(call: Call<FlagSet>, question: KeyQuestion): Promise<GivenKey> {
  const [argument] = call.args;
  if (argument === undefined) {
    call.warn(`Operation nonce: ${question.currentNonce}`);
    const key = await askHidden(
      call,
      `${question.name} (will be hidden): `,
      'give "-" to read the key from standard input',
    );
    return { key, nonce: question.currentNonce };
  }
  const nonce = question.givenNonce;
  if (nonce === undefined) throw new CliError("Missing nonce value: specify it via the -nonce flag");
  if (argument === "-") return { key: await readOneValue(call), nonce };
  warnOfSecretInArguments(call, question.name.toLowerCase());
  return { key: argument.trim(), nonce };
}
