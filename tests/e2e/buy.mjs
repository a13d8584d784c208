// Buys as a guest in Chromium. Scripts on: finds by the search box, pays by card at the simulated Stripe. Scripts off: by links and forms alone, pays by bank
// transfer or, with --card, by card on Stripe's own page.
// Usage: VITRINE_URL=http://stationery.localhost:8080 node tests/e2e/buy.mjs --scripts on|off [--card] [--shots FOLDER]
import fs from 'node:fs';
import path from 'node:path';
import { must, with_browser } from './browser.mjs';

const base = process.env.VITRINE_URL ?? 'http://stationery.localhost:8080';
const argument = (name) => process.argv[process.argv.indexOf(name) + 1];
const scripts = argument('--scripts') !== 'off';
const by_card = scripts || process.argv.includes('--card');
const shots = process.argv.includes('--shots') ? argument('--shots') : '';
let shot = 0;

async function look(page, name) {
  if (!shots) return;
  fs.mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: path.join(shots, `${String(++shot).padStart(2, '0')}-${name}.png`), fullPage: true });
}

const count_in = async (page) => Number((await page.locator('[data-fragment="cart-count"]').textContent())?.match(/\d+/)?.[0] ?? 0);

/** Presses a button that leads to another page. */
async function press(page, name, lands_on) {
  await page.getByRole('button', { name }).first().click();
  await page.waitForURL(lands_on);
}

