// Buys at the jeweller's and pays at the simulated Stripe, in Chromium: 3-D Secure passed and failed, decline and retry, closed tab, back button, double click,
// Stripe's own page with scripts off.
// Usage: VITRINE_URL=http://jewellery.localhost:8080 VITRINE_STRIPE_URL=http://127.0.0.1:12111 node tests/e2e/stripe.mjs [--shots FOLDER] [--quick]
import { must } from './browser.mjs';
import { is_quick, look, paid, press, ready_to_place as ready, run_walks, wait_until_paid } from './steps.mjs';

const base = process.env.VITRINE_URL ?? 'http://jewellery.localhost:8080';
const stripe = process.env.VITRINE_STRIPE_URL ?? 'http://127.0.0.1:12111';
const cards = { plain: '4242 4242 4242 4242', declined: '4000 0000 0000 9995', asked: '4000 0027 6000 3184', asked_then_declined: '4000 0084 0000 1629' };

// A buyer of their own each walk: the store's rules look twice at six orders of one e-mail within an hour.
const answers = () => ({ Email: `amina.${Date.now()}@example.com`, 'Full name': 'Amina Guest', 'Street address': '12 Hudson Street', City: 'New York', 'State or province': 'NY', 'Postal code (optional)': '10013', 'Phone for the courier': '+1 212 555 0100' });
const ready_to_place = (page) => ready(page, { base, method: /^Card/, answers: answers(), state: 'New York' });

const form = (page) => page.frameLocator('[data-mount] iframe').locator('body');
const bank = (page) => page.frameLocator('iframe[title="3D Secure authentication"]');
const problem = (page) => page.locator('x-pay [data-problem]');

async function open_form(page) {
  await page.waitForFunction(() => document.querySelector('x-pay form button')?.disabled === false);
  await form(page).getByLabel(/card number/i).waitFor();
}

async function fill(page, number) {
  await form(page).getByLabel(/card number/i).fill(number);
  await form(page).getByLabel(/expir/i).fill('12 / 34');
  await form(page).getByLabel(/cvc|security code/i).fill('123');
}

async function pay(page, number) {
  await fill(page, number);
  await page.getByRole('button', { name: /^Pay / }).click();
}

const intents = async (order) => (await (await fetch(`${stripe}/_control/state`)).json()).payment_intent.filter((intent) => intent.metadata.order === order);
const order_of = (page) => page.url().split('/').pop();

