// The walk through the 360° view, second half: what goes wrong, what a shopper asked to be spared, and how it looks. The first half and how to run it: spin.mjs.

/** `kit` is what the first half uses, too. */
export function more_walks(kit) {
  const { open, drag, swing, keep, probe, shown, shows, state, value, names, frames_asked, until_quiet, must, axe, count } = kit;
  const turn = async (page, times = 1) => { await page.focus('.spin-stage'); for (let k = 0; k < times; k++) await page.keyboard.press('ArrowRight'); };
  const faults = async (page) => (await probe(page)).faults;

  return {
    async 'never locked on the poster: whatever frames there are are shown, whichever are missing'(context, site) {
      for (const [spin, turns, wanted] of [
        ['listed', 1, [0, 3]], ['listed', 33, [32, 34]], ['first_gone', 2, [2]], ['first_level_refused', 3, [3]], ['odd_gone', 7, [6, 8]], ['broken', 5, [4, 6]], ['poster_gone', 4, [4]], ['turned', 6, [4]],
      ]) {
        const page = await open(context, site, `spin=${spin}`);
        await turn(page, turns);
        await page.waitForSelector('.spin-track.whole', { state: 'attached' });
        await page.waitForFunction((good) => good.includes(window.probe.shown()), wanted).catch(() => {});
        const frame = await shown(page);
        must(wanted.includes(frame), `${spin}, ${turns} frames on: ${frame === -1 ? 'the poster' : `frame ${frame}`}, not ${wanted.join(' or ')}`);
        const hidden = await page.$eval('.spin-poster', (img) => getComputedStyle(img).visibility);
        must(hidden === 'hidden', `${spin}: the poster lies over or under it`);
        const told = await faults(page);
        const lacks = ['first_gone', 'first_level_refused', 'odd_gone', 'broken'].includes(spin);
        must(lacks ? told.length === 1 && told[0].code === 'frames_missing' && told[0].frames.length > 0 : told.length === 0, `${spin}: told ${JSON.stringify(told)}`);
        for (let k = 0; k < 12; k++) { await page.keyboard.press('PageUp'); must((await shown(page)) !== -1, `${spin}: blank on the way`); }
        await page.close();
      }
      // The poster stands in for the frame that it shows, and only for that one.
      const page = await open(context, site, 'spin=first_gone');
      await turn(page, 1);
      await page.waitForSelector('.spin-track.whole', { state: 'attached' });
      await page.keyboard.press('Home');
      await shows(page, 0);
      await page.keyboard.press('ArrowRight');
      await shows(page, 1);
      await page.close();
    },

    async 'no frame at all, or no manifest: the poster stays, the controls go, the page is told why'(context, site) {
      for (const [spin, code] of [
        ['manifest_gone', 'manifest_missing'], ['manifest_refused', 'manifest_missing'], ['manifest_page', 'manifest_invalid'], ['manifest_cut', 'manifest_invalid'], ['manifest_wrong', 'manifest_invalid'],
        ['manifest_newer', 'manifest_version'], ['refused', 'frames_missing'], ['not_pictures', 'frames_missing'], ['all_broken', 'frames_missing'],
      ]) {
        const page = await open(context, site, `spin=${spin}`);
        await turn(page).catch(() => {});
        await state(page, 'fault');
        const told = await faults(page);
        must(told.length === 1 && told[0].code === code && told[0].manifest === `/media/spins/${spin}/manifest.json`, `${spin}: told ${JSON.stringify(told)}`);
        must(await page.locator('.spin-poster').isVisible(), `${spin}: no poster`);
        must(!(await page.locator('.spin-stage, .spin-bar').first().isVisible()), `${spin}: controls that do nothing`);
        must((await page.textContent('.spin-note')) === 'There is no 360° view of this right now.', `${spin}: ${await page.textContent('.spin-note')}`);
        const before = site.asked.length;
        must(before < 40 || spin === 'all_broken', `${spin}: ${before} requests`);
        await page.evaluate(() => { scrollTo(0, 2000); scrollTo(0, 0); });
        await page.waitForTimeout(200);
        must(site.asked.length === before, `${spin}: asks again and again`);
        if (spin === 'manifest_gone') await keep(page, 'fault');
        await page.close();
      }
    },

    async 'nothing reaches us: said, and tried again by hand'(context, site) {
      for (const [spin, code] of [['manifest_down', 'manifest_lost'], ['failing', 'frames_lost']]) {
        const page = await open(context, site, `spin=${spin}`);
        await turn(page);
        await state(page, 'lost');
        must((await faults(page)).at(-1).code === code, `${spin}: told ${JSON.stringify(await faults(page))}`);
        if (spin === 'failing') await keep(page, 'lost');
        await page.route('**/media/spins/**', (route) => route.continue({ url: route.request().url().replace(spin, 'good') }));
        await page.getByRole('button', { name: 'Try again' }).click();
        await page.waitForSelector('.spin-track.whole', { state: 'attached' });
        await shows(page, 1);
        must((await page.getAttribute('x-spin', 'data-state')) === 'ready', `${spin}: not ready`);
        await page.close();
      }
    },

    async 'offline half-way: turns with what is there, goes on when the connection is back'(context, site) {
      const page = await open(context, site, 'spin=slow');
      await turn(page);
      await page.waitForFunction(() => window.probe.came() >= 8);
      await context.setOffline(true);
      await state(page, 'offline');
      for (let k = 0; k < 6; k++) await page.keyboard.press('PageUp');
      const frame = await shown(page);
      must(Math.abs(frame - 65) <= 16, `offline at 91 degrees: frame ${frame}`);
      await keep(page, 'offline');
      await until_quiet(site);
      const before = site.asked.length;
      await page.waitForTimeout(600);
      must(site.asked.length === before, 'asks while offline');
      await context.setOffline(false);
      await page.waitForSelector('.spin-track.whole', { state: 'attached' });
      await shows(page, 65);
      must((await faults(page)).length === 0, `told ${JSON.stringify(await faults(page))}`);
      await page.close();

      const cold = await open(context, site, 'spin=good&below');
      await context.setOffline(true);
      await cold.locator('x-spin').scrollIntoViewIfNeeded();
      await turn(cold);
      await state(cold, 'offline');
      await context.setOffline(false);
      await shows(cold, 1);
      console.log(`  offline at 91 degrees: frame ${frame}, back online frame 65; touched offline, back online: turns`);
      await cold.close();
    },

    async 'out of sight it stops loading, in sight it goes on where it was'(context, site) {
      const page = await open(context, site, 'spin=slow&below');
      await page.locator('x-spin').scrollIntoViewIfNeeded();
      await turn(page);
      await page.waitForFunction(() => window.probe.came() >= 8);
      await page.evaluate(() => scrollTo(0, 0));
      await until_quiet(site);
      const stopped = frames_asked().length;
      must(stopped < count, `${stopped} frames`);
      const { live } = await probe(page);
      must(live === 0, `${live} bytes of bitmaps out of sight`);
      await page.locator('x-spin').scrollIntoViewIfNeeded();
      await page.waitForSelector('.spin-track.whole', { state: 'attached' });
      const twice = frames_asked().length - new Set(frames_asked()).size;
      must(twice <= 10, `${twice} frames asked for twice`);
      console.log(`  stopped after ${stopped} requests, bitmaps closed; then the rest, ${twice} that were on their way again`);
      await page.close();
    },

    async 'autoplay: one turn, once, and it gives way to a touch'(context, site) {
      const page = await open(context, site, 'with=data-autoplay');
      await page.waitForFunction(() => document.querySelector('x-spin').dataset.motion === 'play');
      must(await page.getByRole('button', { name: 'Pause' }).isVisible(), 'no Pause');
      const begun = performance.now();
      await page.waitForFunction(() => document.querySelector('x-spin').dataset.motion === 'none', undefined, { timeout: 30_000 });
      const took = performance.now() - begun;
      must(took > 5_000, `a turn of ${took} ms`);
      must((await probe(page)).shift === 0, `the layout shifts by ${(await probe(page)).shift}`);
      await page.evaluate(() => { scrollTo(0, 3000); });
      await page.waitForTimeout(300);
      await page.evaluate(() => scrollTo(0, 0));
      await page.waitForTimeout(600);
      must((await page.getAttribute('x-spin', 'data-motion')) === 'none', 'plays a second time');
      await page.close();
      const other = await open(context, site, 'with=data-autoplay');
      await other.waitForFunction(() => document.querySelector('x-spin').dataset.motion === 'play');
      await drag(other, 10, { up: false });
      await other.waitForTimeout(300);
      await other.mouse.up();
      must((await other.getAttribute('x-spin', 'data-motion')) !== 'play', 'plays on after a touch');
      await other.close();
    },

    async 'reduced motion: no autoplay, nothing runs on'(context, site) {
      const still = await open({ newPage: async () => { const one = await context.newPage(); await one.emulateMedia({ reducedMotion: 'reduce' }); return one; } }, site, 'with=data-autoplay');
      await until_quiet(site);
      must(frames_asked().length === 8, `${frames_asked().length} frames`);
      await swing(still, 60);
      const let_go_at = await value(still);
      must((await still.getAttribute('x-spin', 'data-motion')) === 'none', 'runs on');
      await still.waitForSelector('.spin-track.whole', { state: 'attached' });
      must(Math.abs(Number.parseInt(let_go_at, 10) - ((await shown(still)) * 360) / count) < 2, `let go at ${let_go_at}, then frame ${await shown(still)}`);
      await still.getByRole('button', { name: 'Turn right' }).click();
      must((await still.getAttribute('x-spin', 'data-motion')) === 'none', 'eases');
      await still.close();
    },

    async 'Save-Data: nothing before a touch, then 32 frames, and keys that turn by one of them'(context, site) {
      const thrifty = { newPage: async () => { const one = await context.newPage(); await one.addInitScript(() => Object.defineProperty(navigator, 'connection', { value: { saveData: true, effectiveType: '4g' } })); return one; } };
      const page = await open(thrifty, site, 'with=data-autoplay');
      await until_quiet(site);
      must(names(site).join() === 'poster.webp', `untouched: ${names(site)}`);
      await turn(page);
      await page.waitForSelector('.spin-track.whole', { state: 'attached' });
      await until_quiet(site);
      const asked = frames_asked();
      must(asked.length === 32 && asked.every((i) => i % 8 === 0), `${asked.length} frames: ${asked}`);
      await page.keyboard.press('ArrowRight');
      must((await value(page)) === '23 degrees', await value(page));
      await shows(page, 16);
      console.log(`  ${asked.length} frames, ${await value(page)} after two presses`);
      await page.close();
    },

    async 'a listing warms the first frames of its views, then of the next page\'s'(context, site) {
      site.asked.length = 0;
      const page = await context.newPage();
      await page.goto(`${site.base}/list/1`);
      for (let k = 0; k < 40 && site.asked.length < 17; k++) await page.waitForTimeout(250);
      await until_quiet(site);
      const asked = site.asked.map(({ path: name }) => name);
      must(asked[0] === '/list/1' && asked[1].endsWith('manifest.json') && asked[2].endsWith('manifest.json'), `first ${asked.slice(0, 3)}`);
      must(site.asked[1].at - site.asked[0].at >= 290, 'too early');
      must(asked.filter((name) => name.includes('/frames/')).length === 12 && asked.indexOf('/list/2') === 11, `${asked.join(' ')}`);
      console.log(`  after ${(site.asked[1].at - site.asked[0].at).toFixed(0)} ms: 2 manifests, 8 frames, the next page, 1 manifest, 4 frames`);
      await page.close();
      site.asked.length = 0;
      const slow = await context.newPage();
      await slow.addInitScript(() => Object.defineProperty(navigator, 'connection', { value: { saveData: false, effectiveType: '3g' } }));
      await slow.goto(`${site.base}/list/1`);
      await slow.waitForTimeout(1_000);
      must(site.asked.length === 1, 'warms over a slow connection');
      await slow.close();
    },

    async 'how it looks: every state, four shops, three languages; axe'(context, site) {
      const look = async (page, name) => {
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
        must(violations.length === 0, `${name}: ${violations.map((one) => `${one.id} ${one.nodes.map((node) => node.target.join(' ')).slice(0, 3).join(' | ')}`).join('; ')}`);
      };
      const complaints = [];
      for (const width of [390, 1440]) {
        for (const shop of ['diamonds', 'jewellery', 'ghee', 'stationery']) {
          const page = await open(context, site, `look=${shop}`, { width, height: width === 390 ? 844 : 900 });
          page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
          page.on('pageerror', (fault) => complaints.push(fault.message));
          await page.waitForFunction(() => window.probe.came() >= 8);
          await page.waitForTimeout(200);
          await look(page, `${shop} at rest`);
          await keep(page, `rest.${shop}`, [width]);
          await drag(page, 70, { up: false });
          await page.waitForTimeout(300);
          await look(page, `${shop} dragging`);
          if (shop === 'diamonds') await keep(page, 'drag', [width]);
          await page.mouse.up();
          await page.focus('.spin-stage');
          await page.keyboard.press('ArrowRight');
          if (shop !== 'ghee') await keep(page, `focus.${shop}`, [width]);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          must(wide <= 0, `${shop}: ${wide} px too wide`);
          await page.close();
        }
        for (const [lang, dir, left] of [['ur', 'rtl', 'بائیں گھمائیں'], ['hi', 'ltr', 'बाएँ घुमाएँ']]) {
          const page = await open(context, site, `look=stationery&lang=${lang}&dir=${dir}`, { width, height: 844 });
          const turns = await Promise.all([left, lang === 'ur' ? 'دائیں گھمائیں' : 'दाएँ घुमाएँ'].map((name) => page.getByRole('button', { name }).boundingBox()));
          must(turns[0].x < turns[1].x, `${lang}: "turn left" is not on the left`);
          await turn(page, 32);
          must((await value(page)) === (lang === 'ur' ? '45 درجے' : '45 डिग्री'), await value(page));
          await look(page, lang);
          await keep(page, lang, [width]);
          await page.close();
        }
        for (const [spin, wanted] of [['manifest_gone', 'fault'], ['still', 'loading'], ['failing', 'lost']]) {
          const page = await open(context, site, `spin=${spin}`, { width, height: 844 });
          await turn(page).catch(() => {});
          await state(page, wanted);
          await page.waitForTimeout(600);
          await look(page, wanted);
          await keep(page, wanted, [width]);
          await page.close();
        }
      }
      const page = await open(context, site, '', { width: 320, height: 640 });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      must(wide <= 0, `at 320 px: ${wide} px too wide`);
      await page.emulateMedia({ forcedColors: 'active' });
      await turn(page);
      await keep(page, 'forced-colours', []);
      await page.close();
      must(complaints.length === 0, `the browser complains: ${[...new Set(complaints)].join('; ')}`);
    },
  };
}
