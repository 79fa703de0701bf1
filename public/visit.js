// Chat, and the counting of visits. Nothing of anybody else's is asked for before the reader wants it.
const { page, chat, counts } = document.getElementById('visit').dataset
const root = document.documentElement
const providers = JSON.parse(counts ?? '[]')
const asking = providers.filter(({ asks }) => asks)
// An answer holds for those whom it was given for.
const named = asking.map(({ provider, id }) => `${provider}:${id}`).join()
const place = `upfront-visit-${page}`

function script(address, attributes = {}) {
  const element = document.createElement('script')
  element.async = true
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.src = address
  document.head.append(element)
  return element
}

/** Each as its vendor's snippet has it, without the inline script. */
const counters = {
  // https://developers.google.com/tag-platform/gtagjs
  ga4({ id }) {
    window.dataLayer = window.dataLayer ?? []
    window.gtag = function () {
      // biome-ignore lint/complexity/noArguments: gtag.js tells its own calls by the object's kind.
      window.dataLayer.push(arguments)
    }
    window.gtag('js', new Date())
    window.gtag('config', id, { allow_google_signals: false, allow_ad_personalization_signals: false })
    script(`https://www.googletagmanager.com/gtag/js?id=${id}`)
  },
  // https://plausible.io/docs/plausible-script
  plausible: ({ id, host }) => script(`${host}/js/script.js`, { 'data-domain': id }),
  // https://developer.matomo.org/guides/tracking-javascript-guide
  matomo({ id, host }) {
    const calls = [['disableCookies'], ['setTrackerUrl', `${host}/matomo.php`], ['setSiteId', id], ['trackPageView']]
    window._paq = [...(window._paq ?? []), ...calls, ['enableLinkTracking']]
    script(`${host}/matomo.js`)
  },
  // https://usefathom.com/docs/script/embed
  fathom: ({ id }) => script('https://cdn.usefathom.com/script.js', { 'data-site': id }),
}

/** Each loads and opens; `show` opens it again. */
const chats = {
  // https://developers.intercom.com/installing-intercom/web/installation
  intercom: {
    load(id) {
      window.intercomSettings = { app_id: id }
      window.Intercom = queue('q', (...call) => call)
      script(`https://widget.intercom.io/widget/${id}`)
      window.Intercom('show')
    },
    show: () => window.Intercom('show'),
  },
  // https://developer.helpscout.com/beacon-2/web/javascript-api/
  helpscout: {
    load(id) {
      window.Beacon = queue('readyQueue', (method, options, data) => ({ method, options, data }))
      script('https://beacon-v2.helpscout.net')
      window.Beacon('init', id)
      window.Beacon('open')
    },
    show: () => window.Beacon('open'),
  },
  // https://developer.zendesk.com/api-reference/widget-messaging/web/core/
  zendesk: {
    load(id) {
      const element = script(`https://static.zdassets.com/ekr/snippet.js?key=${id}`, { id: 'ze-snippet' })
      element.addEventListener('load', () => chats.zendesk.show())
    },
    show: () => window.zE?.('messenger', 'open'),
  },
  // https://docs.crisp.chat/guides/chatbox-sdks/web-sdk/
  crisp: {
    load(id) {
      window.$crisp = [['do', 'chat:open']]
      window.CRISP_WEBSITE_ID = id
      script('https://client.crisp.chat/l.js')
    },
    show: () => window.$crisp.push(['do', 'chat:open']),
  },
  // https://developer.tawk.to/jsapi/
  tawk: {
    load(id) {
      window.Tawk_API = { onLoad: () => window.Tawk_API.maximize() }
      window.Tawk_LoadStart = new Date()
      script(`https://embed.tawk.to/${id}`, { crossorigin: '*' })
    },
    show: () => window.Tawk_API.maximize?.(),
  },
}

/** Calls are kept until the vendor's script takes them. */
function queue(name, entry) {
  const calls = (...call) => calls[name].push(entry(...call))
  calls[name] = []
  return calls
}

let opened = false
function openChat() {
  const { provider, id } = JSON.parse(chat)
  if (opened) chats[provider].show()
  else chats[provider].load(id)
  opened = true
}

function ask(focus) {
  const box = document.getElementById('ask')
  box.hidden = false
  if (focus) box.focus()
}

function answered(what) {
  const before = answer()
  keep(what)
  const box = document.getElementById('ask')
  const inside = box.contains(document.activeElement)
  box.hidden = true
  if (inside) document.querySelector('.end [data-visit="choose"]')?.focus({ preventScroll: true })
  if (what === 'yes' && before !== 'yes') count()
  if (what === 'no' && before === 'yes') stop()
}

function count() {
  for (const one of asking) counters[one.provider](one)
}

/** What runs cannot be taken back: what it kept is removed, and the page begins anew without it. */
function stop() {
  const hosts = location.hostname.split('.').map((_, i, all) => `;domain=${all.slice(i).join('.')}`)
  for (const [name] of document.cookie.matchAll(/(?<=^|; )_(?:ga|pk)[^=]*/g))
    for (const host of ['', ...hosts]) {
      // biome-ignore lint/suspicious/noDocumentCookie: the other interface is new in Firefox and Safari.
      document.cookie = `${name}=;max-age=0;path=/${host}`
    }
  location.reload()
}

// Where nothing can be kept, the question comes again, and nothing counts until then.
function answer() {
  try {
    const [what, of] = localStorage.getItem(place)?.split(' ') ?? []
    return what === 'no' || (what === 'yes' && of === named) ? what : null
  } catch {
    return null
  }
}

function keep(what) {
  try {
    localStorage.setItem(place, `${what} ${named}`)
  } catch {
    // A browser that keeps nothing is asked again.
  }
}

addEventListener('click', ({ target }) => {
  const what = target.closest?.('[data-visit]')?.dataset.visit
  if (what === 'chat') openChat()
  else if (what === 'choose') ask(true)
  else if (what) answered(what)
})

if (chat) root.dataset.chat = 'ready'
// https://www.w3.org/TR/gpc/ and its elder: the browser has answered for its reader, with no.
const refuses = navigator.globalPrivacyControl === true || navigator.doNotTrack === '1'
if (!refuses) {
  for (const one of providers) if (!one.asks) counters[one.provider](one)
  if (asking.length > 0) root.dataset.asks = 'ready'
  if (asking.length > 0 && answer() === null) ask(false)
  if (answer() === 'yes') count()
}
