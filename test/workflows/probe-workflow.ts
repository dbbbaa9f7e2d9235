import * as workflow from '@temporalio/workflow';

/** Its activity is ended from outside, so that a test decides when. */
const { told } = workflow.proxyActivities<{ told: (name: string) => Promise<string> }>({
  startToCloseTimeout: '1m',
});

/** Notes what it is told, in the order in which a run would act on it, until a signal says `end`. */
export async function probe(): Promise<readonly string[]> {
  const seen: string[] = [];
  workflow.setHandler(workflow.defineSignal<[string]>('tell'), (text) => void seen.push(text));
  workflow.setHandler(workflow.defineQuery<readonly string[]>('seen'), () => seen);
  told('from an activity').then(
    (text) => void seen.push(text),
    () => void seen.push('broke'),
  );
  await workflow.condition(() => seen.includes('end'));
  return seen;
}
