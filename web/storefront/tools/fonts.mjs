// Cuts the published Latin fonts down to what shop pages use: ASCII, common punctuation, weights 400 to 700; and the rupee sign of its own.
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

// The families a theme may name; the first two are the shared style sheet's own.
const jobs = [
  ['bricolage-grotesque/files/bricolage-grotesque-latin-wght-normal.woff2', 'display.woff2'],
  ['rubik/files/rubik-latin-wght-normal.woff2', 'text.woff2'],
];
for (const family of ['jost', 'manrope', 'cormorant', 'figtree', 'fraunces', 'public-sans']) {
  jobs.push([`${family}/files/${family}-latin-wght-normal.woff2`, `${family}.woff2`]);
}
const rupee = '\u20b9';  // outside every published Latin file: one glyph of the extended one
for (const family of ['jost', 'manrope', 'figtree', 'public-sans']) {
  jobs.push([`${family}/files/${family}-latin-ext-wght-normal.woff2`, `${family}-rupee.woff2`, rupee]);
}
fs.mkdirSync(out, { recursive: true });
for (const [from, to, only] of jobs) {
  const source = fs.readFileSync(path.join(packages, from));
  const cut = await subsetFont(source, only ?? letters, {
    targetFormat: 'woff2',
    variationAxes: { wght: { min: 400, max: 700 } },
  });
  fs.writeFileSync(path.join(out, to), cut);
  console.log(`${to} ${source.length} -> ${cut.length} bytes`);
}
fs.copyFileSync(path.join(packages, 'rubik/files/rubik-arabic-wght-normal.woff2'), path.join(out, 'text-arabic.woff2'));
