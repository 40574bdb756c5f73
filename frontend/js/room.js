// Tells what is left and who decides while the amount is typed. The server decides the same again when the form is sent.

const WAIT = 250
const KINDS = ['ok', 'decide', 'over']

export function tellRoom (answer) {
  const amount = document.getElementById(answer.dataset.roomAmount)
  if (!amount || !amount.form) return
  const day = (part) => document.getElementById(`${answer.dataset.roomDate}-${part}`)
  const paid = amount.form.elements.namedItem('already_paid')
  let timer
  let asking

  function show (text, kind) {
    KINDS.forEach((one) => answer.classList.toggle(`room--${one}`, one === kind))
    if (answer.textContent !== text) answer.textContent = text
  }

  async function ask () {
    if (asking) asking.abort()
    if (!amount.value.trim()) return show('', '')
    asking = new AbortController()
    const { signal } = asking
    const url = new URL(answer.dataset.roomUrl, document.baseURI)
    url.searchParams.set('amount', amount.value)
    url.searchParams.set('bought_on', isoDate(['year', 'month', 'day'].map((part) => day(part)?.value.trim())))
    if (paid?.checked) url.searchParams.set('already_paid', 'y')
    try {
      const reply = await fetch(url, { signal, headers: { Accept: 'application/json' }, credentials: 'same-origin' })
      if (!reply.ok || reply.redirected) return show('', '')
      const said = await reply.json()
      if (!signal.aborted) show(String(said.text ?? ''), said.kind)
    } catch {
      if (!signal.aborted) show('', '')
    }
  }

  function later () {
    clearTimeout(timer)
    timer = setTimeout(ask, WAIT)
  }

  [amount, day('day'), day('month'), day('year')].forEach((box) => box?.addEventListener('input', later))
  paid?.addEventListener('change', later)
  if (amount.value.trim()) later()
}

// The three boxes as 2027-03-03, or nothing when they are not figures yet.
function isoDate ([year, month, day]) {
  if (![year, month, day].every((part) => /^[0-9]+$/.test(part ?? ''))) return ''
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}
