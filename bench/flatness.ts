import type { Sample } from './soak-sample.ts';

/** One figure of a soak over its samples, and whether it grows. */
export type Course = {
  readonly figure: string;
  readonly values: readonly number[];
  /** By how much the second half's line of best fit rises from its first to its last sample. */
  readonly rise: number;
  /** That, by the mean of the second half. */
  readonly part: number;
  /** It does not rise by more than a tenth. */
  readonly isFlat: boolean;
};

/** More than what a garbage collection comes early or late by, less than a leak that fills a machine in a night. */
const FLAT_PART = 0.1;

/** What a soak shows: memory and descriptors as they stand, counts by the jobs between two samples. */
export function coursesOf(samples: readonly Sample[]): readonly Course[] {
  const stands = (figure: string, value: (sample: Sample) => number) => courseOf(figure, samples.map(value));
  const perJob = (figure: string, value: (sample: Sample) => number) => courseOf(figure, perJobOf(samples, value));
  return [
    stands('worker, MB', ({ workerMb }) => workerMb),
    stands('worker, descriptors', ({ workerFiles }) => workerFiles),
    stands('server, MB', ({ serverMb }) => serverMb),
    stands('server, descriptors', ({ serverFiles }) => serverFiles),
    stands('supervisor, MB', ({ supervisorMb }) => supervisorMb),
    perJob('history events a job', ({ events }) => events),
    perJob('database, KB a job', ({ databaseKb }) => databaseKb),
    perJob('store, files a job', ({ storeFiles }) => storeFiles),
  ];
}

/** The course of one figure. */
export function courseOf(figure: string, values: readonly number[]): Course {
  const half = values.slice(Math.floor(values.length / 2));
  const mean = half.reduce((sum, value) => sum + value, 0) / Math.max(1, half.length);
  const rise = slopeOf(half) * Math.max(0, half.length - 1);
  const part = mean === 0 ? 0 : rise / mean;
  return { figure, values, rise, part, isFlat: part <= FLAT_PART };
}

/** Least squares, by sample. */
function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const spread = values.reduce((sum, _, at) => sum + (at - middle) ** 2, 0);
  return spread === 0 ? 0 : values.reduce((sum, value, at) => sum + (at - middle) * (value - mean), 0) / spread;
}

function perJobOf(samples: readonly Sample[], value: (sample: Sample) => number): readonly number[] {
  return samples.slice(1).flatMap((sample, at) => {
    const before = samples[at];
    const jobs = before === undefined ? 0 : sample.jobs - before.jobs;
    return before === undefined || jobs === 0 ? [] : [(value(sample) - value(before)) / jobs];
  });
}
