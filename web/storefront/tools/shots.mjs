// Opens every preview page at two widths, with the content security policy of the shop, runs axe, checks that nothing
// is wider than the window (also at 320 px), and keeps screenshots. Exit code 1 on any finding.
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

const here = path.join(path.dirname(new URL(import.meta.url).pathname), '..');
const web = path.join(here, '../../build/web');
const shots = path.join(web, 'shots');
const axe = fs.readFileSync(path.join(here, 'node_modules/axe-core/axe.min.js'), 'utf8');
const types = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types vitrine";

const server = http.createServer((request, response) => {
  if (!/^\/(assets|preview)\//.test(request.url)) return response.writeHead(204).end();
  const file = path.join(web, decodeURIComponent(new URL(request.url, 'http://x').pathname));
  if (!file.startsWith(web) || !fs.existsSync(file) || fs.statSync(file).isDirectory()) return response.writeHead(404).end();
  response.writeHead(200, { 'Content-Type': types[path.extname(file)] ?? 'application/octet-stream', 'Content-Security-Policy': policy });
  response.end(fs.readFileSync(file));
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const base = `http://127.0.0.1:${server.address().port}`;

const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'shots-'));
const browser = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROME ?? '/usr/bin/chromium',
  headless: true, bypassCSP: false,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
fs.mkdirSync(shots, { recursive: true });
const wanted = process.argv.slice(2);
const pages = fs.readdirSync(path.join(web, 'preview')).filter((f) => f.endsWith('.html') && f !== 'index.html' && (!wanted.length || wanted.some((w) => f.startsWith(w))));
const found = [];
for (const file of pages) {
  for (const [width, height] of [[390, 844], [1440, 900]]) {
    const page = await browser.newPage();
    await page.setViewportSize({ width, height });
    page.on('console', (message) => message.type() === 'error' && found.push(`${file} ${width} console ${message.text()}`));
    page.on('pageerror', (error) => found.push(`${file} ${width} error ${error.message}`));
    await page.goto(`${base}/preview/${file}`, { waitUntil: 'networkidle' });
    await page.evaluate(axe);
    const report = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
    for (const one of report.violations) found.push(`${file} ${width} axe ${one.id}: ${one.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(' | ')}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) found.push(`${file} ${width} overflows by ${wide} px`);
    await page.screenshot({ path: path.join(shots, `${path.basename(file, '.html')}.${width}.png`), fullPage: true });
    if (width === 390) {
      await page.setViewportSize({ width: 320, height: 640 });
      const narrow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (narrow > 0) found.push(`${file} 320 overflows by ${narrow} px`);
    }
    await page.close();
  }
}
await browser.close();
fs.rmSync(profile, { recursive: true, force: true });
server.close();
console.log(found.length ? [...new Set(found)].join('\n') : `${pages.length} pages: no finding`);
process.exit(found.length ? 1 : 0);
