// My week: totals while one types, arrows from cell to cell, and only changed cells sent. The server decides the rest.

const LONGEST = 40

// The minutes of a typed time; null when it cannot be read or must be asked. Says the same as the server's rules.
export function minutesOf (text) {
  const typed = text.trim().toLowerCase()
  if (!typed) return 0
  if (typed.length > LONGEST) return null
  const plain = withPoint(typed.replace(/(?<=[0-9])\s+(?=[a-z:])|(?<=[a-z:])\s+(?=[0-9])/g, ''))
  const reading = READ.map(([shape, read]) => [plain.match(shape), read]).find(([match]) => match)
  const minutes = reading ? reading[1](reading[0]) : null
  return minutes === null || minutes > 1440 ? null : minutes
}

const HOURS = '(?:h|hr|hrs|hour|hours)'
const MINUTES = '(?:m|min|mins|minute|minutes)'
const READ = [
  [/^([0-9]+)$/, ([, number]) => +number <= 8 ? number * 60 : +number <= 24 ? null : +number],
  [/^([0-9]*):([0-9]{2})$/, ([, hours, minutes]) => together(hours, minutes)],
  [new RegExp(`^([0-9]*)\\.([0-9]+)(${HOURS})?$`), decimal],
  [new RegExp(`^([0-9]+)${MINUTES}$`), ([, minutes]) => +minutes],
  [new RegExp(`^([0-9]+)${HOURS}(?:([0-9]+)${MINUTES}?)?$`), ([, hours, minutes]) => together(hours, minutes ?? '0')]
]

// One comma before one or two last figures is a decimal comma: many keypads have no point.
function withPoint (typed) {
  return /^[^.,]*,[^.,]*$/.test(typed) ? typed.replace(/,(?=[0-9]{1,2}(?![0-9]))/, '.') : typed
}

function together (hours, minutes) {
  return minutes.length > 2 || +minutes > 59 ? null : hours * 60 + +minutes
}

function decimal ([, hours, part, saysHours]) {
  if (!saysHours && part.length === 2 && +part < 60 && part !== '00' && part !== '25') return null
  const sixtieths = part * 60
  const scale = 10 ** part.length
  return sixtieths % scale ? null : hours * 60 + sixtieths / scale
}

function short (minutes) {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (!hours) return `${rest}m`
  return rest ? `${hours}h${String(rest).padStart(2, '0')}` : `${hours}h`
}

export function week (table) {
  const form = table.closest('form')
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => row.querySelector('[data-saved]'))
  const boxes = rows.map((row) => [...row.cells].slice(1, 8).map((cell) => cell.querySelector('input')))
  const was = rows.map((row) => (row.querySelector('[name="was"]')?.value ?? '0,0,0,0,0,0,0').split(',').map(Number))
  const totals = [...table.tFoot.rows[0].cells].slice(1)
  const changed = (row, day) => minutesOf(boxes[row][day].value) !== was[row][day]
  const more = (row, day) => boxes[row][day] ? (minutesOf(boxes[row][day].value) ?? was[row][day]) - was[row][day] : 0
  const upTo = (count) => Array.from({ length: count }, (_, at) => at)

  function show (cell, added) {
    const minutes = Math.max(0, Number(cell.dataset.saved) + added)
    cell.textContent = minutes ? short(minutes) : ''
  }

  function add () {
    const byDay = upTo(7).map((day) => upTo(rows.length).reduce((sum, row) => sum + more(row, day), 0))
    upTo(rows.length).forEach((row) => {
      show(rows[row].querySelector('[data-saved]'), upTo(7).reduce((sum, day) => sum + more(row, day), 0))
    })
    byDay.forEach((added, day) => show(totals[day], added))
    show(totals[7], byDay.reduce((sum, added) => sum + added, 0))
  }

  function move (event) {
    const row = boxes.findIndex((line) => line.includes(event.target))
    if (row < 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    const day = boxes[row].indexOf(event.target)
    const { selectionStart: from, selectionEnd: to, value } = event.target
    const ways = {
      ArrowUp: upTo(row).reverse().map((at) => boxes[at][day]),
      ArrowDown: boxes.slice(row + 1).map((line) => line[day]),
      ArrowLeft: from === 0 && to === 0 ? boxes[row].slice(0, day).reverse() : [],
      ArrowRight: from === value.length && to === value.length ? boxes[row].slice(day + 1) : []
    }
    const next = ways[event.key]?.find((box) => box)
    if (!next) return
    event.preventDefault()
    next.focus()
    next.select()
  }

  const all = () => upTo(rows.length).flatMap((row) => upTo(7).map((day) => [row, day])).filter(([row, day]) => boxes[row][day])

  table.addEventListener('input', add)
  table.addEventListener('keydown', move)
  form.addEventListener('submit', (event) => {
    if (event.defaultPrevented) return
    all().filter(([row, day]) => !changed(row, day)).forEach(([row, day]) => { boxes[row][day].disabled = true })
  })
  const wake = () => {
    all().forEach(([row, day]) => { boxes[row][day].disabled = false })
    add()
  }
  // Coming back with the browser's Back button, or staying because nothing could be sent.
  window.addEventListener('pageshow', wake)
  form.addEventListener('freed', wake)
  window.addEventListener('beforeunload', (event) => {
    const left = form.isConnected && !form.dataset.sent && all().some(([row, day]) => changed(row, day))
    if (left) event.preventDefault()
  })
  add()
}
