// A button that copies the text of a box, to be put into another program. Without JavaScript it is hidden.

export function copies (button) {
  const box = document.getElementById(button.dataset.copy)
  const words = button.parentElement.querySelector('[role="status"]')
  if (!box || !words) return
  button.hidden = false
  button.addEventListener('click', async () => {
    box.select()
    try {
      await navigator.clipboard.writeText(box.value)
      words.textContent = 'Copied.'
    } catch {
      // The text is selected: the browser's own copying takes it.
      words.textContent = 'The text is selected. Copy it as usual.'
    }
  })
}
