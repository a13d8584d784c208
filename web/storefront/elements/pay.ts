// Mounts Stripe's Payment Element (or the stand-in the page was configured with) and confirms the payment.
// Nothing here decides whether money arrived: the server does, on the return page.
interface StripeElement { mount(node: Element): void; on(event: string, call: (event: unknown) => void): void }
interface StripeElements { create(kind: 'payment', options?: unknown): StripeElement }
interface StripeClient {
  elements(options: unknown): StripeElements;
  confirmPayment(options: unknown): Promise<{ error?: { message?: string } }>;
}
type StripeFactory = (key: string) => StripeClient;

const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

class Pay extends HTMLElement {
  connectedCallback(): void {
    const script = this.querySelector('script');
    const factory = () => (window as unknown as { Stripe?: StripeFactory }).Stripe;
    if (factory()) this.start(factory()!);
    else {
      script?.addEventListener('load', () => (factory() ? this.start(factory()!) : this.tell('The card form did not load. Reload the page to try again.')));
      script?.addEventListener('error', () => this.tell('The card form did not load. Reload the page to try again.'));
    }
  }

  private tell(text: string): void {
    const box = this.querySelector<HTMLElement>('[data-problem]');
    if (!box) return;
    box.querySelector('p')!.textContent = text;
    box.hidden = false;
    box.focus();
  }

  private start(stripe_for: StripeFactory): void {
    const { key = '', secret = '', return: return_url = '' } = this.dataset;
    const mount = this.querySelector('[data-mount]');
    const form = this.querySelector('form');
    const button = form?.querySelector('button');
    if (!mount || !form || !button || !secret) return;
    const stripe = stripe_for(key);
    const elements = stripe.elements({
      clientSecret: secret,
      appearance: { theme: 'stripe', variables: { colorPrimary: token('--brand'), colorText: token('--ink'), colorDanger: token('--sale'), borderRadius: token('--radius') } },
    });
    const payment = elements.create('payment', { layout: 'accordion' });
    mount.replaceChildren();
    payment.mount(mount);
    button.disabled = false;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (button.ariaBusy === 'true') return;
      this.querySelector<HTMLElement>('[data-problem]')!.hidden = true;
      button.ariaBusy = 'true';
      void stripe.confirmPayment({ elements, confirmParams: { return_url }, redirect: 'if_required' })
        .then((result) => {
          if (!result.error) return location.assign(return_url);
          this.tell(result.error.message ?? 'The card was not accepted. Try another one.');
          button.ariaBusy = null;
        })
        .catch(() => { this.tell('The payment did not go through. You were not charged; try again.'); button.ariaBusy = null; });
    });
  }
}
customElements.define('x-pay', Pay);
