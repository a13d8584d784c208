// Walks through the 360° view in Chromium, on a site of its own with everything that can go wrong, and prints what it measured. Exit code 1 on any finding.
// Needs built assets (`npm run --prefix web/storefront build`). Frame rates mean something on an idle machine only; they are measured three times, the best counts.
// Usage: node tests/e2e/spin.mjs [--shots FOLDER] [--only REGEX]
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { axe, must, with_browser } from './browser.mjs';
import { renderer_bytes, watch_page } from './spin_probe.mjs';
import { count, make_frames, open_site } from './spin_site.mjs';

const option = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : '');
const shots = option('--shots');
const only = new RegExp(option('--only'));
const MiB = 2 ** 20;

/** What the page that was opened last asked for, in the order it did: the server may see what goes out at once in another. */
const wishes = [];

/** Opens the product page with a spin and waits until its controls are there. */
async function open(context, site, query = '', { width = 390, height = 844, until = '.spin-bar' } = {}) {
  site.asked.length = 0;
  const page = await context.newPage();
  wishes.length = 0;
  page.on('request', (request) => wishes.push(request.url()));
  await page.addInitScript(watch_page);
  await page.setViewportSize({ width, height });
  await page.goto(`${site.base}/product?${query}`);
  if (until) await page.waitForSelector(until, { state: 'attached' });
  return page;
}
const probe = (page) => page.evaluate(() => window.probe.told());
const state = (page, wanted) => page.waitForFunction((name) => document.querySelector('x-spin').dataset.state === name, wanted);
const shown = (page) => page.evaluate(() => window.probe.shown());
const shows = (page, frame) => page.waitForFunction((wanted) => window.probe.shown() === wanted, frame);
const value = (page) => page.getAttribute('.spin-stage', 'aria-valuetext');
const names = (site) => site.asked.map(({ path: name }) => name.replace(/^.*\/(frames\/)?/, ''));
const frames_asked = () => wishes.filter((url) => url.includes('/frames/')).map((url) => Number(path.basename(url, '.webp')));
const until_quiet = async (site, ms = 500) => { for (let n = -1; n !== site.asked.length;) { n = site.asked.length; await new Promise((resolve) => setTimeout(resolve, ms)); } };
async function drag(page, by, { steps = 6, up = true } = {}) {
  const box = await page.locator('.spin-stage').boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + by, y, { steps });
  if (up) await page.mouse.up();
}

/** A drag as a hand does it, let go while it moves. */
async function swing(page, by) {
  const box = await page.locator('.spin-stage').boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  const sent = [];
  for (let k = 1; k <= 6; k++) { sent.push(page.mouse.move(x + (by * k) / 6, y)); await new Promise((resolve) => setTimeout(resolve, 12)); }  // the browser's answers are not waited for: they take as long as a picture
  sent.push(page.mouse.up());
  await Promise.all(sent);
}

