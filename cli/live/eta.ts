import { ENDED, HOLDS_SLOT, type Progress } from './progress.ts';
import { type Job, timeAtCap } from './time-at-cap.ts';

/**
 * How long the run still takes, ms, without the time that people take: the plan's estimates, corrected by how long
 * this run's renders really took. Undefined where nothing can be said: not started, paused, or nothing moves by itself.
 */
export function eta(progress: Progress, nowMs: number, speed: number): number | undefined {
  const { view, plan, nodes } = progress;
  if (view === undefined || !view.loaded || view.over || view.paused !== undefined) return undefined;
  const pace = paceOf(progress, speed);
  const place = new Map<number, number>();
  plan.nodes.forEach((_, at) => {
    const state = nodes[at]?.state ?? 'waiting';
    // What a person or nobody decides is not counted, as if it were decided now.
    if (!ENDED.has(state) && state !== 'unsure' && state !== 'blocked') place.set(at, place.size);
  });
  const jobs = [...place.keys()].map((at): Job => {
    const node = plan.nodes[at];
    const now = nodes[at];
    const running = now !== undefined && HOLDS_SLOT.has(now.state);
    const whole = (node?.renderMs ?? 0) * pace;
    const elapsed = running ? nowMs - (now.takenMs ?? nowMs) : 0;
    return {
      // A render that takes longer than expected is expected to end soon, not now.
      ms: now?.state === 'downloading' ? 0 : running ? Math.max(whole - elapsed, whole * 0.1, 1) : whole,
      needs: (node?.edges ?? []).flatMap((edge) => place.get(edge.node) ?? []),
      priority: node?.priority ?? 0,
      running,
    };
  });
  const moving = jobs.some((job) => job.ms > 0);
  return moving ? timeAtCap(jobs, view.slots.limit) : undefined;
}

/** Real time ÷ estimated time, from what was measured; before that from the speed of a simulated run. */
function paceOf(progress: Progress, speed: number): number {
  if (progress.estimatedMs === 0) return 1 / speed;
  return Math.min(20, Math.max(1e-4, progress.tookMs / progress.estimatedMs));
}
