// What every walk through a checkout has in common: pictures, buttons, and the way to the review page.
import fs from 'node:fs';
import path from 'node:path';

/** `buyer` says what is typed, by the labels of the address form; `state` is chosen where there is a list of states. */
export function shopping({ base, shots = '', buyer, state }) {
  const look = async (page, name) => {
    if (!shots) return;
    fs.mkdirSync(shots, { recursive: true });
    for (const width of [390, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: path.join(shots, `${name}.${width}.png`), fullPage: true });
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  };

  const press = async (page, name, lands_on) => {
    await page.getByRole('button', { name }).first().click();
    await page.waitForURL(lands_on);
  };

  /** From an empty cart to the step that asks how to pay, with this way chosen. */
  const ready_to_choose = async (page, method) => {
    await page.goto(`${base}/search?in_stock=1`);
    await page.locator('.results .card-title a').first().click();
    await page.waitForURL(/\/p\//);
    await page.getByRole('button', { name: 'Add to cart' }).first().click();
    await page.locator('.flash').waitFor();
    await page.goto(`${base}/checkout/information`);
    for (const [label, value] of Object.entries(buyer)) {
      const input = page.getByLabel(label, { exact: true });
      if (await input.count()) await input.fill(value);
    }
    const states = page.locator('select[name=state]');  // it decides which taxes are due
    if (state && await states.count()) await states.selectOption({ label: state });
    await press(page, 'Continue to delivery', /checkout\/delivery/);
    await press(page, 'Continue to payment', /checkout\/payment/);
    await page.getByRole('radio', { name: method }).check();
  };

  /** On to the review page. */
  const ready_to_place = async (page, method) => {
    await ready_to_choose(page, method);
    await look(page, 'payment');
    await press(page, 'Review order', /checkout\/review/);
    await look(page, 'review');
  };

  return { look, press, ready_to_choose, ready_to_place };
}

/** Walks one after the other, each in a browser of its own; ends the process with a sentence when one fails, or when the browser complained. */
export async function run_walks(walks, { with_browser, look, options = {}, may_complain = /ERR_FAILED|ERR_ABORTED|status of 422/ }) {
  for (const [name, walk] of Object.entries(walks)) {
    await with_browser(options, async (context) => {
      const page = await context.newPage();
      const faults = [];
      page.on('pageerror', (fault) => /Viewport size changed/.test(fault.message) || faults.push(fault.message));
      page.on('console', (message) => message.type() === 'error' && !may_complain.test(message.text()) && faults.push(`${message.text()} (${message.location().url})`));
      try {
        await walk(page, context);
      } catch (fault) {
        if (!page.isClosed()) await look(page, 'fault');
        throw new Error(`${name}: ${fault.message}\nat ${page.isClosed() ? 'a closed page' : page.url()}`);
      }
      if (faults.length) throw new Error(`${name}: the browser complained: ${faults.join(' | ')}`);
    }).catch((fault) => {
      console.error(String(fault.message ?? fault));
      process.exit(1);
    });
    console.log(name);
  }
}
