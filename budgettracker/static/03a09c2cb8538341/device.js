// What this device keeps of forms that were not recorded yet. Of each form: its address, its key, when, whose (a digest),
// and what was typed, encrypted under a key that only the pages of that signed-in person carry. Nothing else is kept.

const PREFIX = 'form:'
const LONGEST = 12 * 60 * 60 * 1000

// Whose pages these are: a digest of the person; 'off' where their authority keeps nothing; 'wipe' after signing out.
export function ownerOf (page) {
  return page.querySelector('meta[name="device"]')?.content ?? ''
}

function names () {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))
  } catch {
    return []
  }
}

function read (name) {
  try {
    return JSON.parse(localStorage.getItem(name))
  } catch {
    return null
  }
}

export function wipe () {
  names().forEach((name) => localStorage.removeItem(name))
}

// On every page: what is too old, somebody else's, or not to be kept any more goes.
export function tidy () {
  const owner = ownerOf(document)
  if (owner === 'wipe' || owner === 'off') return wipe()
  names().forEach((name) => {
    const kept = read(name)
    const age = Date.now() - Number(kept?.at)
    if (!(age >= 0 && age < LONGEST) || (owner && kept.owner !== owner)) localStorage.removeItem(name)
  })
}

export function take (address) {
  const kept = read(PREFIX + address)
  return kept?.owner === ownerOf(document) ? kept : null
}

export function put (address, { key, sealed }) {
  try {
    localStorage.setItem(PREFIX + address, JSON.stringify({ at: Date.now(), owner: ownerOf(document), key, sealed }))
  } catch {
    // The device has no room or keeps nothing: the form goes on without its copy.
  }
}

export function drop (address) {
  try {
    localStorage.removeItem(PREFIX + address)
  } catch {
    // Nothing can be kept here, so nothing was.
  }
}

// Calls back when another tab has taken the copy away: by signing out, or because the form was recorded there.
export function onDropped (address, callback) {
  window.addEventListener('storage', (event) => {
    if (event.key === null || (event.key === PREFIX + address && event.newValue === null)) callback()
  })
}

const bytesOf = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0))
const textOf = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))

// The key as the page carries it lies under a random mask, in two halves, so that compressing pages cannot give it away.
export function keyOf (masked) {
  const both = bytesOf(masked)
  const half = both.length / 2
  const plain = both.slice(0, half).map((byte, at) => byte ^ both[half + at])
  const raw = bytesOf(String.fromCharCode(...plain))
  return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

export async function seal (key, words) {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(JSON.stringify(words)))
  return textOf([...iv, ...new Uint8Array(sealed)])
}

export async function open (key, sealed) {
  const bytes = bytesOf(sealed)
  const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytes.slice(0, 12) }, key, bytes.slice(12))
  return JSON.parse(new TextDecoder().decode(plain))
}
