// Renders every template with its samples into build/web/preview. "page.state.json" is another state of the same page.
import fs from 'node:fs';
import path from 'node:path';
import Mustache from 'mustache';

const here = path.join(path.dirname(new URL(import.meta.url).pathname), '..');
const web = path.join(here, '../../build/web');
const out = path.join(web, 'preview');
const read = (file) => fs.readFileSync(path.join(here, file), 'utf8');
const partials = Object.fromEntries(fs.readdirSync(path.join(here, 'templates/partials'))
  .map((file) => [path.basename(file, '.mustache'), read(`templates/partials/${file}`)]));
const manifest = JSON.parse(fs.readFileSync(path.join(web, 'manifest.json'), 'utf8'));
const base = JSON.parse(read('samples/_base.json'));
const assets = {
  css: manifest['storefront.css'], core_js: manifest['core.js'], art: manifest['art.svg'], icon: manifest['icon.svg'],
  font_text: manifest['text.woff2'], font_display: manifest['display.woff2'],
};

fs.mkdirSync(out, { recursive: true });
const made = [];
for (const file of fs.readdirSync(path.join(here, 'samples')).sort()) {
  if (file.startsWith('_')) continue;
  const state = path.basename(file, '.json');
  const sample = { ...base, ...JSON.parse(read(`samples/${file}`)), assets };
  const html = Mustache.render(read(`templates/${state.split('.')[0]}.mustache`), sample, partials);
  fs.writeFileSync(path.join(out, `${state}.html`), html);
  made.push(state);
}
// A stand-in for the provider's script, so that the payment page can be seen whole.
fs.writeFileSync(path.join(out, 'stand-in.js'), `window.Stripe = () => ({
  elements: () => ({ create: () => ({ on() {}, mount: (node) => node.append('Card form of the payment provider') }) }),
  confirmPayment: async () => ({ error: { message: 'Your card was declined.' } }),
});`);
const links = made.map((name) => `<li><a href="${name}.html">${name}</a></li>`).join('');
fs.writeFileSync(path.join(out, 'index.html'), `<!doctype html><html lang="en"><title>Preview</title><h1>Preview</h1><ul>${links}</ul></html>`);
console.log(`${made.length} pages in ${path.relative(process.cwd(), out)}`);
