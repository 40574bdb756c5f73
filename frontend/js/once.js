// One press, one request. The server holds the line with the form's key; this spares the person the doubt.

export function sendOnce (form) {
  const buttons = () => form.querySelectorAll('button:not([type="button"])')

  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) {
      event.preventDefault()
      return
    }
    if (event.defaultPrevented) return
    form.dataset.sent = 'yes'
    // After this turn, so that the pressed button's own name and value still travel with the form.
    setTimeout(() => buttons().forEach((button) => {
      button.disabled = true
      button.setAttribute('aria-disabled', 'true')
    }), 0)
  })

  // Coming back with the browser's Back button, or staying here after a download, must not leave a dead form behind.
  window.addEventListener('pageshow', () => free(form, buttons()))
  if (form.hasAttribute('data-stays')) {
    form.addEventListener('submit', () => setTimeout(() => free(form, buttons()), 3000))
  }
}

function free (form, buttons) {
  delete form.dataset.sent
  buttons.forEach((button) => {
    button.disabled = false
    button.removeAttribute('aria-disabled')
  })
}
