// Shows a part of a form only while the answer it belongs to is chosen. Without this script it is always shown.

export function reveal (part) {
  const { revealFor: name, revealValue: value } = part.dataset
  const form = part.closest('form')
  if (!form) return
  const settle = () => { part.hidden = !new FormData(form).getAll(name).includes(value) }
  form.addEventListener('change', settle)
  window.addEventListener('pageshow', settle)
  settle()
}
