// Looks at the pages of a running shop at phone and desktop width: axe, sideways scroll (also at 320 px), console errors, script weight, layout shifts. Exit code 1 on any finding.
// Usage: VITRINE_URL=http://stationery.localhost:8080 node tests/e2e/look.mjs [--shots FOLDER] [path…]
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { axe, with_browser } from './browser.mjs';

const base = process.env.VITRINE_URL ?? 'http://stationery.localhost:8080';
const asked = process.argv.slice(2);
const at = asked.indexOf('--shots');
const shots = at >= 0 ? asked.splice(at, 2)[1] : '';
const found = [];

/** The pages worth a look: those named, else one of each public kind. */
async function paths_of(context) {
  if (asked.length) return asked;
  const page = await context.newPage();
  await page.goto(`${base}/search?in_stock=1`);
  const product = await page.locator('.card-title a').first().getAttribute('href');
  const category = await page.locator('.cats a[href^="/c/"]').first().getAttribute('href');
  await page.close();
  return ['/', category, '/search?q=pen', '/search?q=zzzzqqq', product, '/deals', '/brands', '/cart', '/no/such/page'];
}

async function look(context, where, width) {
  const page = await context.newPage();
  await page.setViewportSize({ width, height: 900 });
  const fail = (what) => found.push(`${where} at ${width}: ${what}`);
  let script_bytes = 0;
  page.on('console', (message) => message.type() === 'error' && !/status of 404/.test(message.text()) && fail(`console: ${message.text()}`));
  page.on('pageerror', (fault) => fail(`error: ${fault.message}`));
  page.on('response', async (response) => {
    if (/javascript/.test(response.headers()['content-type'] ?? '')) script_bytes += zlib.gzipSync(await response.body().catch(() => Buffer.alloc(0))).length;
  });
  await page.addInitScript(() => {
    window.shift = 0;
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value; }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(base + where, { waitUntil: 'networkidle' });
  await page.evaluate(axe);
  const report = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  for (const one of report.violations) fail(`axe ${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(' | ')}`);
  if (await page.locator('h1').count() !== 1) fail('not one h1');
  const shift = await page.evaluate(() => window.shift);
  if (shift > 0.001) fail(`the layout shifts by ${shift.toFixed(4)}`);
  const most = (await page.locator('x-spin').count()) ? 14 : 10;  // KiB
  if (script_bytes > most * 1024) fail(`${script_bytes} bytes of script`);
  if (shots) {
    fs.mkdirSync(shots, { recursive: true });
    await page.screenshot({ path: path.join(shots, `${where.replace(/\W+/g, '-').replace(/^-|-$/g, '') || 'home'}.${width}.png`), fullPage: true });
  }
  for (const narrow of [width, 320]) {
    await page.setViewportSize({ width: narrow, height: 900 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (over > 0) fail(`${over} px wider than a window of ${narrow}`);
  }
  await page.close();
  return script_bytes;
}

await with_browser({ bypassCSP: false }, async (context) => {
  for (const where of await paths_of(context)) {
    const bytes = await look(context, where, 390);
    await look(context, where, 1440);
    console.log(`${where}  ${bytes} bytes of script`);
  }
});
console.log(found.length ? found.join('\n') : 'no finding');
process.exit(found.length ? 1 : 0);
