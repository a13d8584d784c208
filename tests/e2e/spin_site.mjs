// A site for the walk through the 360° view: the product page from its own template and sample, a cut stone in 256 frames, and everything that can go wrong with them.
// The folder of a spin's address says what goes wrong: /media/spins/<fault>/manifest.json.
import fs from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

const root = path.join(path.dirname(new URL(import.meta.url).pathname), '../..');
const web = path.join(root, 'build/web');
const Mustache = createRequire(path.join(root, 'web/storefront/package.json'))('mustache');
const types = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.woff2': 'font/woff2', '.webp': 'image/webp', '.json': 'application/json' };
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types vitrine";
export const count = 256;

/** Draws one frame in the page: a stone of flat facets that turns, and in its lower left corner its number, as eight squares. */
function draw_frame(i, count) {
  const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 640 });
  const c = canvas.getContext('2d');
  const back = c.createRadialGradient(320, 250, 60, 320, 320, 460);
  back.addColorStop(0, '#fbfcfd'); back.addColorStop(1, '#dfe5ea');
  c.fillStyle = back; c.fillRect(0, 0, 640, 640);
  const shadow = c.createRadialGradient(320, 520, 10, 320, 520, 170);
  shadow.addColorStop(0, 'rgb(30 45 60 / .35)'); shadow.addColorStop(1, 'rgb(30 45 60 / 0)');
  c.save(); c.translate(0, 400); c.scale(1, .24); c.fillStyle = shadow; c.fillRect(0, 0, 640, 1000); c.restore();
  const ring = (n, radius, height, shift) => Array.from({ length: n }, (_, k) => { const a = (2 * Math.PI * (k + shift)) / n + (2 * Math.PI * i) / count; return [radius * Math.cos(a), height, radius * Math.sin(a)]; });
  const [table, star, girdle, low, tip] = [ring(8, .56, .34, .5), ring(8, .8, .2, 0), ring(16, 1, 0, 0), ring(16, .96, -.05, .5), [0, -.86, 0]];
  const faces = [table];
  for (let k = 0; k < 8; k++) {
    const g = (j) => girdle[(2 * k + j + 16) % 16];
    faces.push([table[k], table[(k + 7) % 8], star[k]], [star[k], table[k], star[(k + 1) % 8]], [star[k], g(0), g(1)], [star[k], g(1), star[(k + 1) % 8]], [star[(k + 1) % 8], g(1), g(2)]);
  }
  for (let k = 0; k < 16; k++) faces.push([girdle[k], girdle[(k + 1) % 16], low[k]], [low[k], low[(k + 1) % 16], tip]);
  const tilt = .38;
  const seen = ([x, y, z]) => [x, y * Math.cos(tilt) - z * Math.sin(tilt), y * Math.sin(tilt) + z * Math.cos(tilt)];
  faces.map((face) => face.map(seen)).sort((a, b) => a.reduce((s, p) => s + p[2], 0) / a.length - b.reduce((s, p) => s + p[2], 0) / b.length).forEach((face, at) => {
    const [p, q, r] = face;
    const n = [(q[1] - p[1]) * (r[2] - p[2]) - (q[2] - p[2]) * (r[1] - p[1]), (q[2] - p[2]) * (r[0] - p[0]) - (q[0] - p[0]) * (r[2] - p[2]), (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])];
    const size = Math.hypot(...n) || 1;
    const light = Math.abs((n[0] * .45 + n[1] * .7 + n[2] * .55) / size);
    const spark = Math.abs(Math.sin(9 * light + at * .37)) ** 6;
    c.beginPath();
    face.forEach(([x, y], k) => c[k ? 'lineTo' : 'moveTo'](320 + 235 * x, 300 - 235 * y));
    c.closePath();
    c.fillStyle = `hsl(${205 + 30 * Math.sin(at)} ${22 + 30 * spark}% ${34 + 40 * light + 26 * spark}% / .62)`;
    c.fill();
    c.strokeStyle = 'rgb(255 255 255 / .55)'; c.lineWidth = 1; c.stroke();
  });
  for (let bit = 0; bit < 8; bit++) { c.fillStyle = (i >> bit) & 1 ? '#000' : '#fff'; c.fillRect(12 * bit, 628, 12, 12); }
  return canvas.toDataURL('image/webp', .72).split(',')[1];
}

