// A server to run commands against: the one COFFER_TEST_SERVER names (with its root token in COFFER_TEST_TOKEN; any
// server that speaks the API will do), else our own in development mode.
import { ServerProcess } from "./server/server-process.ts";

export interface TestServer extends AsyncDisposable {
  readonly address: string;
  readonly rootToken: string;
}

export async function startServer(): Promise<TestServer> {
  const address = process.env.COFFER_TEST_SERVER;
  const rootToken = process.env.COFFER_TEST_TOKEN ?? "root";
  if (address) return { address, rootToken, [Symbol.asyncDispose]: async () => undefined };
  const server = await ServerProcess.start({ dev: [`-dev-root-token-id=${rootToken}`] });
  return { address: server.address, rootToken, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}
