import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** The page's script, in one piece, and its style. */
export type Assets = { readonly script: string; readonly style: string };

const HEAD = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>Dailies</title>
`;
const NO_SCRIPT = '<noscript>This page is drawn by its own script, which your browser keeps from running.</noscript>';

/** The page as it is served: empty, drawn by the script from what `live` sends. */
export const PAGE = `${HEAD}<link rel="stylesheet" href="sheet.css">
<script src="page.js" defer></script>
</head>
<body>${NO_SCRIPT}</body>
</html>
`;

/** The page as one file, with all that it is drawn from inside. `policy`: its Content-Security-Policy. */
export function wholePage({ script, style }: Assets, policy: string, data: string): string {
  return `${HEAD.replace('<title>', `<meta http-equiv="content-security-policy" content="${policy}">\n<title>`)}<style>${style}</style>
</head>
<body>${NO_SCRIPT}
<script type="application/json" id="sheet">${data}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** Reads what the build has made, from `dist/sheet`. */
export async function readAssets(folder: string): Promise<Assets> {
  const [script, style] = await Promise.all(
    ['page.js', 'sheet.css'].map((name) => readFile(path.join(folder, name), 'utf8')),
  );
  return { script: script ?? '', style: style ?? '' };
}
