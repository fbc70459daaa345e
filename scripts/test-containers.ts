// `npm run test:containers [-- filter ...]`: tests with real containers. Builds the image on COFFER_BASE_IMAGE, else on
// a root that debootstrap makes, so that no registry of images is needed. Without an engine they are skipped aloud,
// in the gate that is a failure.
import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ContainerEngine } from "#test/containers/container-engine.ts";

const IMAGE = "coffer:test";
const BASE = "coffer-base:test";
/** Stands in for the load balancer's image of the compose file. */
const LOAD_BALANCER = "coffer-haproxy:test";
const LOAD_BALANCER_COMMAND = 'CMD ["haproxy", "-db", "-f", "/usr/local/etc/haproxy/haproxy.cfg"]';
/** What the image needs. */
const PACKAGES = "ca-certificates,dumb-init,libatomic1";
const SUITE = "bookworm";

const filters = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const files = globSync("test/containers/*.containers.ts").filter(
  (file) => filters.length === 0 || filters.some((word) => file.includes(word)),
);
if (files.length === 0) throw new Error(`no file of container tests matches ${filters.join(" ")}`);

await using engine = await ContainerEngine.find();
if (engine) process.exitCode = runAll(engine.environment);
else {
  console.error("skipped: no container engine is here, and none can be started (docker.io, as root)");
  if (process.env.COFFER_CI) process.exitCode = 1;
}

function runAll(env: NodeJS.ProcessEnv): number {
  const base = process.env.COFFER_BASE_IMAGE ?? BASE;
  if (
    process.env.COFFER_BASE_IMAGE === undefined &&
    spawnSync("docker", ["image", "inspect", BASE], { env }).status !== 0
  ) {
    makeBase(env);
  }
  run("deploy/docker/build", [IMAGE], { ...env, BASE: base });
  const flags = ["--no-warnings", "--test", "--test-timeout=300000", "--test-concurrency=1"];
  const { status } = spawnSync(process.execPath, [...flags, ...files], {
    stdio: "inherit",
    env: { LOAD_BALANCER_IMAGE: LOAD_BALANCER, ...env, COFFER_IMAGE: IMAGE, COFFER_BASE: base },
  });
  return status ?? 1;
}

function makeBase(env: NodeJS.ProcessEnv): void {
  const folder = mkdtempSync(join(tmpdir(), "coffer-root-"));
  try {
    const root = join(folder, "root");
    run("debootstrap", ["--variant=minbase", `--include=${PACKAGES}`, SUITE, root], env);
    run("sh", ["-c", `tar -C '${root}' -c . | docker import - ${BASE}`], env);
    run("chroot", [root, "apt-get", "install", "-qq", "-y", "--no-install-recommends", "haproxy"], env);
    const change = `--change '${LOAD_BALANCER_COMMAND}'`;
    run("sh", ["-c", `tar -C '${root}' -c . | docker import ${change} - ${LOAD_BALANCER}`], env);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): void {
  console.log(`$ ${command} ${args.join(" ")}`);
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    env,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status !== 0)
    throw new Error(`${command} failed: ${error?.message ?? `${stdout}${stderr}`.slice(-4000)}`);
}
