/** Does all `tasks`, `width` at a time; each worker has something of its own that `open` makes. */
export async function inParallel<T, R>(options: {
  readonly tasks: readonly T[];
  readonly width: number;
  readonly open: () => { run(task: T): Promise<R>; close(): void };
  readonly onDone: (result: R) => void;
}): Promise<R[]> {
  const { tasks, width, open, onDone } = options;
  const results: R[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    const worker = open();
    try {
      for (let at = next++; at < tasks.length; at = next++) {
        const result = await worker.run(tasks[at] as T);
        results[at] = result;
        onDone(result);
      }
    } finally {
      worker.close();
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, tasks.length) }, work));
  return results;
}
