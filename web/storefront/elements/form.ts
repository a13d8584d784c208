// Checks a form in the browser with the server's words: once it was sent, each field is checked again when it is left.
const wording = (input: HTMLInputElement | HTMLSelectElement): string => {
  const label = input.labels?.[0]?.firstChild?.textContent?.trim() ?? 'this field';
  if (input.validity.valueMissing) return input instanceof HTMLSelectElement ? `Choose: ${label}` : `Enter: ${label}`;
  if (input.validity.typeMismatch) return 'Enter an email address like name@example.com';
  return input.validationMessage;
};

function mark(input: HTMLInputElement | HTMLSelectElement): void {
  const field = input.closest('.field');
  if (!field) return;
  const id = `${input.id}-fault`;
  let note = field.querySelector<HTMLElement>('.fault');
  if (input.validity.valid) {
    note?.remove();
    field.classList.remove('wrong');
    input.removeAttribute('aria-invalid');
    input.removeAttribute('aria-describedby');
    const hint = field.querySelector('.hint');
    if (hint) input.setAttribute('aria-describedby', hint.id);
    return;
  }
  if (!note) {
    note = Object.assign(document.createElement('p'), { className: 'fault', id });
    field.append(note);
  }
  note.textContent = wording(input);
  field.classList.add('wrong');
  input.setAttribute('aria-invalid', 'true');
  input.setAttribute('aria-describedby', id);
}

class Form extends HTMLElement {
  connectedCallback(): void {
    const form = this.querySelector('form');
    if (!form?.noValidate) return;
    let sent = document.querySelector('#faults') !== null;
    const inputs = () => [...form.querySelectorAll<HTMLInputElement | HTMLSelectElement>('.field input, .field select')];
    form.addEventListener('submit', (event) => {
      sent = true;
      inputs().forEach(mark);
      const first = inputs().find((input) => !input.validity.valid);
      if (!first) return;
      event.preventDefault();
      first.closest('details')?.setAttribute('open', '');
      first.focus();
    });
    form.addEventListener('focusout', (event) => {
      const input = event.target as HTMLInputElement;
      if (sent && input.closest('.field')) mark(input);
    });
  }
}
customElements.define('x-form', Form);
