// Everything between the command line's -config and a checked configuration. Reads files through a port only.
import type { NetworkAddress } from "./address/network-address.ts";
import { readConfigSources } from "./files/config-sources.ts";
import { judgeDataDirectory } from "./files/data-directory.ts";
import type { FileAccess } from "./files/file-access.ts";
import { FileVerdicts } from "./files/file-verdicts.ts";
import { checkSealFiles } from "./files/seal-files.ts";
import { checkTlsFiles } from "./files/tls-files.ts";
import { type ConfigProblem, ProblemList } from "./reading/config-problem.ts";
import { Environment, type EnvironmentVariables } from "./reading/environment.ts";
import { type ConfigDecision, type ConfigSource, decideConfig, type ServerConfig } from "./server-config.ts";

export interface LoadConfigInputs {
  /** Of -config, in order. Without any, VAULT_CONFIG_PATH counts. */
  readonly paths: readonly string[];
  /** Texts beside the files, before them: what -dev starts from. */
  readonly sources?: readonly ConfigSource[];
  readonly environment: EnvironmentVariables;
  readonly flags?: Readonly<Record<string, string | undefined>>;
  readonly reloading?: boolean;
  readonly files: FileAccess;
  readonly networkAddresses: readonly NetworkAddress[];
  readonly nowMs: number;
}

export interface LoadedConfig extends ConfigDecision {
  /** A directory to close to others before anything is written there. */
  readonly tighten: { readonly path: string; readonly mode: number } | undefined;
}

export function loadConfig(inputs: LoadConfigInputs): LoadedConfig {
  const problems = new ProblemList();
  const sources = [...(inputs.sources ?? []), ...readConfigSources(pathsOf(inputs), inputs.files, problems)];
  if (sources.length === 0 && problems.of("error").length === 0) {
    problems.error({ source: "-config", line: 0, column: 0 }, "", "is required: a file or a directory");
  }
  const decision = decideConfig({ ...inputs, sources });
  const { config } = decision;
  const unread = problems.of("error");
  if (config === undefined || unread.length > 0) {
    return {
      ...decision,
      config: undefined,
      errors: unread.length > 0 ? unread : decision.errors,
      tighten: undefined,
    };
  }
  const verdicts = new FileVerdicts(inputs, decision.settings, problems);
  checkListedFiles(config, verdicts);
  const tighten = checkDataDirectory(config, verdicts);
  const errors = problems.of("error");
  return {
    ...decision,
    config: errors.length === 0 ? config : undefined,
    errors,
    warnings: [...decision.warnings, ...problems.of("warning")] satisfies readonly ConfigProblem[],
    tighten,
  };
}

function pathsOf({ paths, environment }: LoadConfigInputs): readonly string[] {
  if (paths.length > 0) return paths;
  const path = new Environment(environment).find("CONFIG_PATH")?.value;
  return path === undefined ? [] : [path];
}

function checkListedFiles(config: ServerConfig, verdicts: FileVerdicts): void {
  for (const [index, { tls }] of config.listeners.entries()) {
    if (tls !== undefined) checkTlsFiles(tls, `listener[${index}]`, verdicts);
  }
  checkSealFiles(config.seal, config.sealPath, verdicts);
  if (config.previousSeal !== undefined && config.previousSealPath !== undefined) {
    checkSealFiles(config.previousSeal, config.previousSealPath, verdicts);
  }
}

function checkDataDirectory({ storage }: ServerConfig, verdicts: FileVerdicts): LoadedConfig["tighten"] {
  if (storage.type === "inmem") return undefined;
  const { error, warning, tightenTo } = judgeDataDirectory(storage.path, verdicts.files);
  if (error !== undefined) verdicts.error("storage.path", error);
  if (warning !== undefined) verdicts.warn("storage.path", warning);
  return tightenTo === undefined ? undefined : { path: storage.path, mode: tightenTo };
}
