// How long participants take, side by side: each takes its turn in every round, so that a busy machine is busy for all.
// Times are of the processor, not of the clock.
import { execFile } from 'node:child_process';

export const median = (list) => {
  const sorted = [...list].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

// Microseconds of processor time that this process spends in `work`.
export async function cpu(work) {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

// A participant is { name, rows, pass() } or, for other processes, { name, rows, time() -> microseconds a pass }. Gives the
// rows per second of each by name. Passes are repeated until a sample is long enough for the clock of the processor.
export async function race(participants, { rounds = 5, least = 40_000 } = {}) {
  const samples = new Map(participants.map(({ name }) => [name, []]));
  const passes = new Map();
  for (const { name, pass } of participants) {
    if (!pass) continue;
    await pass();
    passes.set(name, Math.max(1, Math.ceil(least / Math.max(100, await cpu(pass)))));
  }
  for (let round = 0; round < rounds; round++) {
    for (const { name, rows, pass, time } of participants) {
      const count = passes.get(name);
      const spent = time ? await time() : (await cpu(async () => { for (let n = 0; n < count; n++) await pass(); })) / count;
      samples.get(name).push((rows * 1e6) / spent);
    }
  }
  return Object.fromEntries([...samples].map(([name, rates]) => [name, median(rates)]));
}

// Runs a program; gives what it prints.
export const run = (program, args, input) =>
  new Promise((done, failed) => {
    const child = execFile(program, args, { maxBuffer: 1 << 30, encoding: 'buffer' }, (error, out, err) =>
      error ? failed(new Error(`${program} ${args.join(' ')}: ${error.message}\n${err}`)) : done(out),
    );
    child.stdin.end(input);
  });
