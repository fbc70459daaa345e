// sys/host-info: the machine as Vault shows it. What only Linux tells is left out elsewhere.
import { readFile, statfs } from "node:fs/promises";
import * as os from "node:os";
import type { JsonObject, JsonValue } from "#base/json/raw-json.ts";
import { formatRfc3339 } from "#base/rfc3339.ts";

const MS_PER_TICK = 10;
const KIB = 1024;
const PERCENT = 100;

/** @param directories of which the disks are shown */
export async function hostInfo(directories: readonly string[], wallMs: number): Promise<JsonObject> {
  const [cpuInfo, meminfo, stat, release] = await Promise.all(
    ["/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/etc/os-release"].map(textOf),
  );
  return {
    cpu: processors(cpuInfo ?? ""),
    cpu_times: processorTimes(stat ?? ""),
    disk: await Promise.all(directories.map(diskOf)),
    host: host(release ?? "", wallMs),
    memory: memory(meminfo ?? ""),
    timestamp: formatRfc3339(wallMs),
  };
}

function textOf(path: string): Promise<string> {
  return readFile(path, "utf8").catch(() => "");
}

function processors(cpuInfo: string): JsonValue {
  const blocks = cpuInfo.split(/\n\n+/).filter((block) => block.startsWith("processor"));
  if (blocks.length === 0) {
    return os.cpus().map(({ model, speed }, cpu) => ({ cpu, modelName: model, mhz: speed, cores: 1 }));
  }
  return blocks.map((block) => {
    const facts = new Map(block.split("\n").map((line) => pairOf(line, /\s*:\s*/)));
    const text = (name: string): string => facts.get(name) ?? "";
    return {
      cpu: Number(text("processor")),
      vendorId: text("vendor_id"),
      family: text("cpu family"),
      model: text("model"),
      stepping: Number(text("stepping")),
      physicalId: text("physical id"),
      coreId: text("core id"),
      cores: 1,
      modelName: text("model name"),
      mhz: Number(text("cpu MHz")),
      cacheSize: Number.parseInt(text("cache size"), 10) || 0,
      flags: text("flags").split(" "),
      microcode: text("microcode"),
    };
  });
}

const TIMES = ["user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal", "guest", "guestNice"];

function processorTimes(stat: string): JsonValue {
  return stat
    .split("\n")
    .filter((line) => /^cpu\d/.test(line))
    .map((line) => {
      const [cpu = "", ...ticks] = line.split(/\s+/);
      const seconds = TIMES.map((name, at) => [name, (Number(ticks[at] ?? 0) * MS_PER_TICK) / 1000]);
      return { cpu, ...Object.fromEntries(seconds) };
    });
}

async function diskOf(path: string): Promise<JsonObject> {
  const { bsize, blocks, bfree, bavail, files, ffree } = await statfs(path);
  const used = (blocks - bfree) * bsize;
  return {
    path,
    total: blocks * bsize,
    free: bavail * bsize,
    used,
    usedPercent: percentOf(used, used + bavail * bsize),
    inodesTotal: files,
    inodesUsed: files - ffree,
    inodesFree: ffree,
    inodesUsedPercent: percentOf(files - ffree, files),
  };
}

function host(release: string, wallMs: number): JsonObject {
  const facts = new Map(release.split("\n").map((line) => pairOf(line, "=")));
  const fact = (name: string): string => facts.get(name)?.replace(/^"|"$/g, "") ?? "";
  const uptime = Math.floor(os.uptime());
  return {
    hostname: os.hostname(),
    uptime,
    bootTime: Math.floor(wallMs / 1000) - uptime,
    os: os.platform(),
    platform: fact("ID") || os.platform(),
    platformFamily: fact("ID_LIKE").split(" ")[0] || fact("ID") || os.platform(),
    platformVersion: fact("VERSION_ID"),
    kernelVersion: os.release(),
    kernelArch: os.machine(),
  };
}

function memory(meminfo: string): JsonObject {
  const facts = new Map(meminfo.split("\n").map((line) => pairOf(line, /:\s*/)));
  const bytes = (name: string): number => Number.parseInt(facts.get(name) ?? "0", 10) * KIB;
  const total = bytes("MemTotal") || os.totalmem();
  const available = bytes("MemAvailable") || os.freemem();
  return {
    total,
    available,
    used: total - available,
    usedPercent: percentOf(total - available, total),
    free: bytes("MemFree") || os.freemem(),
    active: bytes("Active"),
    inactive: bytes("Inactive"),
    buffers: bytes("Buffers"),
    cached: bytes("Cached"),
    dirty: bytes("Dirty"),
    shared: bytes("Shmem"),
    slab: bytes("Slab"),
    mapped: bytes("Mapped"),
    swaptotal: bytes("SwapTotal"),
    swapfree: bytes("SwapFree"),
    swapcached: bytes("SwapCached"),
  };
}

function pairOf(line: string, separator: string | RegExp): [string, string] {
  const [name = "", value = ""] = line.split(separator);
  return [name.trim(), value.trim()];
}

function percentOf(part: number, whole: number): number {
  return whole > 0 ? (part / whole) * PERCENT : 0;
}
