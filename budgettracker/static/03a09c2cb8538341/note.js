// Words of ours that stand in a form: what became of it. One at a time, announced by screen readers.

export function note (form, text, before = form.querySelector('.govuk-button-group')) {
  form.querySelector('[data-note]')?.remove()
  const box = document.createElement('div')
  box.className = 'govuk-inset-text'
  box.setAttribute('role', 'status')
  box.dataset.note = ''
  if (before) before.before(box)
  else form.append(box)
  // After it stands on the page: what is there from the start is not announced.
  setTimeout(() => box.prepend(text), 50)
  return box
}

export function unnote (form) {
  form.querySelector('[data-note]')?.remove()
}
