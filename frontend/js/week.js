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

const KINDS = ['c', 'p', 't']

// What the page showed in a row's boxes: seven minutes a kind, those empty at the end left out.
function shown (row) {
  const kinds = (row.querySelector('[name="was"]')?.value ?? '').split(';')
  return Object.fromEntries(KINDS.map((kind, at) => [kind, (kinds[at] ?? '').split(',').map(Number)]))
}

export function week (table) {
  const form = table.closest('form')
  const upTo = (count) => Array.from({ length: count }, (_, at) => at)
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => row.querySelector('[data-saved]'))
  // Every box with its row, its day and what it held.
  const boxes = rows.flatMap((row, at) => {
    const was = shown(row)
    return upTo(7).flatMap((day) => [...row.cells[day + 1].querySelectorAll('input')].map((box) => ({
      box, row: at, day, first: box.parentElement.tagName === 'TD', was: was[box.name[0]]?.[day] || 0
    })))
  })
  const totals = [...table.tFoot.rows[0].cells].slice(1)
  const isChanged = ({ box, was }) => minutesOf(box.value) !== was
  const now = ({ box, was }) => minutesOf(box.value) ?? was
  const more = (some) => some.reduce((sum, each) => sum + now(each) - each.was, 0)

  function show (cell, added) {
    const minutes = Math.max(0, Number(cell.dataset.saved) + added)
    cell.textContent = minutes ? short(minutes) : ''
  }

  function add () {
    rows.forEach((row, at) => {
      const ofRow = boxes.filter((each) => each.row === at)
      show(row.querySelector('[data-saved]'), more(ofRow))
      upTo(7).forEach((day) => {
        const others = ofRow.filter((each) => each.day === day && !each.first)
        const minutes = others.reduce((sum, each) => sum + now(each), 0)
        if (others.length === 2) row.cells[day + 1].querySelector('small').textContent = minutes ? `+${short(minutes)}` : ''
      })
    })
    upTo(7).forEach((day) => show(totals[day], more(boxes.filter((each) => each.day === day))))
    show(totals[7], more(boxes))
  }

  function move (event) {
    const from = boxes.find(({ box }) => box === event.target)
    if (!from || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    const { selectionStart: begin, selectionEnd: end, value } = event.target
    const seen = boxes.filter(({ box }) => box.offsetParent)
    const column = seen.filter(({ day }) => day === from.day)
    const line = seen.filter(({ box, row }) => row === from.row && box.name[0] === from.box.name[0])
    const beside = (list, step) => list[list.indexOf(from) + step]
    const ways = {
      ArrowUp: () => beside(column, -1),
      ArrowDown: () => beside(column, 1),
      ArrowLeft: () => begin === 0 && end === 0 && beside(line, -1),
      ArrowRight: () => begin === value.length && end === value.length && beside(line, 1)
    }
    const next = ways[event.key]?.()
    if (!next) return
    event.preventDefault()
    next.box.focus()
    next.box.select()
  }

  table.addEventListener('input', add)
  table.addEventListener('keydown', move)
  form.addEventListener('submit', (event) => {
    if (event.defaultPrevented) return
    boxes.filter((each) => !isChanged(each)).forEach(({ box }) => { box.disabled = true })
  })
  const wake = () => {
    boxes.forEach(({ box }) => { box.disabled = false })
    add()
  }
  // Coming back with the browser's Back button, or staying because nothing could be sent.
  window.addEventListener('pageshow', wake)
  form.addEventListener('freed', wake)
  window.addEventListener('beforeunload', (event) => {
    const begun = [...table.querySelectorAll('select')].some((list) => list.selectedIndex > 0)
    if (form.isConnected && !form.dataset.sent && (begun || boxes.some(isChanged))) event.preventDefault()
  })
  add()
}