const walks = {
  async 'before it is touched: the poster, and on an idle page eight frames in order'(context, site) {
    let page = await open(context, site, 'below', { until: '' });
    await page.waitForLoadState('networkidle');
    await until_quiet(site);
    must(names(site).join() === 'poster.webp', `below the window: ${names(site)}`);
    await page.locator('x-spin').scrollIntoViewIfNeeded();
    await page.waitForFunction(() => window.probe.came() >= 8);
    await until_quiet(site);
    must(names(site).slice(0, 2).join() === 'poster.webp,manifest.json', `first: ${names(site)}`);
    must(frames_asked().join() === '0,128,64,192,32,160,96,224', `then: ${frames_asked()}`);
    must((await page.getAttribute('x-spin', 'data-state')) === 'rest', 'not at rest');
    await page.close();

    const scripts = new Map();
    const weighing = { newPage: async () => { const one = await context.newPage(); one.on('response', async (answer) => { if (/javascript/.test(answer.headers()['content-type'] ?? '')) scripts.set(answer.url(), zlib.gzipSync(await answer.body()).length); }); return one; } };
    page = await open(weighing, site);
    await until_quiet(site);
    const weight = [...scripts.values()].reduce((a, b) => a + b, 0);
    must(weight > 0 && weight <= 14 * 1024, `${weight} bytes of script`);
    const { lcp, shift } = await probe(page);
    must(/poster\.webp$/.test(lcp.url), `the largest paint is ${JSON.stringify(lcp)}`);
    must(shift === 0, `the layout shifts by ${shift}`);
    const poster = site.asked.find(({ path: name }) => name.endsWith('poster.webp'));
    console.log(`  requests before touch: below the window 1 (poster), in sight and idle ${site.asked.length} (poster, manifest, 8 frames); largest paint: the poster after ${lcp.at.toFixed(0)} ms; layout shift ${shift}; script of the page ${(weight / 1024).toFixed(1)} KiB; manifest ${(site.asked[1].at - poster.at).toFixed(0)} ms after the poster`);
    await page.close();
  },

  async 'after a touch: all frames, each once, in bit-reversed order, ten at a time'(context, site) {
    const page = await open(context, site, 'spin=slow');
    await page.waitForFunction(() => window.probe.came() >= 8);
    await page.focus('.spin-stage');
    await page.keyboard.press('ArrowRight');
    await page.waitForSelector('.spin-track.whole', { state: 'attached' });
    const asked = frames_asked();
    const order = Array.from({ length: count }, (_, k) => Number.parseInt(k.toString(2).padStart(8, '0').split('').reverse().join(''), 2));
    must(asked.join() === order.join(), `order: ${asked.slice(0, 24)} …`);
    const most = Math.max(...site.asked.map(({ open: n }) => n));
    must(most <= 10, `${most} requests at once`);
    await shows(page, 1);
    console.log(`  ${asked.length} frames, each once; at most ${most} at once (the browser itself keeps to six over HTTP/1.1)`);
    await page.close();
  },

  async 'usable at eight frames: the nearest is shown, and gives way to the right one'(context, site) {
    const page = await open(context, site, 'spin=slow');
    await page.waitForFunction(() => window.probe.came() >= 8);
    await page.focus('.spin-stage');
    for (const [key, times] of [['PageUp', 3], ['ArrowRight', 5]]) for (let k = 0; k < times; k++) await page.keyboard.press(key);
    must((await value(page)) === '52 degrees', await value(page));
    await page.waitForTimeout(50);
    const first = await shown(page);
    must([32, 36, 40].includes(first), `at 52 degrees with few frames: ${first}`);
    await shows(page, 37);
    must((await page.getAttribute('x-spin', 'data-state')) === 'ready', 'not ready');
    console.log(`  52 degrees: frame ${first} at once, frame 37 when it came`);
    await page.close();
  },

  async 'a first drag is answered within 50 ms'(context, site) {
    const taken = [];
    for (let round = 0; round < 5; round++) {
      const page = await open(context, site);
      await page.waitForFunction(() => window.probe.came() >= 8);
      await page.waitForTimeout(300);
      const before = await shown(page);
      await drag(page, 90, { steps: 3, up: false });
      await page.waitForFunction((was) => window.probe.shown() !== was, before);
      taken.push((await probe(page)).answer);
      await page.mouse.up();
      await page.close();
    }
    must(Math.min(...taken) < 50, `answered after ${taken.map((ms) => ms.toFixed(1))} ms`);
    console.log(`  from the pointer's first move to another picture: ${taken.map((ms) => ms.toFixed(1)).join(', ')} ms`);
  },

  async 'sixty pictures a second in a drag of five seconds, within 120 MiB'(context, site) {
    const page = await open(context, site, 'below');
    await page.waitForLoadState('networkidle');
    const before = renderer_bytes();
    await page.locator('x-spin').scrollIntoViewIfNeeded();
    await page.focus('.spin-stage');
    await page.keyboard.press('ArrowRight');
    await page.waitForSelector('.spin-track.whole', { state: 'attached' });
    let best = { fps: 0 };
    for (let round = 0; round < 3 && best.fps < 58; round++) {
      const idle = await page.evaluate(() => window.probe.rate(1000));
      const box = await page.locator('.spin-stage').boundingBox();
      await page.mouse.move(box.x + 10, box.y + 100);
      await page.mouse.down();
      const measured = page.evaluate(() => window.probe.rate(5000));
      const sent = [];
      const begun = performance.now();
      for (let t = 0; t < 5000; t = performance.now() - begun) {  // there and back in three seconds: a turn in one and a half
        const way = Math.abs(((t / 1500) % 2) - 1);
        sent.push(page.mouse.move(box.x + 10 + (1 - way) * (box.width - 20), box.y + 100));
        await new Promise((resolve) => setTimeout(resolve, 8));
      }
      const rate = await measured;
      await Promise.all(sent);
      await page.mouse.up();
      if (rate.fps > best.fps) best = { ...rate, idle: idle.fps };
    }
    const { peak } = await probe(page);
    const kept = 256 * 8192;  // the frames themselves weigh 2.0 MiB
    const all = peak + kept + 640 * 640 * 4;
    must(best.fps >= 55, `${best.fps.toFixed(1)} frames a second (an idle page: ${best.idle.toFixed(1)})`);
    must(best.drawn > 150, `only ${best.drawn} pictures in five seconds`);
    must(all <= 120 * MiB, `${(all / MiB).toFixed(1)} MiB`);
    const heap = await page.evaluate(() => performance.memory?.usedJSHeapSize ?? 0);
    console.log(`  ${best.fps.toFixed(1)} frames a second (an idle page here: ${best.idle.toFixed(1)}), slowest of 20 ${best.p95.toFixed(1)} ms, ${(best.drawn / 5).toFixed(0)} new pictures a second at a turn in 1.5 s, ${best.blank} blank; decoded at most ${(peak / MiB).toFixed(1)} MiB, with frames and canvas ${(all / MiB).toFixed(1)} MiB; script heap ${(heap / MiB).toFixed(1)} MiB; the renderers grew by ${((renderer_bytes() - before) / MiB).toFixed(0)} MiB`);
    must(best.blank === 0, `${best.blank} blank pictures`);
    await page.close();
  },

  async 'keys and buttons do all that dragging does'(context, site) {
    const page = await open(context, site);
    await page.focus('.spin-stage');
    const says = async (key, wanted) => { await page.keyboard.press(key); must((await value(page)) === wanted, `${key}: ${await value(page)}`); };
    for (const [key, wanted] of [['ArrowRight', '1 degrees'], ['ArrowLeft', '0 degrees'], ['ArrowLeft', '359 degrees'], ['Home', '0 degrees'], ['PageUp', '15 degrees'], ['PageUp', '30 degrees'], ['PageUp', '45 degrees'], ['PageDown', '30 degrees'], ['End', '359 degrees'], ['Home', '0 degrees']]) await says(key, wanted);
    await page.getByRole('button', { name: 'Turn right' }).click({ clickCount: 3 });
    await shows(page, 32);
    must((await value(page)) === '45 degrees', await value(page));
    await page.getByRole('button', { name: 'Turn left' }).click();
    await shows(page, 21);
    await page.getByRole('button', { name: 'Zoom in' }).click();
    must(/scale\(1\.5\)/.test(await page.getAttribute('.spin-canvas', 'style')), 'not nearer');
    await page.getByRole('button', { name: 'Zoom out' }).click();
    must((await page.getByRole('button', { name: 'Zoom out' }).getAttribute('aria-disabled')) === 'true', 'farther than whole');
    await page.getByRole('button', { name: 'Play' }).click();
    const before = await shown(page);
    await page.waitForFunction((was) => (window.probe.shown() - was + 256) % 256 > 20, before);
    await page.getByRole('button', { name: 'Pause' }).click();
    const at = await shown(page);
    await page.waitForTimeout(400);
    must((await shown(page)) === at, 'goes on after Pause');
    for (const box of await page.locator('.spin-bar button').all()) { const { width, height } = await box.boundingBox(); must(width >= 44 && height >= 44, `a button of ${width} by ${height}`); }
    await page.close();
  },

  async 'a drag of the view\'s width is a turn; let go in a swing it runs on, at rest it stays'(context, site) {
    const page = await open(context, site);
    const { width } = await page.locator('.spin-stage').boundingBox();
    await drag(page, width / 4, { up: false });
    await page.waitForTimeout(150);
    await page.mouse.up();
    await shows(page, 64);
    must((await value(page)) === '90 degrees', await value(page));
    await page.waitForTimeout(200);
    must((await shown(page)) === 64, 'runs on although it rested');
    await swing(page, -60);
    await page.waitForFunction(() => document.querySelector('x-spin').dataset.motion === 'none');
    await page.waitForSelector('.spin-track.whole', { state: 'attached' });
    await page.waitForTimeout(300);
    const ran = (64 - Math.round((60 / width) * 256) - (await shown(page)) + 256) % 256;
    must(ran > 3 && ran < 180, `ran on by ${ran} frames`);
    console.log(`  a quarter of the width: 90 degrees; a swing of 60 px runs on by ${ran} frames`);
    await page.close();
  },

  async 'touch: sideways turns, up and down scrolls the page, two fingers zoom'(_, site) {
    await with_browser({ bypassCSP: false, hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } }, async (context) => {
      const page = await open(context, site);
      const touch = await context.newCDPSession(page);
      const box = await page.locator('.spin-stage').boundingBox();
      const send = (type, ...points) => touch.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x: box.x + x, y: box.y + y, id })) });
      const sweep = async (from, to) => { await send('touchStart', from); for (let k = 1; k <= 10; k++) await send('touchMove', [from[0] + ((to[0] - from[0]) * k) / 10, from[1] + ((to[1] - from[1]) * k) / 10]); await page.waitForTimeout(120); await send('touchEnd'); };
      await page.waitForFunction(() => window.probe.came() >= 8);
      await sweep([60, 200], [240, 206]);
      await page.waitForFunction(() => window.probe.shown() > 60);
      const turned = await shown(page);
      await sweep([200, 300], [204, 60]);
      const scrolled = await page.evaluate(() => scrollY);
      must(scrolled > 100, `scrolled by ${scrolled}`);
      must(Math.abs((await shown(page)) - turned) < 8, `turned from ${turned} to ${await shown(page)} while scrolling`);
      await page.evaluate(() => scrollTo(0, 0));
      await send('touchStart', [160, 180], [200, 180]);
      for (let k = 1; k <= 8; k++) await send('touchMove', [160 - 4 * k, 180], [200 + 4 * k, 180]);
      await send('touchEnd');
      const [, scale] = /scale\(([\d.]+)\)/.exec(await page.getAttribute('.spin-canvas', 'style')) ?? [];
      must(Number(scale) > 2, `two fingers: ${scale}`);
      must((await page.evaluate(() => visualViewport.scale)) === 1, 'the page was zoomed, too');
      console.log(`  sideways: frame ${turned}; up: the page scrolled by ${scrolled} px; two fingers: ${scale} times nearer`);
    });
  },

  async 'the wheel scrolls the page, with Ctrl it zooms'(context, site) {
    const page = await open(context, site);
    await page.hover('.spin-stage');
    await page.mouse.wheel(0, 200);
    await page.waitForFunction(() => scrollY > 100);
    await page.evaluate(() => scrollTo(0, 0));
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -200);
    await page.keyboard.up('Control');
    must(/scale\(1\.6/.test(await page.getAttribute('.spin-canvas', 'style')), 'Ctrl and wheel do not zoom');
    await page.close();
  },

  async 'full screen and its stand-in'(context, site) {
    for (const has_own of [true, false]) {
      const page = await context.newPage();
      if (!has_own) await page.addInitScript(() => { Element.prototype.requestFullscreen = () => Promise.reject(new TypeError('none')); });
      await page.addInitScript(watch_page);
      await page.setViewportSize({ width: 390, height: 844 });
      await page.goto(`${site.base}/product`);
      await page.getByRole('button', { name: 'Full screen' }).click();
      await page.getByRole('button', { name: 'Leave full screen' }).waitFor();
      const box = await page.locator('x-spin').boundingBox();
      must(Math.abs(box.width - 390) < 2 && Math.abs(box.y) < 2, `full screen is ${JSON.stringify(box)}`);
      await page.focus('.spin-stage');
      await page.keyboard.press('ArrowRight');
      await shows(page, 1);
      await page.waitForTimeout(200);
      await keep(page, `full.${has_own ? 'own' : 'stand-in'}`, []);
      if (!has_own) {
        for (let k = 0; k < 9; k++) { await page.keyboard.press('Tab'); must(await page.evaluate(() => document.querySelector('x-spin').contains(document.activeElement) || document.activeElement === document.body), 'the focus left full screen'); }
        await page.focus('.spin-stage');
        await page.keyboard.press('Escape');
      } else {
        await page.getByRole('button', { name: 'Leave full screen' }).click();
      }
      await page.getByRole('button', { name: 'Full screen', exact: true }).waitFor();
      await page.close();
    }
  },
};