/** The frames, drawn once a machine and kept in its folder for passing things. */
export async function make_frames(context) {
  const folder = path.join(os.tmpdir(), 'vitrine-spin-1');
  if (!fs.existsSync(path.join(folder, `${count - 1}.webp`))) {
    fs.mkdirSync(folder, { recursive: true });
    const page = await context.newPage();
    for (let i = 0; i < count; i++) fs.writeFileSync(path.join(folder, `${i}.webp`), Buffer.from(await page.evaluate(`(${draw_frame})(${i}, ${count})`), 'base64'));
    await page.close();
  }
  return Array.from({ length: count }, (_, i) => fs.readFileSync(path.join(folder, `${i}.webp`)));
}

const manifest = {
  version: 1, frames: count, width: 640, height: 640, direction: 1, start: 0, poster: 'poster.webp', missing: [],
  levels: [64, 32, 16, 8, 4, 2, 1].map((step) => ({ step, pattern: 'frames/{i}.webp' })),
};
const html = { status: 200, type: 'text/html', body: '<h1>Not what was asked for</h1>' };
const gone = { status: 404, type: 'application/problem+json', body: '{}' };
/** What a fault does: to the manifest's answer, and to a frame's (`frame(i)`; undefined leaves it as it is). */
const faults = {
  good: {}, slow: { wait: 120 }, still: { wait: 100_000 }, turned: { manifest: { ...manifest, direction: -1, start: 10 } },
  listed: { manifest: { ...manifest, missing: [0, 1, 2, 33, 128] }, frame: (i) => [0, 1, 2, 33, 128].includes(i) && gone },
  first_gone: { frame: (i) => i === 0 && gone },
  first_level_refused: { frame: (i) => i % 64 === 0 && { ...gone, status: 403 } },
  odd_gone: { frame: (i) => i % 2 === 1 && gone },
  broken: { frame: (i) => i % 5 === 0 && { status: 200, type: 'image/webp', body: 'RIFF no picture' } },
  all_broken: { frame: () => ({ status: 200, type: 'image/webp', body: 'RIFF no picture' }) },
  refused: { frame: () => ({ ...gone, status: 403 }) },
  not_pictures: { frame: () => html },
  failing: { frame: () => ({ ...gone, status: 503 }) },
  poster_gone: { poster: gone },
  manifest_gone: { answer: gone }, manifest_refused: { answer: { ...gone, status: 403 } }, manifest_page: { answer: html },
  manifest_cut: { answer: { status: 200, type: 'application/json', body: JSON.stringify(manifest).slice(0, 90) } },
  manifest_newer: { manifest: { ...manifest, version: 2 } }, manifest_wrong: { manifest: { ...manifest, levels: [] } }, manifest_down: { answer: { ...gone, status: 503 } },
};

/** Colours and corners of a preset's theme, as the program makes them. */
function look_of(preset) {
  const theme = fs.readFileSync(path.join(root, 'presets', preset, 'store.toml'), 'utf8').split('[theme]')[1].split('[[')[0];
  const colours = [...theme.matchAll(/^(\w+) = "(#[0-9A-F]{6})"/gm)].map(([, name, value]) => `--${name.replace('_', '-')}:${value};`);
  if (!/^on_accent/m.test(theme)) colours.push('--on-accent:#ffffff;');
  const radius = Number(/^radius_px = (\d+)/m.exec(theme)?.[1] ?? 8);
  return `:root{${colours.join('')}--radius:${radius}px;--radius-small:${Math.floor((radius * 5) / 8)}px;--radius-large:${Math.floor((radius * 7) / 4)}px;}`;
}