/** From the home page to a product: with scripts by the suggestions, without by the category menu and a filter. */
async function find_product(page) {
  await page.goto(base + '/');
  must(await page.locator('h1').count() === 1, 'the home page has one h1');
  await look(page, 'home');
  if (scripts) {
    await page.locator('#q').click();
    await page.locator('#q').pressSequentially('noteb', { delay: 30 });
    await page.locator('.suggest [role=option]').first().waitFor();
    await look(page, 'suggestions');
    await page.locator('#q').press('Enter');
  } else {
    await page.locator('#q').fill('notebook');
    await page.getByRole('button', { name: 'Search', exact: true }).click();
  }
  await page.waitForURL(/\/search\?q=/);
  await page.locator('.filters > summary').first().waitFor({ state: 'attached' });
  await page.getByLabel('In stock only').check();
  if (scripts) await page.waitForURL(/in_stock=1/);
  else await press(page, 'Apply filters', /in_stock=1/);
  await look(page, 'search');
  await page.locator('.results .card-title a').first().click();
  await page.waitForURL(/\/p\//);
}

async function add_two(page) {
  must(await page.locator('h1').count() === 1, 'the product page has one h1');
  await page.getByLabel('Quantity').fill('2');
  await page.getByRole('button', { name: 'Add to cart' }).first().click();
  await page.locator('.flash').waitFor();
  must(await count_in(page) === 2, `the cart counts 2 after adding 2, not ${await count_in(page)}`);
  await look(page, 'added');
}

async function change_cart(page) {
  await page.goto(base + '/cart');
  await page.getByRole('button', { name: /^One more/ }).first().click();
  await page.locator('.line-qty input[name=quantity][value="3"]').waitFor();
  await page.locator('[data-fragment="cart-count"]').filter({ hasText: /^3\b/ }).waitFor();  // the line shows a press at once, the badge when the shop has it
  must(await count_in(page) === 3, 'one more makes three');
  await look(page, 'cart');
  await page.getByRole('link', { name: 'Check out' }).click();
  await page.waitForURL(/checkout\/information/);
}

async function check_out(page) {
  await page.getByLabel('Email').fill('amina@');
  await page.getByRole('button', { name: 'Continue to delivery' }).click();
  await page.locator('#email-fault').waitFor();
  must(await page.getByLabel('Email').inputValue() === 'amina@', 'what was typed survives a fault');
  await look(page, 'information-faults');
  const answers = { Email: 'amina@example.com', 'Full name': 'Amina Guest', 'Street address': '12 Mall Road', City: 'Lahore', 'Phone for the courier': '0300 1234567' };
  for (const [label, value] of Object.entries(answers)) await page.getByLabel(label, { exact: true }).fill(value);
  await press(page, 'Continue to delivery', /checkout\/delivery/);
  await look(page, 'delivery');
  await press(page, 'Continue to payment', /checkout\/payment/);
  await page.locator(`input[name=method][value=${by_card ? 'stripe' : 'bank_transfer'}]`).check();
  await look(page, 'payment');
  await press(page, 'Review order', /checkout\/review/);
  await look(page, 'review');
}

async function pay_by_card(page) {
  await press(page, /Place order/, /checkout\/pay\//);
  const pay = page.getByRole('button', { name: /^Pay / });
  await pay.waitFor();
  await page.waitForFunction(() => !document.querySelector('x-pay form button')?.disabled);
  await fill_card(page);
  await look(page, 'pay');
  await pay.click();
  await page.waitForURL(/\/orders\/ord_/, { timeout: 40_000 });
  await page.getByRole('heading', { level: 1, name: /packing/ }).waitFor();
}

/** The stand-in's card fields live in the page or in a frame, as the provider's do. */
async function fill_card(page) {
  const places = [page.locator('[data-mount]'), page.frameLocator('[data-mount] iframe').locator('body')];
  for (let turn = 0; turn < 100; turn++) {
    for (const place of places) {
      const number = place.getByLabel(/card number/i).first();
      if (!(await number.count())) continue;
      await number.fill('4242 4242 4242 4242');
      await place.getByLabel(/expir/i).first().fill('12 / 34');
      await place.getByLabel(/cvc|security code/i).first().fill('123');
      return;
    }
    await page.waitForTimeout(100);
  }
  throw new Error('the card form has no card number');
}

/** Without scripts: the provider's page takes the card and sends the browser back. A declined card first. */
async function pay_on_their_page(page) {
  await press(page, /Place order/, /checkout\/pay\//);
  await look(page, 'pay-without-scripts');
  await page.getByRole('button', { name: /Go and pay/ }).click();
  const number = page.getByLabel('Card number');
  await number.fill('4000 0000 0000 0002');
  await look(page, 'their-page');
  await page.getByRole('button', { name: 'Pay', exact: true }).click();
  await page.getByRole('alert').filter({ hasText: /declined/ }).waitFor();
  await number.fill('4000 0027 6000 3184');
  await page.getByRole('button', { name: 'Pay', exact: true }).click();
  await page.getByRole('button', { name: 'Complete authentication' }).click();
  await page.waitForURL(/\/orders\/ord_/, { timeout: 40_000 });
  await page.getByRole('heading', { level: 1, name: /packing/ }).waitFor();
}

async function pay_by_transfer(page) {
  await press(page, /Place order/, /\/orders\/ord_/);
  await page.getByRole('heading', { name: 'Transfer the money' }).waitFor();
}

const order = await with_browser({ javaScriptEnabled: scripts }, async (context) => {
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', (fault) => faults.push(fault.message));
  page.on('console', (message) => message.type() === 'error' && !/status of 422/.test(message.text()) && faults.push(`${message.text()} (${message.location().url})`));
  try {
    await find_product(page);
    await add_two(page);
    await change_cart(page);
    await check_out(page);
    await (scripts ? pay_by_card(page) : by_card ? pay_on_their_page(page) : pay_by_transfer(page));
  } catch (fault) {
    await look(page, 'fault');
    throw new Error(`${fault.message}\nat ${page.url()}\n${(await page.locator('main').innerText().catch(() => '')).slice(0, 600)}`);
  }
  await look(page, 'order');
  const number = await page.locator('.kicker bdi').textContent();
  must((await page.context().cookies()).every((c) => c.name !== 'cart' || c.value === ''), 'the cart is forgotten once it is an order');
  const url = page.url();
  await page.reload();
  must(page.url() === url, 'the order page may be read again');
  await page.goto(base + '/cart');
  await page.getByText('Your cart is empty.').waitFor();
  must(faults.length === 0, `the browser complained: ${faults.join(' | ')}`);
  return number;
}).catch((fault) => {
  console.error(String(fault.message ?? fault));
  process.exit(1);
});
console.log(`order ${order} ${by_card ? 'paid by card' : 'waits for its transfer'}`);
