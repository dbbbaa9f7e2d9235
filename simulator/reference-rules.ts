import { type Complaint, invalid } from './complaint.ts';
import type { Generation } from './generations.ts';
import { isList, isObject, type Json, type JsonObject } from './json.ts';

/** What is wrong with reference images, as the generation's page has them. */
export function refImagesComplaint(body: JsonObject, { refImages }: Generation): Complaint | undefined {
  const value = body.ref_images;
  if (value === undefined || value === null) return undefined;
  const complain = (message: string): Complaint => invalid('ref_images', message);
  if (!isList(value)) return complain('must be a list.');
  const types = new Set<string>();
  for (const item of value) {
    if (!isObject(item) || typeof item.tag !== 'string' || item.tag === '') return complain('tag is required.');
    const { type } = item;
    if (type !== 'image' && type !== 'grid') return complain('type must be image or grid.');
    types.add(type);
    const { items, urls } = refImages[type];
    const [least, most] = urls;
    const given = isList(item.image_urls) ? item.image_urls.length : 0;
    if (given < least || given > most) {
      return complain(least === most ? `one of type ${type} has exactly ${least} image_urls.` : between(type, urls));
    }
    if (value.length > items) return complain(`must be a list of up to ${items} of type ${type}.`);
    if (item.audio_url !== undefined && !refImages.audioOn.includes(type)) {
      return complain(`audio_url is for type ${refImages.audioOn.join(', ')}.`);
    }
  }
  return refImages.oneType && types.size > 1 ? complain('all must be of one type.') : undefined;
}

function between(type: string, [least, most]: readonly [number, number]): string {
  return `one of type ${type} has ${least} to ${most} image_urls.`;
}

/** What is wrong with `video_urls` beyond their being URLs. */
export function videoUrlsComplaint(body: JsonObject, { videoUrls }: Generation): Complaint | undefined {
  const value = body.video_urls;
  if (!isList(value) || value.length === 0) return undefined;
  const { most, resolutions } = videoUrls;
  if (most !== undefined && value.length > most) return invalid('video_urls', `must be a list of up to ${most}.`);
  const { resolution } = body;
  if (resolutions === undefined) return undefined;
  if (typeof resolution === 'string' && resolutions.includes(resolution.toLowerCase())) return undefined;
  return invalid('resolution', `must be given with video_urls: ${resolutions.join(', ')}.`);
}

/** Where tags have a form, each has it and stands in the prompt. */
export function tagsComplaint(body: JsonObject, { tagPrefix }: Generation): Complaint | undefined {
  if (tagPrefix === undefined) return undefined;
  const prompt = typeof body.prompt === 'string' ? body.prompt : '';
  for (const field of ['ref_images', 'mid_frame_images']) {
    for (const tag of tagsOf(body[field])) {
      if (!tag.startsWith(tagPrefix)) return invalid(field, `a tag starts with ${tagPrefix}.`);
      if (!prompt.includes(tag)) return invalid(field, 'each tag must occur in the prompt.');
    }
  }
  return undefined;
}

function tagsOf(value: Json | undefined): readonly string[] {
  if (!isList(value)) return [];
  return value.flatMap((item) => (isObject(item) && typeof item.tag === 'string' ? [item.tag] : []));
}
