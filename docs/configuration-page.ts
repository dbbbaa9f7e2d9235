import { projectFileSchema } from '../config/index.ts';
import { keysTable } from './keys-table.ts';
import { code, fenced, GENERATED, page, table } from './markdown.ts';
import { at, schemaNode } from './schema-node.ts';

const INTRO = `A project works without configuration: its root is the nearest folder above the pipeline with \`dailies.yaml\`,
\`.dailies\` or \`.git\`; else the folder where you stand, if the pipeline is below it; else the pipeline's own. Of
settings, the first found counts: flags, environment, \`dailies.yaml\`, defaults.`;

const EXAMPLE = `version: 1
accounts:
  default:
    base-url: https://www.qingbo.dev/v1
    api: qingbo-seed-2026-04
    key: { env: WAVE_API_KEY }
    limit: 5
    poll: { min: 5s, max: 15s }
media-host:
  kind: s3
  bucket: my-studio-media
  region: eu-central-1
  access-key: { env: AWS_ACCESS_KEY_ID }
  secret-key: { env: AWS_SECRET_ACCESS_KEY }
`;

const MEDIA_HOST = `The vendor takes media as URLs. With a media host, local files (\`first_frame_image: ./frames/a.png\`),
fetched files, the last seconds of a chain (\`tail\`) and sources whose link at the vendor is dead are put there and handed
to the vendor as presigned links. Each file is put there once, under its sha256; each shot gets a link of its own when it
is sent. The keys go from your environment to the worker through a file in \`DAILIES_HOME\` (0600), nowhere else. Nothing
is ever deleted from the bucket: a lifecycle rule of a few weeks is enough. The simulator brings a host of its own.`;

const ENVIRONMENT = [
  ['WAVE_API_KEY', "the vendor's key, unless the account names another variable or a file"],
  ['AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY', 'the keys of the media host, unless it names other variables or files'],
  ['DAILIES_BASE_URL', 'instead of `base-url`; plain http is accepted for this machine only'],
  ['DAILIES_HOME', "engine, worker, accounts and keys of this user; default: the platform's data folder"],
  ['DAILIES_CACHE', "the engine's binary; default: the platform's cache folder"],
  ['DAILIES_TEMPORAL', 'path of a `temporal` binary of the pinned version'],
  ['TEMPORAL_ADDRESS', 'a Temporal of your own; so do a Temporal profile and its other variables'],
  ['NO_COLOR, CI', 'plain lines instead of colours and a live view'],
] as const;

/** docs/reference/configuration.md, from the schema of dailies.yaml and the list of variables. */
export function configurationPage(): string {
  const schema = schemaNode(projectFileSchema());
  const account = at(schema, ['accounts', '*']);
  return page(
    '# Configuration',
    GENERATED,
    INTRO,
    '## `dailies.yaml`',
    fenced('yaml', EXAMPLE),
    keysTable(schema, []),
    `### \`accounts.<name>\`\n\n${keysTable(account, [])}`,
    `### \`accounts.<name>.day-limit\`\n\n${keysTable(at(account, ['day-limit']), [])}`,
    `### \`accounts.<name>.poll\`\n\n${keysTable(at(account, ['poll']), [])}`,
    `### \`store\`\n\n${keysTable(at(schema, ['store']), [])}`,
    `### \`media-host\`\n\n${MEDIA_HOST}\n\n${keysTable(at(schema, ['media-host']), [])}`,
    '## Environment',
    table(
      ['variable', 'what'],
      ENVIRONMENT.map(([name, words]) => [name.split(', ').map(code).join(', '), words]),
    ),
  );
}
