import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { bundleWorkflows } from './engine.ts';

/** Packages of the SDK that a workflow may hold; anything else costs memory in every cached workflow. */
const SDK = /^(@temporalio\/(common|workflow|worker|proto)|long|ms|assert|events|@bufbuild|nexus-rpc)(\/|$)/;

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The files that a bundle was made of, ours relative to the project; its inline source map names them. */
function modulesOf(code: string): string[] {
  const inline = /sourceMappingURL=data:[^,]+,([A-Za-z0-9+/=]+)/.exec(code)?.[1] ?? '';
  const map: { readonly sources: readonly string[] } = JSON.parse(Buffer.from(inline, 'base64').toString());
  return map.sources.map((source) => source.replace(ROOT, './'));
}

function isForeign(module: string): boolean {
  const packages = module.split('node_modules/');
  if (packages.length > 1) return !SDK.test(packages.at(-1) ?? '');
  return !/^(\.\/(workflows|plan)\/|webpack\/)/.test(module);
}

describe('the sandbox of the workflows', () => {
  test('holds workflows/, plan/ and the SDK, and nothing else', async () => {
    const { code } = await bundleWorkflows();
    const modules = modulesOf(code);
    expect(modules.some((module) => module === './workflows/run.ts')).toBe(true);
    expect(modules.some((module) => module === './plan/run/machine.ts')).toBe(true);
    expect(modules.filter(isForeign)).toEqual([]);
  });

  test('a package or a room that does not belong there would be seen', () => {
    expect(isForeign('./node_modules/zod/index.js')).toBe(true);
    expect(isForeign('./store/index.ts')).toBe(true);
    expect(isForeign('./plan/timing.ts')).toBe(false);
    expect(isForeign('./node_modules/@temporalio/workflow/lib/index.js')).toBe(false);
  });
});
