// Tells what is left and who decides while the amount is typed. The server decides the same again when the form is sent.

const WAIT = 250
const KINDS = ['ok', 'decide', 'over']

export function tellRoom (answer) {
  const amount = document.getElementById(answer.dataset.roomAmount)
  if (!amount || !amount.form) return
  const day = (part) => document.getElementById(`${answer.dataset.roomDate}-${part}`)
  const ticks = ['already_paid', 'ask_manager'].map((name) => amount.form.elements.namedItem(name)).filter(Boolean)
  const from = amount.form.querySelectorAll('[name="paid_from"]')
  let timer
  let request

  // A refused page says it at the amount already; whoever listens to the page would hear it twice.
  const refused = document.getElementById(`${amount.id}-error`)?.textContent ?? ''

  function show (words, kind) {
    const text = refused.includes(words) ? '' : words
    KINDS.forEach((name) => answer.classList.toggle(`room--${name}`, text !== '' && name === kind))
    if (answer.textContent !== text) answer.textContent = text
  }

  async function ask () {
    if (request) request.abort()
    if (!amount.value.trim()) return show('', '')
    request = new AbortController()
    const { signal } = request
    const url = new URL(answer.dataset.roomUrl, document.baseURI)
    url.searchParams.set('amount', amount.value)
    url.searchParams.set('bought_on', isoDate(['year', 'month', 'day'].map((part) => day(part)?.value.trim())))
    ticks.filter((box) => box.checked).forEach((box) => url.searchParams.set(box.name, 'y'))
    const money = [...from].find((choice) => choice.checked)
    if (money) url.searchParams.set('paid_from', money.value)
    try {
      const reply = await fetch(url, { signal, headers: { Accept: 'application/json' }, credentials: 'same-origin' })
      if (!reply.ok || reply.redirected) return show('', '')
      const room = await reply.json()
      if (!signal.aborted) show(String(room.text ?? ''), room.kind)
    } catch {
      if (!signal.aborted) show('', '')
    }
  }

  function later () {
    clearTimeout(timer)
    timer = setTimeout(ask, WAIT)
  }

  [amount, day('day'), day('month'), day('year')].forEach((box) => box?.addEventListener('input', later))
  ;[...ticks, ...from].forEach((box) => box.addEventListener('change', later))
  if (amount.value.trim()) later()
}

// The three boxes as 2027-03-03, or nothing when they are not figures yet.
function isoDate ([year, month, day]) {
  if (![year, month, day].every((part) => /^[0-9]+$/.test(part ?? ''))) return ''
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}
