// The architecture as a machine reads it: layers.json says who may import whom; islands never import each
// other; each package and Node module has a home; pure rooms touch nothing outside; nothing goes in circles.
const layers = require("./layers.json");

const packageHomes = {
  hono: "http",
  "@hono/node-server": "http",
  "@grpc/grpc-js": "raft/grpc|cluster",
  protobufjs: "proto",
  level: "storage/level",
  openpgp: "crypto",
  "prom-client": "metrics",
};
const nodeHomes = {
  crypto: "crypto",
  worker_threads: "apps/server|storage|raft/node",
  child_process: "apps/local|apps/cli",
};
const islands = ["engines", "auth", "seals", "core"];

const rule = (name, from, to) => ({ name, severity: "error", from, to });
const source = (room) => (room === "proto" ? "^proto/generated/" : `^src/${room}/`);

module.exports = {
  forbidden: [
    ...Object.entries(layers).map(([room, allowed]) =>
      rule(
        `layer ${room}`,
        { path: source(room) },
        { path: "^(src|proto)/", pathNot: [room, ...allowed].map(source) },
      ),
    ),
    ...islands.map((room) =>
      rule(
        `islands of ${room}`,
        { path: `^src/${room}/([^/]+)/` },
        { path: `^src/${room}/[^/]+/`, pathNot: `^src/${room}/$1/` },
      ),
    ),
    rule("face of core", { path: "^src/http/" }, { path: "^src/core/", pathNot: "^src/core/core\\.ts$" }),
    ...Object.entries(packageHomes).map(([name, home]) =>
      rule(
        `home of ${name}`,
        { path: "^(src|proto)/", pathNot: `^(src/)?(${home})/` },
        { path: `node_modules/${name}/` },
      ),
    ),
    ...Object.entries(nodeHomes).map(([name, home]) =>
      rule(
        `home of node:${name}`,
        { path: "^src/", pathNot: `^src/(${home})/` },
        { path: `^(node:)?${name}$`, dependencyTypes: ["core"] },
      ),
    ),
    rule("pure rooms", { path: "^src/(base|contract|raft/core)/" }, { dependencyTypes: ["core"] }),
    rule("no cycles", {}, { circular: true }),
    rule("no strays", { path: "^src/" }, { couldNotResolve: true }),
    rule("nothing imports tests", { path: "^src/" }, { path: "^(test|bench|scripts)/" }),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default"] },
  },
};
