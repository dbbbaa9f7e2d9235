import { type ChildProcess, fork } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'vite';

let started = 0;

/** The store's room as one file that plain Node can import. */
export async function bundledStore(folder: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'silent',
    ssr: { noExternal: true },
    build: {
      ssr: path.resolve('test/store/child-room.ts'),
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      rollupOptions: { output: { entryFileNames: 'room.mjs' } },
    },
  });
  return path.join(folder, 'room.mjs');
}

/** Starts a process that runs `script` with everything that child-room.ts exports; it tells by `tell(value)`. */
export async function startChild(room: string, name: string, script: string): Promise<ChildProcess> {
  // A file of its own: one that is being written again would be read half.
  const file = path.join(path.dirname(room), `${name}.${started++}.mjs`);
  await writeFile(
    file,
    `import * as room from './room.mjs';\nconst tell = (value) => process.send(value);\n${script}\n`,
  );
  return fork(file, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}

/** The next thing that a child tells. Rejects when it ends without. */
export async function told(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code, signal) => reject(new Error(`the child ended: ${code ?? signal}`)));
  });
}

export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((resolve) => child.once('exit', resolve));
}
