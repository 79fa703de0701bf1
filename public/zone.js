// Times in the zone of who reads. A page says which zone is its own, and shows that one until somebody chooses otherwise.
const zoneButton = document.getElementById('zone')
const ownZone = zoneButton && zoneUnlike(zoneButton.dataset.zone)
const inOwnZone = () => ownZone !== null && chosenZone() === 'own'
const formats = new Map()

/** The reader's zone, where it is another than the page's. */
function zoneUnlike(zone) {
  const named = (timeZone) => new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone
  return named(zone) === named(undefined) ? null : named(undefined)
}

function chosenZone() {
  try {
    return localStorage.getItem('upfront zone')
  } catch {
    return null
  }
}

if (ownZone) {
  zoneButton.hidden = false
  zoneButton.addEventListener('click', () => {
    try {
      localStorage.setItem('upfront zone', inOwnZone() ? 'page' : 'own')
    } catch {}
    writeTimes()
    nameZone()
  })
}

/** Says at the foot which zone is shown, and offers the other. */
function nameZone() {
  if (!ownZone) return
  const { zone, said, only, use } = zoneButton.dataset
  const [shown, other] = inOwnZone() ? [ownZone, zone] : [zone, ownZone]
  const place = (name) => name.replaceAll('_', ' ')
  const values = { place: place(shown), zone: zoneName(shown, new Date()) }
  document.getElementById('zone-said').textContent = fill(values.place === values.zone ? only : said, values)
  zoneButton.textContent = fill(use, { place: place(other) })
}

/** A time as it is shown, and as the other zone has it (null where there is no other). */
function clocksOf(time) {
  time.dataset.page ??= time.textContent
  if (!ownZone) return [time.dataset.page, null]
  const own = written(new Date(time.dateTime), time.dataset.as, time.dataset.by)
  return inOwnZone() ? [own, time.dataset.page] : [time.dataset.page, own]
}

/** As the server writes it, in the reader's zone: `near` leaves out the day where that is the day of `by`. */
function written(at, as, by) {
  const { zoned, dated, weekday } = zoneButton.dataset
  const time = fill(zoned, { clock: formatted(at, clockParts), zone: zoneName(ownZone, at) })
  if (as === 'clock') return time
  const today = by ?? document.querySelector('#published time')?.dateTime
  const [day, now] = [at, new Date(today)].map((date) => formatted(date, dayParts))
  if (as === 'near' && day === now) return time
  if (as !== 'day') return fill(dated, { date: day, time })
  const date = formatted(at, { day: 'numeric', month: 'long' })
  return fill(dated, { date: fill(weekday, { weekday: formatted(at, { weekday: 'long' }), date }), time })
}

const clockParts = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
const dayParts = { day: 'numeric', month: 'long', year: 'numeric' }

/** Each language knows the short names of its own part of the world only; each English of its own. */
function zoneName(timeZone, at) {
  const locales = [zoneButton.dataset.locale, 'en-US', 'en-GB', 'en-AU', 'en-IN', 'en-ZA', 'en-NZ']
  const names = locales.map((locale) =>
    formatter({ timeZoneName: 'short' }, timeZone, locale)
      .formatToParts(at)
      .find(({ type }) => type === 'timeZoneName'),
  )
  return (names.find(({ value }) => !/[+\-−]\d/.test(value)) ?? names[0]).value
}

const formatted = (at, parts) => formatter(parts, ownZone, zoneButton.dataset.locale).format(at)

/** They are slow to make. */
function formatter(parts, timeZone, locale) {
  const key = [Object.values(parts), timeZone, locale].join()
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale, { timeZone, ...parts }))
  return formats.get(key)
}

// What page.js uses of this.
window.zones = { clocksOf, nameZone }
