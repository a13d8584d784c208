// What the walks through the providers' checkouts have in common: from an empty cart to the review page, screenshots, and running walks one by one.
import fs from 'node:fs';
import path from 'node:path';
import { must, with_browser } from './browser.mjs';

const option = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : '');
export const shots = option('--shots');
export const only = new RegExp(option('--only'));  // of the walks' names
export const is_quick = process.argv.includes('--quick');

/** A screenshot at phone and desktop width, when --shots names a folder. */
export async function look(page, name) {
  if (!shots) return;
  fs.mkdirSync(shots, { recursive: true });
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: path.join(shots, `${name}.${width}.png`), fullPage: true, timeout: 0 });
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

export async function press(page, name, lands_on) {
  await page.getByRole('button', { name }).first().click();
  await page.waitForURL(lands_on);
}

/** From an empty cart to the review page with this way to pay. `answers` by label; `state` is chosen where it decides the taxes; `say` answers what the way to pay asks. */
export async function ready_to_place(page, { base, method, answers, state, say = async () => {} }) {
  await page.goto(`${base}/search?in_stock=1`);
  await page.locator('.results .card-title a').first().click();
  await page.waitForURL(/\/p\//);
  await page.getByRole('button', { name: 'Add to cart' }).first().click();
  await page.locator('.flash').waitFor();
  await page.goto(`${base}/checkout/information`);
  for (const [label, value] of Object.entries(answers)) {
    const input = page.getByLabel(label, { exact: true });
    if (await input.count()) await input.fill(value);
  }
  const states = page.locator('select[name=state]');
  if (state && (await states.count())) await states.selectOption({ label: state });
  await press(page, 'Continue to delivery', /checkout\/delivery/);
  await press(page, 'Continue to payment', /checkout\/payment/);
  await page.getByRole('radio', { name: method }).check();
  await say();
  await look(page, 'payment');
  await press(page, 'Review order', /checkout\/review/);
  await look(page, 'review');
}

/** The order page of an order that is paid. */
export const paid = (page) => page.getByRole('heading', { level: 1, name: /packing|is packed|on its way/ });

/** Reads the order's page until it is paid. */
export async function wait_until_paid(page, address, tries = 60) {
  for (let turn = 0; turn < tries; turn++) {
    await page.goto(address);
    if (await paid(page).count()) return;
    await page.waitForTimeout(250);
  }
  throw new Error('the order was not settled without the browser');
}

/** Runs walks, each in a browser of its own; the first that fails, or about which the browser complains, ends the program. */
export async function run_walks(walks, { is_expected = () => false, ...options } = {}) {
  for (const [name, walk] of walks) {
    await with_browser(options, async (context) => {
      const page = await context.newPage();
      const faults = [];
      page.on('pageerror', (fault) => /Viewport size changed/.test(fault.message) || faults.push(fault.message));
      page.on('console', (message) => message.type() === 'error' && !is_expected(message.text()) && faults.push(`${message.text()} (${message.location().url})`));
      try {
        await walk(page, context);
      } catch (fault) {
        if (!page.isClosed()) await look(page, 'fault');
        throw new Error(`${name}: ${fault.message}\nat ${page.isClosed() ? 'a closed page' : page.url()}`);
      }
      must(faults.length === 0, `${name}: the browser complained: ${faults.join(' | ')}`);
    }).catch((fault) => {
      console.error(String(fault.message ?? fault));
      process.exit(1);
    });
    console.log(name);
  }
}
