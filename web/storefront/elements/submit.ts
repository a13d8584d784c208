// Presses the button of a form that only hands the buyer over. Once: coming back with the back button must not send them off again.
class SubmitElement extends HTMLElement {
  connectedCallback(): void {
    const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    if (entry?.type === 'back_forward') return;
    this.querySelector('form')?.requestSubmit();
  }
}
customElements.define('x-submit', SubmitElement);
