// A form survives no signal, Back, a closed tab and a session that ended: what is typed is kept on the device, encrypted,
// and comes back to the same person under the same key, so that sending it again doubles nothing. Never files.

import { drop, keyOf, onDropped, open, put, seal, take } from './device.js'
import { note } from './note.js'

const NOT_KEPT = ['hidden', 'file', 'password', 'submit', 'button']
const forms = new WeakMap()

const boxesOf = (form) => [...form.elements].filter((box) => box.name && !NOT_KEPT.includes(box.type))
const isTick = (box) => box.type === 'radio' || box.type === 'checkbox'
const typedIn = (form) => boxesOf(form).filter((box) => !isTick(box) || box.checked).map((box) => [box.name, box.value])
const hasFile = (form) => [...form.elements].some((box) => box.type === 'file' && box.files.length > 0)

// `restores` is false where the page's form was filled by the server: after a refusal, or after signing in again.
export async function keep (form, restores) {
  if (!globalThis.crypto?.subtle) return
  const address = location.pathname
  const kept = { address, gone: false, written: Promise.resolve(), key: await keyOf(form.dataset.keep) }
  forms.set(form, kept)
  if (restores) await restore(form, kept)
  const changed = () => { if (!kept.gone) remember(form) }
  form.addEventListener('input', changed)
  form.addEventListener('change', changed)
  onDropped(address, () => { kept.gone = true })
}

export const keeps = (form) => forms.has(form)

// Keep the form as it is now. `sent` says that it is on its way: whether it will arrive is not known.
export function remember (form, sent = false) {
  const kept = forms.get(form)
  if (!kept) return Promise.resolve()
  kept.gone = false
  const words = { fields: typedIn(form), file: hasFile(form), sent }
  kept.written = kept.written.then(async () => {
    const sealed = await seal(kept.key, words)
    if (!kept.gone) put(kept.address, { key: form.elements.form_key.value, sealed })
  }).catch(() => {})
  return kept.written
}

// It was recorded, or is not wanted.
export async function forget (form) {
  const kept = forms.get(form)
  if (!kept) return
  kept.gone = true
  await kept.written
  drop(kept.address)
}

async function restore (form, kept) {
  const copy = take(kept.address)
  if (!copy) return
  const words = await open(kept.key, copy.sealed).catch(() => null)
  if (!words) return drop(kept.address)
  form.elements.form_key.value = copy.key
  fill(form, words.fields)
  tell(form, copy, words)
}

function fill (form, fields) {
  const left = Map.groupBy ? Map.groupBy(fields, ([name]) => name) : grouped(fields)
  boxesOf(form).forEach((box) => {
    const texts = left.get(box.name)?.map(([, text]) => text) ?? []
    const before = isTick(box) ? box.checked : box.value
    if (isTick(box)) box.checked = texts.includes(box.value)
    else if (texts.length) {
      box.value = texts[0]
      left.get(box.name).shift()
    }
    if (before === (isTick(box) ? box.checked : box.value)) return
    const more = box.closest('details')
    if (more) more.open = true
    box.dispatchEvent(new Event('input', { bubbles: true }))
    box.dispatchEvent(new Event('change', { bubbles: true }))
  })
}

function grouped (fields) {
  const groups = new Map()
  fields.forEach((each) => groups.set(each[0], [...(groups.get(each[0]) ?? []), each]))
  return groups
}

function tell (form, copy, words) {
  const at = new Date(copy.at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  const became = words.sent
    ? 'It was sent, and no answer came. Send it again: it is recorded once.'
    : 'It is not recorded yet. Check it and send it.'
  const file = words.file ? ' Choose the file again: a file is not kept.' : ''
  const box = note(form, `Here is what you typed at ${at}. ${became}${file}`, form.firstElementChild)
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'govuk-button govuk-button--secondary govuk-!-margin-bottom-0 govuk-!-margin-top-2 govuk-!-display-block'
  button.textContent = 'Start with an empty form'
  button.addEventListener('click', async () => {
    await forget(form)
    location.reload()
  })
  box.append(button)
}
