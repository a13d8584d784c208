// Opens the provider's own window (Razorpay's checkout.js, or the stand-in the page was configured with) and hands what it gives back to our server,
// which checks the signature and asks the provider. Nothing here decides whether money arrived.
interface Field { name: string; value: string }
interface Modal {
  key: string; reference: string; amount: { minor: number; currency: string }; name: string; description: string; email: string;
  callback_url: string; timeout_s: number; notes: Field[];
}
interface Failure { error?: { code?: string; description?: string; metadata?: { order_id?: string; payment_id?: string } } }
interface Checkout { open(): void; on(event: 'payment.failed', call: (failure: Failure) => void): void }
type CheckoutFactory = new (options: unknown) => Checkout;

class ModalElement extends HTMLElement {
  private is_answered = false;

  connectedCallback(): void {
    const factory = () => (window as unknown as { Razorpay?: CheckoutFactory }).Razorpay;
    const script = this.querySelector('script');
    const missing = 'The payment window did not load. Reload the page to try again.';
    if (factory()) this.start(factory()!);
    else {
      script?.addEventListener('load', () => (factory() ? this.start(factory()!) : this.tell(missing)));
      script?.addEventListener('error', () => this.tell(missing));
    }
  }

  private tell(text: string): void {
    const box = this.querySelector<HTMLElement>('[data-problem]');
    if (!box) return;
    box.querySelector('p')!.textContent = text;
    box.hidden = false;
    box.focus();
  }

  private start(Razorpay: CheckoutFactory): void {
    const button = this.querySelector<HTMLButtonElement>('[data-open]');
    if (!button || !this.dataset.modal) return;
    const modal = JSON.parse(this.dataset.modal) as Modal;
    button.disabled = false;
    button.addEventListener('click', () => {
      if (button.ariaBusy === 'true') return;
      button.ariaBusy = 'true';
      this.querySelector<HTMLElement>('[data-problem]')!.hidden = true;
      const checkout = new Razorpay({
        key: modal.key,
        order_id: modal.reference,
        amount: modal.amount.minor,
        currency: modal.amount.currency,
        name: modal.name,
        description: modal.description,
        prefill: { email: modal.email },
        notes: Object.fromEntries(modal.notes.map(({ name, value }) => [name, value])),
        theme: { color: getComputedStyle(document.documentElement).getPropertyValue('--brand').trim() },
        retry: { enabled: true, max_count: 4 },
        timeout: modal.timeout_s,
        handler: (answer: Record<string, string>) => this.hand_in(answer),
        modal: { ondismiss: () => { if (!this.is_answered) button.ariaBusy = null; } },
      });
      checkout.on('payment.failed', (failure) => this.tell(failure.error?.description ?? 'The payment did not go through. You were not charged; try again.'));
      checkout.open();
    });
  }

  private hand_in(answer: Record<string, string>): void {
    const form = this.querySelector<HTMLFormElement>('[data-answer]');
    if (!form || this.is_answered) return;
    this.is_answered = true;
    for (const [name, value] of Object.entries(answer)) {
      const input = document.createElement('input');
      Object.assign(input, { type: 'hidden', name, value });
      form.append(input);
    }
    form.submit();
  }
}
customElements.define('x-modal', ModalElement);
