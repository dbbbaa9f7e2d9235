import { escapes } from '../../plan/escapes.ts';

/**
 * Text of others (vendor messages, prompts, file names, data files) made safe for a terminal and a log: escape
 * sequences, control, bidi and zero-width characters gone, line breaks turned into spaces, at most `max` code points.
 */
export function clean(text: string, max = 400): string {
  // Bounded first: the patterns below must not be fed megabytes.
  const safe = withoutEscapes(text.slice(0, max * 8))
    .replace(BREAKS, ' ')
    .replace(FORBIDDEN, '')
    .replace(LONE_SURROGATES, '\u{fffd}')
    .replace(MARK_FLOODS, '$1')
    .replace(/ {2,}/g, ' ')
    .trim();
  const points = [...safe];
  return points.length > max ? `${points.slice(0, max - 1).join('')}…` : safe;
}

/** A line of our own, colours kept, in which a string that nobody cleaned can still do no harm. */
export function onlyColours(text: string): string {
  return text
    .split(COLOUR)
    .map((part, index) => (index % 2 === 1 ? part : part.split('\n').map(withoutControls).join('\n')))
    .join('');
}

/** `onlyColours` for where colours are off. */
export function plain(text: string): string {
  return onlyColours(text).replace(COLOUR, '');
}

/** JSON in which no character can act on a terminal: the same value, such characters written as \uXXXX. */
export function jsonText(value: unknown, indent = 0): string {
  return JSON.stringify(value, null, indent).replace(UNSAFE_IN_JSON, escapes);
}

function withoutControls(line: string): string {
  return withoutEscapes(line).replace(/\t/g, ' ').replace(FORBIDDEN, '').replace(LONE_SURROGATES, '\u{fffd}');
}

function withoutEscapes(text: string): string {
  return text.replace(STRINGS, '').replace(SEQUENCES, '').replace(ESCAPES, '');
}

// OSC, DCS, SOS, PM, APC with their payload up to BEL or ST; without an end only the introducer goes (ESCAPES), for
// what follows is then harmless text.
const STRINGS = pattern(
  '(?:\\u001b[\\]PX^_]|[\\u009d\\u0090\\u0098\\u009e\\u009f])[^\\u0007\\u001b\\u009c]{0,4096}(?:\\u0007|\\u001b\\\\|\\u009c)',
);
const SEQUENCES = pattern('(?:\\u001b\\[|\\u009b)[0-?]{0,64}[ -/]{0,8}[@-~]');
const ESCAPES = pattern('\\u001b[ -/]{0,8}[0-~]?');
/** The few that `paint` uses: a foreign one could hide text. */
const COLOUR = pattern('(\\u001b\\[(?:1|2|22|3[1236]|39)m)');
const BREAKS = /[\t\n\v\f\r\u{85}\u{2028}\u{2029}]+/gu;
/** Controls, soft hyphen, bidi, zero-width, fillers, deprecated format characters, annotations, tags, private use. */
const HIDDEN =
  '\\p{Cc}\\u{ad}\\u{61c}\\u{115f}\\u{1160}\\u{17b4}\\u{17b5}\\u{180b}-\\u{180f}\\u{200b}-\\u{200f}\\u{2028}-\\u{202e}' +
  '\\u{2060}-\\u{206f}\\u{3164}\\u{feff}\\u{ffa0}\\u{fff0}-\\u{fffb}\\u{e0000}-\\u{e0fff}';
const FORBIDDEN = pattern(`[${HIDDEN}]`);
const UNSAFE_IN_JSON = pattern(`(?!\\n)[${HIDDEN}]`);
const LONE_SURROGATES = /\p{Cs}/gu;
/** More than four combining marks in a row draw over the neighbouring lines. */
const MARK_FLOODS = /(\p{M}{4})\p{M}+/gu;

// Built from text: a control character in a regular expression's literal is a lint error, rightly, elsewhere.
function pattern(source: string): RegExp {
  return new RegExp(source, 'gu');
}
