import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { jsonSchema } from '../../language/index.ts';
import { jsonText } from '../terminal/index.ts';
import { Refusal } from './refusal.ts';

/** What became of one file: `kept` is somebody's own and was not touched. */
export type Begun = { readonly file: string; readonly did: 'written' | 'kept' | 'added to' };

const SCHEMA = 'pipelines/pipeline.v1.schema.json';
/** A package holds no file of this name: npm takes it for its own. */
const IGNORE = { inStarter: 'gitignore', inProject: '.gitignore' };

/**
 * Puts a project that runs as it is into a folder: pipeline, shots, settings, schema, .gitignore. No file that is there
 * is changed, but lines are added to .gitignore. Refuses (73) where it cannot write.
 */
export function initProject(starter: string, folder: string): readonly Begun[] {
  if (existsSync(folder) && !statSync(folder).isDirectory()) {
    throw new Refusal(73, `${folder} is a file`, 'name a folder: dailies init DIR');
  }
  try {
    const files = readdirSync(starter, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(path.join(starter, name)).isFile() && name !== IGNORE.inStarter)
      .sort();
    return [
      ...files.map((name) => begin(folder, name, readFileSync(path.join(starter, name), 'utf8'))),
      begin(folder, SCHEMA, `${jsonText(jsonSchema(), 2)}\n`),
      ignore(folder, readFileSync(path.join(starter, IGNORE.inStarter), 'utf8')),
    ];
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new Refusal(73, `cannot write into ${folder}: ${words}`, 'name a folder of yours: dailies init DIR');
  }
}

function begin(folder: string, name: string, text: string): Begun {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  if (existsSync(file)) return { file, did: 'kept' };
  writeFileSync(file, text, { flag: 'wx' });
  return { file, did: 'written' };
}

function ignore(folder: string, text: string): Begun {
  const file = path.join(folder, IGNORE.inProject);
  if (!existsSync(file)) return begin(folder, IGNORE.inProject, text);
  const before = readFileSync(file, 'utf8');
  const known = new Set(before.split(/\r?\n/).map((line) => line.trim().replace(/\/$/, '')));
  const missing = text.split('\n').filter((line) => line !== '' && !known.has(line.replace(/\/$/, '')));
  if (missing.length === 0) return { file, did: 'kept' };
  const glue = before === '' || before.endsWith('\n') ? '' : '\n';
  writeFileSync(file, `${before}${glue}${missing.join('\n')}\n`);
  return { file, did: 'added to' };
}