const walks = {
  async 'challenge failed, another card declined, challenge passed'(page) {
    await ready_to_place(page);
    await press(page, /Place order/, /checkout\/pay\//);
    await open_form(page);
    await look(page, 'pay');
    await pay(page, cards.asked);
    await bank(page).getByRole('button', { name: 'Fail authentication' }).waitFor();
    await look(page, 'challenge');
    await bank(page).getByRole('button', { name: 'Fail authentication' }).click();
    await problem(page).filter({ hasText: /unable to authenticate/ }).waitFor();
    await look(page, 'challenge-failed');
    await pay(page, cards.declined);
    if (await bank(page).getByRole('button', { name: 'Complete authentication' }).waitFor({ timeout: 2_000 }).then(() => true, () => false))
      await bank(page).getByRole('button', { name: 'Complete authentication' }).click();  // above the store's threshold every card is asked
    await problem(page).filter({ hasText: /insufficient funds/ }).waitFor();
    await look(page, 'declined');
    await pay(page, cards.asked);
    await bank(page).getByRole('button', { name: 'Complete authentication' }).click();
    await page.waitForURL(/\/orders\/ord_/, { timeout: 40_000 });
    await paid(page).waitFor();
    await look(page, 'order');
    await page.goBack();
    must(!(await page.locator('x-pay').count()) || /\/orders\//.test(page.url()), 'going back does not offer to pay again');
  },
  async 'declined after the challenge, then paid; both buttons pressed twice'(page) {
    await ready_to_place(page);
    await page.getByRole('button', { name: /Place order/ }).first().dblclick();
    await page.waitForURL(/checkout\/pay\//);
    const order = order_of(page);
    await open_form(page);
    await pay(page, cards.asked_then_declined);
    await bank(page).getByRole('button', { name: 'Complete authentication' }).click();
    await problem(page).filter({ hasText: /declined/ }).waitFor();
    await fill(page, cards.asked);
    await page.getByRole('button', { name: /^Pay / }).dblclick();  // trap 42
    await bank(page).getByRole('button', { name: 'Complete authentication' }).waitFor();
    must(await page.locator('iframe[title="3D Secure authentication"]').count() === 1, 'the bank asks once, however often the button is pressed');
    await bank(page).getByRole('button', { name: 'Complete authentication' }).click();
    await page.waitForURL(/\/orders\/ord_/, { timeout: 40_000 });
    await paid(page).waitFor();
    const known = await intents(order);
    must(known.length === 1 && known[0].status === 'succeeded', `one intent, paid once, not ${known.map((intent) => intent.status)}`);
  },
  async 'tab closed after paying: the message settles'(page, context) {
    await ready_to_place(page);
    await press(page, /Place order/, /checkout\/pay\//);
    const order = order_of(page);
    await open_form(page);
    await page.route('**/checkout/return**', (route) => route.abort());  // the tab dies before it can tell
    await pay(page, cards.asked);
    await bank(page).getByRole('button', { name: 'Complete authentication' }).click();
    for (let turn = 0; turn < 80 && (await intents(order))[0]?.status !== 'succeeded'; turn++) await page.waitForTimeout(50);
    await page.close();
    await wait_until_paid(await context.newPage(), `${base}/orders/${order}`);
  },
  async 'back from the form to the order and to the form again'(page) {
    await ready_to_place(page);
    await press(page, /Place order/, /checkout\/pay\//);
    const order = order_of(page);
    await open_form(page);
    await page.goto(`${base}/orders/${order}`);
    await page.goBack();
    await open_form(page);
    await page.reload();
    await open_form(page);
    must((await intents(order)).length === 1, 'the same order is paid by the same intent');
    await pay(page, cards.asked);
    await bank(page).getByRole('button', { name: 'Complete authentication' }).click();
    await page.waitForURL(/\/orders\/ord_/, { timeout: 40_000 });
    await paid(page).waitFor();
  },
};

/** Without scripts: the provider's page takes the card, the bank's page asks, and the browser comes back. */
async function on_their_page(page) {
  await ready_to_place(page);
  await press(page, /Place order/, /checkout\/pay\//);
  await look(page, 'pay-without-scripts');
  await page.getByRole('button', { name: /Go and pay/ }).click();
  const number = page.getByLabel('Card number');
  await number.fill(cards.asked);
  await look(page, 'hosted');
  await page.getByRole('button', { name: 'Pay', exact: true }).click();
  await look(page, 'hosted-challenge');
  await page.getByRole('button', { name: 'Fail authentication' }).click();
  await page.getByRole('alert').filter({ hasText: /unable to authenticate/ }).waitFor();
  await number.fill(cards.asked);
  await page.getByRole('button', { name: 'Pay', exact: true }).click();
  await page.getByRole('button', { name: 'Complete authentication' }).click();
  await page.waitForURL(/\/orders\/ord_/, { timeout: 40_000 });
  await paid(page).waitFor();
}

const is_expected = (complaint) => /ERR_FAILED|status of (402|422)/.test(complaint);
const chosen = Object.entries(walks).filter(([name]) => !is_quick || /challenge failed|tab closed/.test(name));
await run_walks(chosen, { is_expected });
const without_scripts = is_quick ? [] : [["scripts off: on Stripe's own page", on_their_page]];
await run_walks(without_scripts, { is_expected, javaScriptEnabled: false });
console.log(`${chosen.length + without_scripts.length} walks through Stripe's checkout`);
