// Cuts the published Latin fonts down to what shop pages use: ASCII, common punctuation, weights 400 to 700.
// The Arabic cut of Rubik is used whole; browsers fetch it only for pages that contain Arabic script.
import fs from 'node:fs';
import path from 'node:path';
import subsetFont from 'subset-font';

const here = path.dirname(new URL(import.meta.url).pathname);
const packages = path.join(here, '../node_modules/@fontsource-variable');
const out = path.join(here, '../.fonts');
let letters = '';
for (let code = 0x20; code < 0x7f; code++) letters += String.fromCodePoint(code);
letters += '\u00a0©®°²³½¼¾×éèêàáçñöüäåßïôœ–—‘’“”•…−→←™';

const jobs = [
  ['bricolage-grotesque/files/bricolage-grotesque-latin-wght-normal.woff2', 'display.woff2'],
  ['rubik/files/rubik-latin-wght-normal.woff2', 'text.woff2'],
];
fs.mkdirSync(out, { recursive: true });
for (const [from, to] of jobs) {
  const source = fs.readFileSync(path.join(packages, from));
  const cut = await subsetFont(source, letters, {
    targetFormat: 'woff2',
    variationAxes: { wght: { min: 400, max: 700 } },
  });
  fs.writeFileSync(path.join(out, to), cut);
  console.log(`${to} ${source.length} -> ${cut.length} bytes`);
}
fs.copyFileSync(path.join(packages, 'rubik/files/rubik-arabic-wght-normal.woff2'), path.join(out, 'text-arabic.woff2'));
