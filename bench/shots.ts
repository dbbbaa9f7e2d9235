/** The shots that are measured: the same for a pipeline and for the script beside it, so that both get equal clips. */
export type Shot = { readonly id: string; readonly prompt: string };

/** Shots from number `first`, 1 upwards. */
export function shotsFrom(first: number, count: number): readonly Shot[] {
  return Array.from({ length: count }, (_, at) => {
    const id = `s${String(first + at).padStart(3, '0')}`;
    return { id, prompt: `Bench shot ${id}` };
  });
}

/** What every shot asks for beside its prompt: the shortest and cheapest video. */
export const ASKED = { model: 'skyreels-v4-fast', resolution: '480p', duration: 3, aspect_ratio: '16:9' } as const;

/** A pipeline of one step that makes each row of `<stem>.csv`. */
export function pipelineText(stem: string, weight = 1): string {
  return `version: 1
${weight === 1 ? '' : `weight: ${weight}\n`}steps:
  shot:
    uses: generate
    strategy: { matrix: { shot: { from: ${stem}.csv, key: id } } }
    with: ${JSON.stringify({ ...ASKED, prompt: '$' + '{{ matrix.shot.prompt }}' })}
`;
}

/** The rows of a pipeline's shots. */
export function csvText(shots: readonly Shot[]): string {
  return ['id,prompt', ...shots.map(({ id, prompt }) => `${id},${prompt}`)].join('\n');
}
