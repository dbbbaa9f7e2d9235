const ESC = '\u001b';
const ST = `${ESC}\\`;
const BEL = '\u0007';

/** Text that acts on a terminal, hides itself or reorders what stands beside it. */
export const PAYLOADS: readonly string[] = [
  ...[
    '[2J',
    '[H',
    '[31mred',
    '[?1049h',
    '[6n',
    '[1;1H',
    '[0c',
    '[3J',
    '[8m',
    '[?25l',
    '[>4;2m',
    '[!p',
    '[5i',
    '[200~',
    '[ q',
    '[?2004h',
  ].map((sequence) => ESC + sequence),
  ...['c', '7', '8', 'D', 'M', 'E', '#8', '(0', '%G', '=', '>', 'N', 'O', 'Z', '\\', ''].map((rest) => ESC + rest),
  `${ESC}]0;title${BEL}`,
  `${ESC}]2;title${ST}`,
  `${ESC}]8;;https://evil.example${ST}link${ESC}]8;;${ST}`,
  `${ESC}]52;c;ZXZpbA==${BEL}`,
  `${ESC}]1337;File=name=eA==:AAAA${BEL}`,
  `${ESC}]unterminated`,
  `${ESC}Pq#0;2;0;0;0${ST}`,
  `${ESC}P$q"p${ST}`,
  `${ESC}_Gf=100;AAAA${ST}`,
  `${ESC}^private${ST}`,
  `${ESC}Xstring${ST}`,
  '\u009b2J',
  '\u009d0;title\u009c',
  '\u0090q\u009c',
  '\u0085next',
  '\u0084index',
  `${ESC}${ESC}[2J`,
  `${ESC}[${ESC}[2J2J`,
  `${ESC}]0;a${ESC}[2Jb${BEL}`,
  'over\rwritten',
  'over\b\b\b\bwritten',
  'two\nlines',
  'tab\tbed',
  'bell\u0007',
  'nul\u0000',
  'del\u007f',
  'shift\u000e\u000f',
  'vertical\u000b\u000c',
  '\u202egnp.evil',
  '\u2066isolated\u2069',
  '\u200fright\u200eleft\u061c',
  'zero\u200bwidth\u200d\u2060\ufeff',
  'soft\u00adhyphen',
  'line\u2028paragraph\u2029',
  'tag\u{e0041}\u{e0042}',
  'lone\ud800surrogate',
  `z${'\u0300'.repeat(60)}algo`,
  'filler\u3164\uffa0',
];

/** What must never reach a terminal from a foreign string; line breaks are those of the view. */
export function harmful(text: string): readonly string[] {
  return [...text].filter((character) => character !== '\n' && HARMFUL.test(character));
}

const HARMFUL = /[\p{Cc}\p{Cf}\p{Cs}\u{2028}\u{2029}\u{3164}\u{ffa0}]/u;
