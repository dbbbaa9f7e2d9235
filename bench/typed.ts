import type { Project } from './home.ts';

/** Seconds that a command takes; rejects where it fails. */
export async function secondsOf(project: Project, ...args: readonly string[]): Promise<number> {
  const startedMs = performance.now();
  const { code, stderr } = await project.start(...args).ended;
  if (code !== 0) throw new Error(`dailies ${args.join(' ')} ended with ${code}: ${stderr.slice(-400)}`);
  return (performance.now() - startedMs) / 1000;
}

/** Seconds until a command that goes on says something on stderr that matches; then it is ended. */
export async function secondsToFirstLine(
  project: Project,
  wanted: RegExp,
  ...args: readonly string[]
): Promise<number> {
  const startedMs = performance.now();
  const { child, ended } = project.start(...args);
  let said = '';
  const seconds = await new Promise<number>((resolve, reject) => {
    child.stderr?.on('data', (bytes) => {
      said += String(bytes);
      if (wanted.test(said)) resolve((performance.now() - startedMs) / 1000);
    });
    void ended.then(({ code }) =>
      reject(new Error(`dailies ${args.join(' ')} ended with ${code}: ${said.slice(-400)}`)),
    );
  });
  child.kill('SIGINT');
  await ended;
  return seconds;
}