/** A screenshot at phone and desktop width. */
async function keep(page, name, widths = [390, 1440]) {
  if (!shots) return;
  fs.mkdirSync(shots, { recursive: true });
  if (!widths.length) await page.screenshot({ path: path.join(shots, `${name}.png`) });
  for (const width of widths) {
    await page.setViewportSize({ width, height: width < 800 ? 844 : 900 });
    await page.waitForTimeout(250);
    await page.screenshot({ path: path.join(shots, `${name}.${width}.png`) });
  }
}

const { more_walks } = await import('./spin_faults.mjs');
Object.assign(walks, more_walks({ open, drag, swing, keep, probe, shown, shows, state, value, names, frames_asked, until_quiet, must, axe, count }));

let found = 0;
await with_browser({ bypassCSP: false }, async (context) => {
  const site = await open_site(await make_frames(context));
  context.setDefaultTimeout(Number(process.env.VITRINE_PATIENCE_MS ?? 15_000));
  for (const [name, walk] of Object.entries(walks).filter(([name]) => only.test(name))) {
    console.log(name);
    try {
      await walk(context, site);
    } catch (fault) {
      found++;
      console.log(`  FOUND: ${fault.message}`);
    }
    for (const page of context.pages().slice(1)) await page.close();
  }
  site.close();
});
console.log(found ? `${found} findings` : 'no finding');
process.exit(found ? 1 : 0);
