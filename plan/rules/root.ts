import type { JsonObject } from '../json.ts';
import { ACTIONS } from '../request.ts';
import { MEDIA_FIELDS } from '../request-fields.ts';
import { isDeferred, isGiven, listed, type Rule, textIn } from './rule.ts';
import { SHAPE_RULES } from './shapes.ts';

/** The seed page's "Common Parameters", rules 1–11 and 23. */
export const ROOT_RULES: readonly Rule[] = [
  {
    number: 1,
    code: 'MODEL_UNKNOWN',
    severity: 'error',
    words: 'model is one of the models of the API profile',
    check: (request, profile) => {
      if (!isGiven(request.model)) {
        const hint = `write model: ${listed(profile.models)}`;
        return [{ path: ['model'], message: 'a render needs a model', hint }];
      }
      const model = textIn(request, 'model');
      if (model === undefined || profile.models.includes(model)) return [];
      return [{ path: ['model'], message: `"${model}" is not a model; allowed: ${listed(profile.models)}` }];
    },
  },
  {
    number: 2,
    code: 'ACTION_UNKNOWN',
    severity: 'error',
    words: 'action is one of the seven of the page, and the API profile has it',
    check: (request, profile) => {
      const action = textIn(request, 'action');
      if (action === undefined || profile.actions.includes(action)) return [];
      const known = ACTIONS.some((name) => name === action);
      const message = known
        ? `the API profile ${profile.name} has no action "${action}"`
        : `"${action}" is not an action; allowed: ${listed(ACTIONS)}`;
      return [{ path: ['action'], message }];
    },
  },
  {
    number: 3,
    code: 'PROMPT_TOO_LONG',
    severity: 'error',
    words: 'prompt has at most 5000 characters',
    check: (request, profile) => {
      const prompt = textIn(request, 'prompt');
      const { promptMax } = profile;
      if (prompt === undefined || promptMax === undefined || prompt.length <= promptMax) return [];
      const characters = [...prompt].length;
      if (characters <= promptMax) return [];
      return [
        { path: ['prompt'], message: `the prompt has ${characters} characters; at most ${promptMax} are allowed` },
      ];
    },
  },
  {
    number: 4,
    code: 'PROMPT_MISSING',
    severity: 'error',
    words: 'text-to-video needs a prompt',
    check: (request, { promptAlways, name }) => {
      if (hasPrompt(request)) return [];
      if (promptAlways) return [{ path: ['prompt'], message: `the API profile ${name} needs a prompt, always` }];
      if (request.action !== 'generate' || hasMedia(request)) return [];
      return [{ path: ['prompt'], message: 'text-to-video needs a prompt that is not empty' }];
    },
  },
  {
    number: 23,
    code: 'PROMPT_MISSING',
    severity: 'error',
    words: 'action generate needs a prompt, beside media, too',
    check: (request, { promptAlways }) => {
      if (promptAlways || request.action !== 'generate' || !hasMedia(request) || hasPrompt(request)) return [];
      return [{ path: ['prompt'], message: 'action generate needs a prompt that is not empty, beside media, too' }];
    },
  },
  {
    number: 5,
    code: 'ASPECT_RATIO_UNKNOWN',
    severity: 'error',
    words: 'aspect_ratio is one of the ratios of the API profile',
    check: (request, profile) => {
      const ratio = textIn(request, 'aspect_ratio');
      if (ratio === undefined || profile.aspectRatios.includes(ratio)) return [];
      const message = `"${ratio}" is not an aspect ratio; allowed: ${listed(profile.aspectRatios)}`;
      return [{ path: ['aspect_ratio'], message }];
    },
  },
  {
    number: 6,
    code: 'ASPECT_RATIO_NO_EFFECT',
    severity: 'warning',
    words: 'aspect_ratio has no effect beside media',
    check: (request) => {
      const media = MEDIA_FIELDS.find((field) => isGiven(request[field]));
      if (media === undefined || !isGiven(request.aspect_ratio)) return [];
      return [
        { path: ['aspect_ratio'], message: `aspect_ratio has no effect beside ${media}: the media's ratio counts` },
      ];
    },
  },
  {
    number: 7,
    code: 'RESOLUTION_UNKNOWN',
    severity: 'error',
    words: 'resolution is 480p, 720p or 1080p',
    check: (request, profile) => {
      const resolution = textIn(request, 'resolution');
      if (resolution === undefined || profile.resolutions.includes(resolution)) return [];
      const message = `"${resolution}" is not a resolution; allowed: ${listed(profile.resolutions)}`;
      return [{ path: ['resolution'], message }];
    },
  },
  {
    number: 8,
    code: 'DURATION_RANGE',
    severity: 'error',
    words: 'duration is a whole number of seconds, 3 to 15',
    check: (request, { duration: { min, max } }) => {
      const { duration } = request;
      if (typeof duration !== 'number') return [];
      if (Number.isInteger(duration) && duration >= min && duration <= max) return [];
      return [
        { path: ['duration'], message: `duration is ${duration}; allowed: a whole number from ${min} to ${max}` },
      ];
    },
  },
  {
    number: 9,
    code: 'NEGATIVE_PROMPT',
    severity: 'error',
    words: 'negative_prompt is not supported',
    check: (request) => {
      if (!isGiven(request.negative_prompt)) return [];
      const hint = 'say in the prompt what should be there instead';
      return [{ path: ['negative_prompt'], message: 'the vendor does not support negative_prompt', hint }];
    },
  },
  ...SHAPE_RULES,
  {
    number: 11,
    code: 'FIELD_NOT_IN_API',
    severity: 'error',
    words: 'the API profile has every field that is sent',
    check: (request, profile) =>
      profile.without
        .filter((field) => isGiven(request[field]))
        .map((field) => {
          const instead = profile.instead[field];
          const hint = instead === undefined ? {} : { hint: `it has ${instead} in its place` };
          return { path: [field], message: `the API profile ${profile.name} has no field ${field}`, ...hint };
        }),
  },
];

function hasPrompt({ prompt = null }: JsonObject): boolean {
  return isDeferred(prompt) || (prompt !== null && (typeof prompt !== 'string' || prompt.trim() !== ''));
}

function hasMedia(request: JsonObject): boolean {
  return MEDIA_FIELDS.some((field) => isGiven(request[field]));
}
