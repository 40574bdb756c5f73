// One press, one request. The server holds the line with the form's key; this spares the person the doubt.

export function sendOnce (form) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) {
      event.preventDefault()
      return
    }
    if (event.defaultPrevented) return
    form.dataset.sent = 'yes'
    // After this turn, so that the pressed button's own name and value still travel with the form.
    setTimeout(() => buttonsOf(form).forEach((button) => {
      if (!form.dataset.sent) return
      button.disabled = true
      button.setAttribute('aria-disabled', 'true')
    }), 0)
  })

  // Coming back with the browser's Back button, or staying here after a download, must not leave a dead form behind.
  window.addEventListener('pageshow', () => free(form))
  if (form.hasAttribute('data-stays')) {
    form.addEventListener('submit', () => setTimeout(() => free(form), 3000))
  }
}

const buttonsOf = (form) => form.querySelectorAll('button:not([type="button"])')

// The form can be sent again.
export function free (form) {
  delete form.dataset.sent
  buttonsOf(form).forEach((button) => {
    button.disabled = false
    button.removeAttribute('aria-disabled')
  })
  form.dispatchEvent(new Event('freed'))
}
