import { jsonSchema } from '../language/index.ts';
import { apiProfilesPage } from './api-profiles-page.ts';
import { commandsPage } from './commands-page.ts';
import { configurationPage } from './configuration-page.ts';
import { exitCodesPage } from './exit-codes-page.ts';
import { failuresPage } from './failures-page.ts';
import type { GeneratedFile } from './generated-file.ts';
import { keysPage } from './keys-page.ts';
import { paidDecisionsPage } from './paid-decisions-page.ts';
import { problemPages } from './problem-pages.ts';
import { rulesPage } from './rules-page.ts';
import { submitsPage } from './submits-page.ts';
import { vendorPage } from './vendor-page.ts';

/** Folders that hold nothing but generated files: what is not generated any more is removed from them. */
export const GENERATED_FOLDERS = ['docs/reference', 'docs/reference/problems'] as const;

/** Every generated file of the project at `root`: the reference, and the JSON Schema beside the pipelines. */
export function generatedFiles(root: string): readonly GeneratedFile[] {
  return [
    { file: 'docs/reference/commands.md', text: commandsPage() },
    { file: 'docs/reference/keys.md', text: keysPage() },
    { file: 'docs/reference/configuration.md', text: configurationPage() },
    { file: 'docs/reference/rules.md', text: rulesPage() },
    { file: 'docs/reference/api-profiles.md', text: apiProfilesPage() },
    { file: 'docs/reference/failures.md', text: failuresPage() },
    { file: 'docs/reference/exit-codes.md', text: exitCodesPage() },
    { file: 'docs/reference/submits.md', text: submitsPage() },
    { file: 'docs/reference/paid-decisions.md', text: paidDecisionsPage(root) },
    { file: 'docs/vendor-page.md', text: vendorPage() },
    ...problemPages(root),
    { file: 'pipelines/pipeline.v1.schema.json', text: `${JSON.stringify(jsonSchema(), null, 2)}\n` },
  ];
}
