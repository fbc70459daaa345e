// Every histogram by its dotted name, with its bounds: those that are summed over nodes and mounts.

const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

export const HISTOGRAMS = {
  "coffer.mount_request_duration_seconds": {
    help: "Requests by mount, from the first look at them to the answer",
    bounds: SECONDS,
  },
  "coffer.commit_duration_seconds": {
    help: "Writes, from the proposal to its application on this node, tries that conflicted apart",
    bounds: SECONDS,
  },
} as const;

export type HistogramName = keyof typeof HISTOGRAMS;