function page_of(url) {
  const storefront = path.join(root, 'web/storefront');
  const read = (file) => fs.readFileSync(path.join(storefront, file), 'utf8');
  const partials = Object.fromEntries(fs.readdirSync(path.join(storefront, 'templates/partials')).map((file) => [path.basename(file, '.mustache'), read(`templates/partials/${file}`)]));
  const names = JSON.parse(fs.readFileSync(path.join(web, 'manifest.json'), 'utf8'));
  const assets = { css: names['storefront.css'], core_js: names['core.js'], art: names['art.svg'], gems: names['gems.svg'], icon: names['icon.svg'], font_text: names['text.woff2'], font_display: names['display.woff2'] };
  const sample = { ...JSON.parse(read('samples/_base.json')), ...JSON.parse(read('samples/product.json')), assets };
  sample.look = { ...sample.look, mark: 'gem', font_text: assets.font_text, font_display: assets.font_display, css: `/look/${url.searchParams.get('look') ?? 'diamonds'}.css` };
  sample.page = { ...sample.page, lang: url.searchParams.get('lang') ?? 'en', dir: url.searchParams.get('dir') ?? 'ltr' };
  sample.product.live = false;
  sample.cart = {};  // this browser's is empty
  const folder = `/media/spins/${url.searchParams.get('spin') ?? 'good'}`;
  const alt = 'Round brilliant, 1.02 ct, seen from above';
  const view = `<x-spin manifest="${folder}/manifest.json" poster="${folder}/poster.webp" width="640" height="640" frames="${count}" label="Round brilliant, 1.02 ct, from every side" ${url.searchParams.get('with') ?? ''}>`
    + `<img class="spin-poster" src="${folder}/poster.webp" width="640" height="640" alt="${alt}" fetchpriority="high"></x-spin>`;
  const gap = url.searchParams.has('below') ? '<div class="far-down"></div>' : '';
  return Mustache.render(read('templates/product.mustache'), sample, partials).replace(/<div class="product-pic">[\s\S]*?<div class="product-main">/, () => `<div class="product-pic">${gap}${view}</div>\n<div class="product-main">`);
}

/** A page of a listing: two cards with views of this page, one of the next. */
const listing_of = (page) => `<!doctype html><html lang="en"><title>List</title><script type="module" src="${JSON.parse(fs.readFileSync(path.join(web, 'manifest.json'), 'utf8'))['core.js']}"></script>`
  + `<ul data-prefetch-ms="300">${(page === 1 ? ['slow', 'good'] : ['odd_gone']).map((name) => `<li data-spin="/media/spins/${name}/manifest.json">${name}</li>`).join('')}</ul>${page === 1 ? '<a rel="next" href="/list/2">Next</a>' : ''}</html>`;

/** Serves it all. `asked` is what was asked for under /media and /list, in order: `{path, at, open}` (at in ms, open: how many were on their way). */
export async function open_site(frames) {
  const asked = [];
  let open = 0;
  const server = http.createServer((request, response) => {
    const url = new URL(request.url, 'http://site');
    const send = ({ status = 200, type, body }) => {
      response.writeHead(status, { 'Content-Type': type, 'Content-Security-Policy': policy, 'Cache-Control': url.pathname.startsWith('/assets/') ? 'max-age=600' : 'no-store' });
      response.end(body);
    };
    if (url.pathname === '/product') return send({ type: types['.html'], body: page_of(url) });
    if (url.pathname.startsWith('/look/')) return send({ type: 'text/css', body: `${look_of(path.basename(url.pathname, '.css'))}.far-down{block-size:4000px}` });
    const [, media, , name, ...rest] = url.pathname.split('/');
    if (media !== 'media' && media !== 'list') {
      const file = path.join(web, url.pathname);
      if (!url.pathname.startsWith('/assets/') || !fs.existsSync(file)) return send({ status: url.pathname === '/favicon.ico' ? 204 : 404, type: 'text/plain', body: '' });
      return send({ type: types[path.extname(file)] ?? 'application/octet-stream', body: fs.readFileSync(file) });
    }
    asked.push({ path: url.pathname, at: performance.now(), open: ++open });
    response.on('close', () => { open--; });
    if (media === 'list') return send({ type: types['.html'], body: listing_of(Number(url.pathname.slice(6))) });
    const fault = faults[name] ?? { answer: gone };
    if (rest[0] === 'manifest.json') return send(fault.answer ?? { type: types['.json'], body: JSON.stringify(fault.manifest ?? manifest) });
    const i = rest[0] === 'poster.webp' ? fault.manifest?.start ?? 0 : Number(path.basename(rest[1] ?? '', '.webp'));
    const answer = (rest[0] === 'poster.webp' ? fault.poster : fault.frame?.(i)) || { type: types['.webp'], body: frames[i] };
    const timer = setTimeout(() => send(answer), rest[0] === 'frames' ? fault.wait ?? 0 : 0);
    response.on('close', () => clearTimeout(timer));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { base: `http://127.0.0.1:${server.address().port}`, asked, close: () => { server.closeAllConnections(); server.close(); } };
}
