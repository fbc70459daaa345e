import { VaultError } from "#base/vault-error.ts";

/** A request whose borders can be read in two ways: it is refused, and nothing after it on the connection is read. */
export class FramingError extends VaultError {
  constructor(message: string) {
    super("invalid_request", message);
  }
}
