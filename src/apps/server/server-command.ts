// `server`: reads the configuration, starts the node, and lives until a signal ends it.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Logger } from "#base/logger.ts";
import { nodeFiles } from "#config/files/node-files.ts";
import { nodeNetworkAddresses } from "#config/files/node-network.ts";
import { type LoadedConfig, loadConfig } from "#config/load-config.ts";
import { type ConfigProblem, formatProblem } from "#config/reading/config-problem.ts";
import { sanitizedConfig } from "#config/sanitized.ts";
import type { ServerConfig } from "#config/server-config.ts";
import { SEAL_CONFIG_KEY } from "#core/sealing/seal-records.ts";
import { NodeStatus } from "#storage/shared/node-status.ts";
import { beginLogging, type RunningLog } from "./logging/begin-logging.ts";
import { banner } from "./main/banner.ts";
import { DevMode } from "./main/dev-mode.ts";
import { thisMachine } from "./main/machine.ts";
import { planNode } from "./main/node-plan.ts";
import { openSeals } from "./main/open-seal.ts";
import { writePidFile } from "./main/pid-file.ts";
import { ServerMain } from "./main/server-main.ts";
import { beginRegistration } from "./registration/begin-registration.ts";
import type { PodState } from "./registration/pod-labels.ts";
import { parseServerFlags, type ServerFlags, serverHelp } from "./server-flags.ts";

const LEAST_MEMORY_BYTES = 512 * 1024 * 1024;
const DRAIN_MS = 10_000;

/** @returns the exit code, when a signal has ended the server */
export async function run(words: readonly string[]): Promise<number> {
  const program = process.env.COFFER_PROGRAM ?? "coffer";
  // LevelDB makes its own files: nobody else may read them (CVE-2021-38553).
  process.umask(0o077);
  let flags: ServerFlags;
  try {
    flags = parseServerFlags(words);
  } catch (error) {
    return refuse(`${(error as Error).message}; see ${program} server -help`);
  }
  if (flags.help) {
    process.stdout.write(serverHelp(program));
    return 0;
  }
  const dev = flags.dev ? await DevMode.prepare(flags) : undefined;
  const [devProblem] = dev?.errors ?? [];
  if (devProblem) return refuse(formatProblem(devProblem));
  const loaded = load(flags, dev, false);
  if (!loaded.config) return refuse(loaded.errors[0] ? formatProblem(loaded.errors[0]) : "no configuration");
  return serve({ flags, dev, loaded, config: loaded.config });
}

interface Started {
  flags: ServerFlags;
  dev: DevMode | undefined;
  loaded: LoadedConfig;
  config: ServerConfig;
}

async function serve({ flags, dev, loaded, config }: Started): Promise<number> {
  const directory = prepareDirectory(config, loaded);
  const plan = planNode(config, thisMachine(), directory.path);
  const ended = Promise.withResolvers<number>();
  const server = new ServerMain({
    plan,
    config,
    configuration: sanitizedConfig(config, loaded),
    openSeals: (logger) => openSeals(config, logger),
    fail: (reason) => {
      process.stderr.write(`coffer: ${reason}\n`);
      directory.remove();
      process.exit(1);
    },
  });
  let log: RunningLog;
  let removePidFile: () => void;
  try {
    log = beginLogging(server.memory, config.log);
    report(log.logger, loaded);
    await server.start(log.logger);
    removePidFile = writePidFile(config.node.pidFile);
  } catch (error) {
    directory.remove();
    return refuse(`Error starting the server: ${(error as Error).message}`);
  }
  const { logger } = log;
  const registration = beginRegistration({
    settings: config.serviceRegistration,
    environment: process.env,
    state: () => podState(server),
    version: plan.facts.vaultVersion,
    logger: logger.named("registration"),
  });
  const stop = async (): Promise<void> => {
    await Promise.all([server.stop(DRAIN_MS), registration?.close()]);
  };
  // Before anything is said: who reads that it has started may end it at once.
  watchSignals({ server, flags, dev, log, stop, ended: ended.resolve });
  process.stdout.write(banner(config, plan));
  await Promise.race([dev?.begin(server, config), ended.promise]);
  flushCompileCache();
  const code = await ended.promise;
  removePidFile();
  log.close();
  directory.remove();
  return code;
}

function podState({ memory, cluster }: ServerMain): PodState {
  const status = new NodeStatus(memory.status);
  const isSealed = status.get("unsealed") === 0;
  return {
    isSealed,
    isActive: !isSealed && status.isOpenLeader,
    isInitialized: cluster.store.get(SEAL_CONFIG_KEY) !== undefined,
  };
}

function load(flags: ServerFlags, dev: DevMode | undefined, reloading: boolean): LoadedConfig {
  return loadConfig({
    paths: flags.config,
    ...(dev && { sources: [dev.source] }),
    environment: process.env,
    flags: flags.settings,
    reloading,
    files: nodeFiles,
    networkAddresses: nodeNetworkAddresses(),
    nowMs: Date.now(),
  });
}

/** In memory means a folder of the memory file system, gone with the process: the same engine with one voter. */
function prepareDirectory(config: ServerConfig, loaded: LoadedConfig): { path: string; remove(): void } {
  if (config.storage.type === "inmem") {
    const path = mkdtempSync(join(memoryFolder(), "coffer-"));
    return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
  }
  if (loaded.tighten) chmodSync(loaded.tighten.path, loaded.tighten.mode);
  mkdirSync(config.storage.path, { recursive: true, mode: 0o700 });
  return { path: config.storage.path, remove: () => {} };
}

/** Containers are given a memory file system of 64 MB, which the first few segments of the log would fill. */
function memoryFolder(): string {
  try {
    const { bavail, bsize } = statfsSync("/dev/shm");
    return bavail * bsize >= LEAST_MEMORY_BYTES ? "/dev/shm" : tmpdir();
  } catch {
    return tmpdir();
  }
}

function report(logger: Logger, { warnings, notes, config }: LoadedConfig): void {
  const say = (level: "warn" | "info", problems: readonly ConfigProblem[]): void => {
    for (const problem of problems) logger[level](formatProblem(problem));
  };
  say("warn", warnings);
  say("info", notes);
  if (config?.storage.type === "inmem")
    logger.warn("storage inmem: everything is lost when this process ends");
  if (config?.storage.type === "file")
    logger.info("storage file: the engine of storage raft, with one voter");
}

interface SignalInput {
  server: ServerMain;
  flags: ServerFlags;
  dev: DevMode | undefined;
  log: RunningLog;
  stop(): Promise<void>;
  ended(code: number): void;
}

function watchSignals({ server, flags, dev, log, stop, ended }: SignalInput): void {
  const { logger } = log;
  let isEnding = false;
  const end = (signal: string): void => {
    if (isEnding) return;
    isEnding = true;
    logger.info("shutting down", { signal });
    stop().then(
      () => ended(0),
      () => ended(1),
    );
  };
  process.on("SIGTERM", () => end("SIGTERM"));
  process.on("SIGINT", () => end("SIGINT"));
  process.on("SIGHUP", () => {
    const loaded = load(flags, dev, true);
    for (const problem of loaded.errors) logger.error(`not reloaded: ${formatProblem(problem)}`);
    if (!loaded.config) return;
    log.reload(loaded.config.log);
    server.reload(loaded.config, sanitizedConfig(loaded.config, loaded)).then(
      () => logger.info("configuration reloaded"),
      (error) => logger.error("reload failed", { reason: (error as Error).message }),
    );
  });
}

function refuse(reason: string): number {
  process.stderr.write(`${reason}\n`);
  return 1;
}
