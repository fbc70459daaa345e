/** Keeps the token between commands. */
export interface TokenHelper {
  /** For messages. */
  readonly place: string;
  /** @returns `undefined` when none is kept */
  get(): Promise<string | undefined>;
  store(token: string): Promise<void>;
  erase(): Promise<void>;
}
