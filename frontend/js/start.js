// Entry point: GOV.UK's components, then our own. Every page works without any of it.
import { initAll } from './govuk-frontend.min.js'
import { sendOnce } from './once.js'
import { reveal } from './reveal.js'
import { tellRoom } from './room.js'
import { week } from './week.js'

initAll()
document.querySelectorAll('form[method="post"]').forEach(sendOnce)
document.querySelectorAll('[data-room-url]').forEach(tellRoom)
document.querySelectorAll('[data-reveal-for]').forEach(reveal)
document.querySelectorAll('[data-week]').forEach(week)
