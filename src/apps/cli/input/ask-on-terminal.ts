// Asks the person at the terminal, with npm's `read`, on stderr: stdout may be piped into another program.
import { read } from "read";
import { CliError } from "../cli-error.ts";
import type { Question } from "../terminal.ts";

/** @throws CliError after Ctrl-C or Ctrl-D; echo is on again by then */
export async function askOnTerminal({ text, hidden }: Question): Promise<string> {
  const ended = inputEnds();
  try {
    const answer = await Promise.race([
      read({ prompt: text, silent: hidden, input: process.stdin, output: process.stderr }),
      ended.promise,
    ]);
    // The line end that was typed was hidden too.
    if (hidden) process.stderr.write("\n");
    return answer;
  } catch (error) {
    process.stderr.write("\n");
    throw new CliError("Interrupted: nothing was entered", 1, error);
  } finally {
    ended.forget();
    process.stdin.unref?.();
  }
}

/** `read` leaves its promise open when the input ends (Ctrl-D): its readline then pauses the input. */
function inputEnds(): { promise: Promise<never>; forget: () => void } {
  let onPause: () => void = () => undefined;
  const promise = new Promise<never>((_resolve, reject) => {
    onPause = () => void setImmediate(() => reject(new Error("end of input")));
    process.stdin.once("pause", onPause);
  });
  // After an answer nobody listens any more.
  promise.catch(() => undefined);
  return { promise, forget: () => void process.stdin.off("pause", onPause) };
}
