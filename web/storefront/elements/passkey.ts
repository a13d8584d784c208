// Asks the browser for a passkey (WebAuthn) and sends its answer by the form inside. Without scripts, or where the browser has none, the button is not shown.
type Json = Record<string, unknown>;
interface Descriptor { type: 'public-key'; id: string; transports?: AuthenticatorTransport[] }

const bytes = (text: string): ArrayBuffer => {
  const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer as ArrayBuffer;
};
const text = (buffer: ArrayBuffer): string =>
  btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join('')).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const listed = (list: unknown): PublicKeyCredentialDescriptor[] => ((list ?? []) as Descriptor[]).map((one) => ({ ...one, id: bytes(one.id) }));

const to_get = (from: Json): PublicKeyCredentialRequestOptions =>
  ({ ...from, challenge: bytes(from.challenge as string), allowCredentials: listed(from.allowCredentials) }) as PublicKeyCredentialRequestOptions;
const to_create = (from: Json): PublicKeyCredentialCreationOptions => {
  const user = from.user as { id: string; name: string; displayName: string };
  return {
    ...from, challenge: bytes(from.challenge as string), user: { ...user, id: bytes(user.id) }, excludeCredentials: listed(from.excludeCredentials),
  } as unknown as PublicKeyCredentialCreationOptions;
};

const renewed_after_ms = 8 * 60_000;   // the server's challenges last ten minutes

class Passkey extends HTMLElement {
  private waiting: AbortController | null = null;

  connectedCallback(): void {
    if (!('PublicKeyCredential' in window) || !this.form) return;
    this.hidden = false;
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.press();
    });
    if (this.dataset.conditional !== undefined) void this.offer();
  }

  private get form(): HTMLFormElement | null { return this.querySelector('form'); }
  private get is_new(): boolean { return this.dataset.kind === 'create'; }

  private async options(): Promise<Json> {
    if (this.dataset.options) return JSON.parse(this.dataset.options) as Json;
    const answer = await fetch(this.dataset.optionsUrl ?? '', { method: 'POST', headers: { Accept: 'application/json' } });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return ((await answer.json()) as { public_key: Json }).public_key;
  }

  private async press(): Promise<void> {
    const button = this.querySelector('button');
    if (button?.getAttribute('aria-busy')) return;
    this.waiting?.abort();
    this.say('');
    button?.setAttribute('aria-busy', 'true');
    try {
      const options = await this.options();
      const made = this.is_new ? await navigator.credentials.create({ publicKey: to_create(options) }) : await navigator.credentials.get({ publicKey: to_get(options) });
      this.send(made as PublicKeyCredential);
    } catch (fault) {
      const known = fault instanceof DOMException && fault.name === 'InvalidStateError';
      this.say(known ? 'This device holds a passkey for your account already.' : 'That did not work, or was called off. Try again, or go on another way.');
      if (this.dataset.conditional !== undefined) void this.offer();
    } finally {
      button?.removeAttribute('aria-busy');
    }
  }

  /** Lets the browser offer passkeys among what it fills in; quiet when it cannot, or nobody chooses one. */
  private async offer(): Promise<void> {
    if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
    const waiting = (this.waiting = new AbortController());
    const again = setTimeout(() => waiting.abort('again'), renewed_after_ms);
    try {
      const publicKey = to_get(await this.options());
      this.send((await navigator.credentials.get({ publicKey, mediation: 'conditional', signal: waiting.signal })) as PublicKeyCredential);
    } catch {
      if (waiting.signal.reason === 'again') void this.offer();
    } finally {
      clearTimeout(again);
    }
  }

  private send(made: PublicKeyCredential): void {
    const answer = made.response;
    this.put('client_data', text(answer.clientDataJSON));
    if (answer instanceof AuthenticatorAttestationResponse) {
      this.put('attestation_object', text(answer.attestationObject));
      for (const transport of answer.getTransports?.() ?? []) this.put('transport', transport);
    } else if (answer instanceof AuthenticatorAssertionResponse) {
      this.put('credential', text(made.rawId));
      this.put('authenticator_data', text(answer.authenticatorData));
      this.put('signature', text(answer.signature));
      if (answer.userHandle) this.put('user_handle', text(answer.userHandle));
    }
    if (this.form) HTMLFormElement.prototype.submit.call(this.form);
  }

  private put(name: string, value: string): void {
    this.form?.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
  }
  private say(words: string): void {
    const note = this.querySelector('[role=status]');
    if (note) note.textContent = words;
  }
}
customElements.define('x-passkey', Passkey);
