// Entry point: GOV.UK's components, then our own. Every page works without any of it.
import { copies } from './copy.js'
import { days } from './days.js'
import { tidy, wipe } from './device.js'
import { initAll } from './govuk-frontend.min.js'
import { keep } from './keep.js'
import { sendOnce } from './once.js'
import { reveal } from './reveal.js'
import { tellRoom } from './room.js'
import { sendHere } from './send.js'
import { week } from './week.js'

// `restores`: forms kept on the device come back, unless the server has filled the form itself.
function begin (restores) {
  const all = (what, deed) => document.querySelectorAll(what).forEach(deed)
  initAll()
  all('form[method="post"]', sendOnce)
  all('[data-room-url]', tellRoom)
  all('[data-days]', days)
  all('[data-copy]', copies)
  all('[data-reveal-for]', reveal)
  all('[data-week]', week)
  all('form[data-keep]', (form) => keep(form, restores))
  // Last, so that whatever else listens has settled what is sent.
  all('form[data-here]', (form) => sendHere(form, begin))
  all('form[action$="/sign-out"]', (form) => form.addEventListener('submit', wipe))
}

tidy()
begin(!new URLSearchParams(location.search).has('kept'))
