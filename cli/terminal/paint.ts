import { styleText } from 'node:util';

/** What a piece of text is, not which colour it has. */
export type Style = 'good' | 'bad' | 'warn' | 'faint' | 'strong' | 'busy';
export type Paint = (style: Style | undefined, text: string) => string;

/** A painter with colours, or one that leaves every text as it is; the stream was asked before. */
export function paintOf(colour: boolean): Paint {
  return (style, text) =>
    colour && style !== undefined && text !== '' ? styleText(COLOURS[style], text, { validateStream: false }) : text;
}

/** NO_COLOR wins, then FORCE_COLOR, then: a terminal that is no CI and not `dumb`. */
export function wantsColour(env: { readonly [name: string]: string | undefined }, tty: boolean): boolean {
  if (isSet(env.NO_COLOR)) return false;
  if (isSet(env.FORCE_COLOR)) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return tty && !isCi(env) && env.TERM !== 'dumb';
}

/** True where `CI` is set to anything but false. */
export function isCi(env: { readonly [name: string]: string | undefined }): boolean {
  return isSet(env.CI) && env.CI !== 'false' && env.CI !== '0';
}

const COLOURS = { good: 'green', bad: 'red', warn: 'yellow', faint: 'dim', strong: 'bold', busy: 'cyan' } as const;

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
