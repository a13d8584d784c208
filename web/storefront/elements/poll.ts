// While a payment is being verified, asks again every two seconds; without scripts the page refreshes itself.
import { ask, place } from './fragments';

class Poll extends HTMLElement {
  connectedCallback(): void { this.wait(0); }
  private wait(tries: number): void {
    const href = this.querySelector<HTMLElement>('[data-poll]')?.dataset.poll;
    if (!href || tries > 60 || !this.isConnected) return;
    setTimeout(async () => {
      try {
        const answer = await ask(href, 'return');
        if (answer.location) return location.assign(answer.location);
        if (answer.html !== null && answer.ok) place(answer.html);
      } catch { /* the next round asks again */ }
      this.wait(tries + 1);
    }, document.hidden ? 6000 : 2000);
  }
}
customElements.define('x-poll', Poll);
