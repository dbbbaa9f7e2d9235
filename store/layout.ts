import path from 'node:path';
import type { PipelineFile } from './project-store.ts';

/** The realm of every simulator, whatever its port. */
export const SIMULATED = 'simulator';

export type Layout = {
  /** Absolute. */
  readonly folder: string;
  readonly lockFile: (pipeline: PipelineFile) => string;
  readonly picksFile: (pipeline: PipelineFile) => string;
  readonly committedPicks: ((pipeline: PipelineFile) => string) | undefined;
  /** Relative to the root, with forward slashes. */
  readonly renders: string;
};

/** Where the things of a realm lie: the real ones beside the pipeline, the simulated ones apart from all of them. */
export function layoutOf(options: {
  readonly root: string;
  readonly realm: string;
  readonly storePath: string | undefined;
}): Layout {
  const { root, realm, storePath } = options;
  const beside = (suffix: string) => (pipeline: PipelineFile) =>
    path.join(root, path.dirname(pipeline.file), `${pipeline.pipeline}.${suffix}`);
  if (realm !== SIMULATED) {
    return {
      folder: path.resolve(root, storePath ?? '.dailies/store'),
      lockFile: beside('lock.yaml'),
      picksFile: beside('picks.yaml'),
      committedPicks: undefined,
      renders: 'renders',
    };
  }
  const simulated = path.join(root, '.dailies', 'simulated');
  return {
    folder: path.join(simulated, 'store'),
    lockFile: ({ pipeline }) => path.join(simulated, `${pipeline}.lock.yaml`),
    picksFile: ({ pipeline }) => path.join(simulated, `${pipeline}.picks.yaml`),
    committedPicks: beside('picks.yaml'),
    renders: '.dailies/simulated/renders',
  };
}
