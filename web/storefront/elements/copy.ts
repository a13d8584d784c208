// Adds a copy button to a value that shoppers carry elsewhere, such as an account number.
class Copy extends HTMLElement {
  connectedCallback(): void {
    const text = this.textContent?.trim() ?? '';
    if (!navigator.clipboard || this.querySelector('button')) return;
    const button = Object.assign(document.createElement('button'), { type: 'button', className: 'copy', textContent: 'Copy' });
    button.setAttribute('aria-label', `Copy ${text}`);
    button.addEventListener('click', () => void navigator.clipboard.writeText(text).then(() => {
      button.textContent = 'Copied';
      setTimeout(() => { button.textContent = 'Copy'; }, 2000);
    }));
    this.append(button);
  }
}
customElements.define('x-copy', Copy);
