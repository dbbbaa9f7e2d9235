import { stringify } from 'yaml';
import { resolveNode } from '../../expressions/index.ts';
import type { Problem } from '../../language/index.ts';
import type { ApiProfileName } from '../../plan/api-profile.ts';
import { isJsonObject, type Json, type JsonObject } from '../../plan/json.ts';
import { apiProfile } from '../../plan/profiles.ts';
import { wireBody } from '../../plan/wire.ts';
import { loadText } from '../language/load-file.ts';

/** The wire body that a `with:` becomes: text, plan, request, body; or the problems that keep it from being one. */
export async function bodyOf(
  fields: JsonObject,
  api: ApiProfileName = 'qingbo-seed-2026-04',
): Promise<{ readonly body?: JsonObject; readonly request?: JsonObject; readonly problems: readonly Problem[] }> {
  const text = stringify({ version: 1, steps: { shot: { uses: 'generate', with: fields } } });
  const { plan, problems } = await loadText(text, { api });
  if (plan === undefined) return { problems };
  const resolved = resolveNode({ plan, index: 0, takeOf: () => undefined, chosen: () => undefined, takes: [] });
  if (resolved.kind !== 'request') throw new Error(JSON.stringify(resolved));
  const body = wireBody(resolved.request, apiProfile(api), () => 'https://example.com/held');
  const sent: Json = JSON.parse(JSON.stringify(body));
  return isJsonObject(sent) ? { body: sent, request: resolved.request, problems } : { problems };
}
