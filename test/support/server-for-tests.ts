// A server to run commands against: the one COFFER_TEST_SERVER names (with its root token in COFFER_TEST_TOKEN; any
// server that speaks the API will do), else none.
export interface TestServer extends AsyncDisposable {
  readonly address: string;
  readonly rootToken: string;
}

/** @returns `undefined` when there is none: callers skip, aloud */
export async function startServer(): Promise<TestServer | undefined> {
  const address = process.env.COFFER_TEST_SERVER;
  if (address === undefined || address === "") return undefined;
  const rootToken = process.env.COFFER_TEST_TOKEN ?? "root";
  return { address, rootToken, [Symbol.asyncDispose]: async () => undefined };
}
