// Presses the button of a form that only hands the buyer over. Once: coming back with the back button must not send them off again.
class SubmitElement extends HTMLElement {
  connectedCallback(): void {
    const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    if (entry?.type === 'back_forward') return;
    // A form sent before its page has loaded takes that page's place in the history; sent afterwards, "back" finds this page, always.
    const send = (): void => void setTimeout(() => this.querySelector('form')?.requestSubmit(), 0);
    if (document.readyState === 'complete') send();
    else window.addEventListener('load', send, { once: true });
  }
}
customElements.define('x-submit', SubmitElement);
