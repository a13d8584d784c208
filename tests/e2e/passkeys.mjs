// Passkeys in Chromium, with its own virtual authenticator: an account is opened, a passkey is made, named, used to sign in (by the button and offered among what is filled in), refused
// when it was copied, and removed. Without scripts the password does it.
// VITRINE_URL=http://stationery.localhost:8080 VITRINE_POSTBOX_URL=http://127.0.0.1:12120 node tests/e2e/passkeys.mjs
import { must, with_browser } from './browser.mjs';
import { look, press } from './steps.mjs';

const base = process.env.VITRINE_URL ?? 'http://stationery.localhost:8080';
const postbox = process.env.VITRINE_POSTBOX_URL ?? 'http://127.0.0.1:12120';
const email = `passkeys.${Date.now()}@example.com`;
const password = 'seven green notebooks';

/** The link in the newest mail to this mailbox whose subject fits. */
async function link_in_mail(subject) {
  for (let turn = 0; turn < 100; turn++) {
    const { mails } = await (await fetch(`${postbox}/_control/state`)).json();
    const mail = mails.filter((one) => one.to === email && subject.test(one.subject)).pop();
    const token = mail && /token=(\S+)/.exec(mail.text)?.[1];
    if (token) return token;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`no mail of ${subject}`);
}

async function open_account(page) {
  await page.goto(`${base}/account/register`);
  await page.getByLabel('Name').fill('Amina Khan');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.locator('main form button[type=submit], .account-form form button[type=submit]').first().click();
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
  await page.goto(`${base}/account/confirm?token=${await link_in_mail(/Confirm/)}`);
  await page.getByLabel('Password').fill(password);
  await page.locator('.account-form form button[type=submit]').first().click();
  await page.waitForURL(/\/account$/);
}

async function sign_out(page) {
  await page.goto(`${base}/account`);
  await press(page, 'Sign out', (url) => url.pathname === '/');
}

/** Chromium may answer by itself what is offered among the inputs, sooner or later; where it does not, the button does it. Either way `outcome` has to come. */
async function by_passkey(page, outcome) {
  let is_there = false;
  const reached = outcome.then(() => { is_there = true; });
  reached.catch(() => {});  // told at the end
  await Promise.race([reached, page.waitForTimeout(3_000)]).catch(() => {});
  if (!is_there) await page.getByRole('button', { name: 'Sign in with a passkey' }).click({ timeout: 3_000 }).catch(() => {});  // gone where the browser has answered meanwhile
  await reached;
}

await with_browser({}, async (context) => {
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  await open_account(page);

  await page.goto(`${base}/account/security`);
  await look(page, 'security');
  await page.getByRole('link', { name: 'Add a passkey' }).click();
  await look(page, 'passkey-proof');
  await page.getByLabel('Your password').fill('a guess');
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.locator('#password-fault').waitFor();
  await page.getByLabel('Your password').fill(password);
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('heading', { name: 'Make your passkey' }).waitFor();
  await look(page, 'passkey-make');
  await page.getByLabel('Name').fill('Amina’s laptop');
  await press(page, 'Make the passkey', /\/account\/security$/);
  await page.getByText('Your passkey is ready').waitFor();
  await page.getByText('Amina’s laptop').first().waitFor();
  await look(page, 'security-with-passkey');
  const { credentials } = await devtools.send('WebAuthn.getCredentials', { authenticatorId });
  must(credentials.length === 1 && credentials[0].isResidentCredential, 'the browser holds no discoverable credential');
  must(credentials[0].rpId === new URL(base).hostname, `the passkey belongs to ${credentials[0].rpId}`);

  // By the button. Chromium answers what it offers among inputs by itself when presence is simulated: that is switched off here.
  await devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: false });
  await sign_out(page);
  await page.goto(`${base}/account/sign-in`);
  await look(page, 'sign-in');
  await devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: true });
  await by_passkey(page, page.waitForURL(/\/account$/));
  console.log('signed in by a passkey, without a password');

  // The credential is put back with a lower counter, as a copy made earlier would have it.
  const [now] = (await devtools.send('WebAuthn.getCredentials', { authenticatorId })).credentials;
  must(now.signCount > 0, 'the virtual authenticator counts');
  await sign_out(page);
  await devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: false });
  await devtools.send('WebAuthn.removeCredential', { authenticatorId, credentialId: now.credentialId });
  await devtools.send('WebAuthn.addCredential', { authenticatorId, credential: { ...now, signCount: 0 } });
  await page.goto(`${base}/account/sign-in`);
  await devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: true });
  await by_passkey(page, page.getByText('may have been copied').waitFor());
  console.log('a copy was refused');
  await devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: false });
  await devtools.send('WebAuthn.removeCredential', { authenticatorId, credentialId: now.credentialId });
  await page.goto(`${base}/account/sign-in`);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(/\/account$/);

  await page.goto(`${base}/account/security`);
  await page.getByRole('link', { name: /^Rename/ }).click();
  await page.getByLabel('Name').fill('Old laptop');
  await press(page, 'Save the name', /\/account\/security$/);
  await page.getByText('Old laptop').first().waitFor();
  await page.getByRole('link', { name: /^Remove/ }).click();
  await page.getByLabel('Your password').fill(password);
  await press(page, 'Remove it', /\/account\/security$/);
  must((await page.getByText('Old laptop').count()) === 0, 'it is still listed');
  console.log('named and removed');
});

await with_browser({ javaScriptEnabled: false }, async (context) => {
  const page = await context.newPage();
  await page.goto(`${base}/account/sign-in`);
  must(await page.getByRole('button', { name: 'Sign in with a passkey' }).isHidden(), 'a button that can do nothing is shown');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(/\/account$/);
  console.log('without scripts the password does it');
});
