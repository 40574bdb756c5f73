// Sends a form without leaving its page, so that no signal, a busy server or a session that ended loses nothing. What
// the server refuses takes the place of this page in the browser's history: Back meets no question about sending twice.

import { ownerOf } from './device.js'
import { forget, keeps, remember } from './keep.js'
import { note, unnote } from './note.js'
import { free } from './once.js'

const PATIENCE = 30_000
const NO_SIGNAL = 'There is no signal, so we do not know whether this arrived. What you typed stays here. ' +
  'It is sent again when the signal is back, and recorded once.'
const NO_ANSWER = 'No answer came, so we do not know whether this arrived. What you typed stays here. ' +
  'Send it again: it is recorded once.'
const BUSY = 'The tracker is busy or being updated. What you typed stays here. Wait a moment and send it again: it is recorded once.'
const SIGNED_OUT = 'You are signed out. What you typed stays here. Sign in again in another tab, come back, and send it once more.'
const SOMEBODY_ELSE = 'Somebody else is signed in in this browser now, so this was not sent.'

// `begin` wakes the parts of a page that takes this one's place.
export function sendHere (form, begin) {
  form.addEventListener('submit', (event) => {
    if (event.defaultPrevented) return
    event.preventDefault()
    unnote(form)
    send(form, event.submitter, begin)
  })
}

async function send (form, button, begin, again = false) {
  const address = new URL(button?.getAttribute('formaction') || form.getAttribute('action') || '', document.baseURI)
  const body = bodyOf(form, button)
  remember(form, true)
  try {
    const reply = await fetch(address, {
      method: 'POST',
      body,
      headers: { 'X-Form': 'fetched', Accept: 'text/html' },
      credentials: 'same-origin',
      signal: body instanceof FormData ? undefined : AbortSignal.timeout?.(PATIENCE)
    })
    const ledTo = reply.headers.get('X-Form-Led-To')
    if (ledTo !== null) await leave(form, new URL(ledTo, document.baseURI))
    else if (reply.headers.get('X-Form') === 'stale' && !again) await renew(form, button, begin)
    else if (reply.status === 502 || reply.status === 503 || reply.status === 504) stay(form, BUSY)
    else show(await reply.text(), reply.url, begin)
  } catch {
    stay(form, navigator.onLine ? NO_ANSWER : NO_SIGNAL)
    if (!navigator.onLine) sendWhenBack(form, button)
  }
}

// Line ends as a browser sends them by itself, so that the same form is the same content whichever way it travels.
function bodyOf (form, button) {
  const data = new FormData(form)
  if (button?.name) data.append(button.name, button.value)
  if (form.enctype === 'multipart/form-data') return data
  return new URLSearchParams([...data].map(([name, text]) => [name, String(text).replace(/\r?\n/g, '\r\n')]))
}

async function leave (form, to) {
  if (to.pathname !== '/sign-in') await forget(form)
  if (to.pathname + to.search === location.pathname + location.search) location.reload()
  else location.replace(to)
}

function stay (form, words) {
  free(form)
  note(form, words)
}

function sendWhenBack (form, button) {
  let changed = false
  form.addEventListener('input', () => { changed = true }, { once: true })
  window.addEventListener('online', () => {
    if (form.isConnected && !changed && !form.dataset.sent) form.requestSubmit(button)
  }, { once: true })
}

// The page's token is too old, or its session is over. A fresh page of the same person has a token that fits.
async function renew (form, button, begin) {
  const reply = await fetch(location.href, { credentials: 'same-origin', headers: { Accept: 'text/html' } })
  const page = new DOMParser().parseFromString(await reply.text(), 'text/html')
  const owner = ownerOf(page)
  if (owner && owner !== ownerOf(document)) return stay(form, SOMEBODY_ELSE)
  const token = page.querySelector('input[name="csrf_token"]')?.value
  if (owner && token) {
    form.elements.csrf_token.value = token
    return send(form, button, begin, true)
  }
  if (!keeps(form)) return stay(form, SIGNED_OUT)
  await remember(form)
  const next = location.pathname + location.search
  location.replace(`/sign-in?${new URLSearchParams({ next, ended: '1' })}`)
}

function show (html, address, begin) {
  const page = new DOMParser().parseFromString(html, 'text/html')
  // What the frame's own script has written there: that scripts run.
  page.body.className = document.body.className
  document.title = page.title
  document.body.replaceWith(document.adoptNode(page.body))
  history.replaceState(history.state, '', address)
  window.scrollTo(0, 0)
  begin(false)
}
