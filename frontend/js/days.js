// Buttons that fill a date's three boxes: today, yesterday. Without JavaScript they are hidden and the day is typed.

export function days (buttons) {
  const boxes = ['day', 'month', 'year'].map((part) => [part, document.getElementById(`${buttons.dataset.days}-${part}`)])
  if (boxes.some(([, box]) => !box)) return
  buttons.hidden = false
  buttons.querySelectorAll('button').forEach((button) => button.addEventListener('click', () => {
    boxes.forEach(([part, box]) => {
      box.value = button.dataset[part]
      box.dispatchEvent(new Event('input', { bubbles: true }))
    })
  }))
}
