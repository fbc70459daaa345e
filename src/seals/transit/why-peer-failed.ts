// Why the peer was of no use, in words for an operator's log. What the peer says is its own: cut short, and without
// control characters.
import { ApiError } from "#client/api-error.ts";
import { TransportError } from "#client/transport-error.ts";

const LONGEST_REASON = 240;

export function whyPeerFailed(error: unknown): string {
  if (error instanceof ApiError) {
    const said = error.errors.join("; ").trim() || "no reason given";
    return shown(`the peer answers ${error.status}: ${said}`);
  }
  if (error instanceof TransportError)
    return shown(`the peer at ${new URL(error.url).origin}: ${error.reason}`);
  return shown(error instanceof Error ? error.message : String(error));
}

function shown(text: string): string {
  const plain = text.replace(/[^\x20-\x7e]+/g, " ");
  return plain.length > LONGEST_REASON ? `${plain.slice(0, LONGEST_REASON)}…` : plain;
}
