// Shows the state of a status page on another site: docs/embedding.md. It trusts nothing there, and never throws.
;(() => {
  const script = document.currentScript
  if (!script?.src) return
  const base = script.src.replace(/embed\.js.*$/, '')
  const said = (name, otherwise) => script.getAttribute(`data-${name}`) || otherwise
  const form = said('form', 'corner')
  const always = said('show', form === 'inline' ? 'always' : 'problems') === 'always'
  const wanted = said('lang', document.documentElement.lang || navigator.language)
    .slice(0, 2)
    .toLowerCase()
  const key = `upfront ${base}`
  let host = null
  let shown = ''
  let failures = 0

  // A look a minute costs least: caches answer it, and 304 most of the time. Nobody looks while nobody sees.
  async function look() {
    let text = ''
    try {
      const options = { __proto__: null, credentials: 'omit', signal: AbortSignal.timeout(10000) }
      const answer = await fetch(`${base}embed.json`, options)
      if (answer.ok) text = await answer.text()
      failures = text ? 0 : failures + 1
    } catch {
      failures++
    }
    try {
      if (text || failures > 2) show(text)
    } catch {}
    setTimeout(next, (54000 + Math.random() * 12000) * 2 ** (failures < 4 ? failures : 4))
  }

  function next() {
    if (document.hidden) document.addEventListener('visibilitychange', next, { __proto__: null, once: true })
    else look()
  }

  // What cannot be read any more is taken away: nobody knows whether it still holds.
  function show(text) {
    if (text === shown && (!host || host.isConnected)) return
    const state = text ? JSON.parse(text) : null
    if (host) host.remove()
    host = null
    shown = text
    if (!state || closed() === text || (!always && state.tone === 'working')) return
    host = document.createElement('upfront-status')
    const root = host.attachShadow({ __proto__: null, mode: 'open' })
    root.adoptedStyleSheets = [sheet]
    root.appendChild(box(state))
    if (form === 'inline') {
      const target = said('target') && document.querySelector(said('target'))
      if (target) target.appendChild(host)
      else script.parentNode.insertBefore(host, script)
    } else document.body.insertBefore(host, form === 'banner' ? document.body.firstChild : null)
  }

  function box({ tone, open, own, words }) {
    const lang = Object.hasOwn(words, wanted) ? wanted : own
    const { label, what, details, close: closing, rtl } = words[lang]
    const all = make(
      'section',
      `${form} ${said('position', rtl ? 'bottom-left' : 'bottom-right')} ${said('theme', 'light')}`,
    )
    all.setAttribute('aria-label', label)
    all.lang = lang
    all.dir = rtl ? 'rtl' : 'ltr'
    const news = make('div', '')
    news.setAttribute('role', 'status')
    news.appendChild(make('b', '', what))
    for (let i = 0; i < open.length; i++) news.appendChild(link(open[i].title, `incidents/${open[i].id}`))
    all.appendChild(make('i', tone))
    all.appendChild(news)
    if (!open.length) all.appendChild(link(details, ''))
    if (form !== 'inline') {
      const button = make('button', '', '×')
      button.type = 'button'
      button.setAttribute('aria-label', closing)
      button.addEventListener('click', close)
      all.addEventListener('keydown', (event) => event.key === 'Escape' && close())
      all.appendChild(button)
    }
    return all
  }

  function make(name, className, text) {
    const element = document.createElement(name)
    element.className = className
    if (text) element.textContent = text
    return element
  }

  function link(text, path) {
    const a = make('a', '', text)
    a.href = base + path
    a.target = '_blank'
    a.rel = 'noopener'
    a.dir = 'auto'
    return a
  }

  // Until something else is to be told, in this tab.
  function close() {
    try {
      sessionStorage.setItem(key, shown)
    } catch {}
    host.remove()
  }

  function closed() {
    try {
      return form !== 'inline' && sessionStorage.getItem(key)
    } catch {}
  }

  let sheet
  try {
    sheet = new CSSStyleSheet()
    sheet.replaceSync(`
:host{all:initial!important;display:block!important}
section{--ground:#fff;--ink:#1c1e22;--line:#d8d4cb;display:flex;gap:10px;align-items:flex-start;box-sizing:border-box;padding:12px 16px;font:14px/1.45 system-ui,sans-serif;color:var(--ink);background:var(--ground);border:1px solid var(--line);border-radius:10px;overflow-wrap:anywhere}
.dark{--ground:#1b1e23;--ink:#eae8e3;--line:#3a3f48}
@media(prefers-color-scheme:dark){.auto{--ground:#1b1e23;--ink:#eae8e3;--line:#3a3f48}}
.corner{position:fixed;z-index:2147483000;max-width:min(360px,calc(100vw - 32px));box-shadow:0 4px 24px #0003}
.bottom-right,.bottom-left{bottom:16px}.top-right,.top-left{top:16px}
.corner.bottom-right,.corner.top-right{right:16px}.corner.bottom-left,.corner.top-left{left:16px}
.banner{border-width:0 0 1px;border-radius:0}
.inline{display:inline-flex}
div{flex:1;display:flex;flex-direction:column;align-items:flex-start}
b{font-weight:600}
a{padding:2px 0;color:inherit;text-underline-offset:.2em}b,a{line-height:1.5}
i{flex:none;width:10px;height:10px;margin-top:5px;border-radius:5px;background:#7a7f87}
.working{background:#2a9d5c}.degraded{background:#b98900}.partial{background:#dd6b20}.major{border-radius:1px;background:#dc3f3f}.maintenance{background:#3b7ddd}
button{flex:none;width:28px;height:28px;margin:-4px -8px -4px 0;padding:0;border:0;border-radius:6px;font:20px/1 system-ui,sans-serif;color:inherit;background:none;cursor:pointer}
:focus-visible{outline:2px solid;outline-offset:2px}
@media(prefers-reduced-motion:no-preference){.corner{animation:in .25s ease-out}@keyframes in{from{opacity:0;transform:translateY(8px)}}}
@media print{section{display:none}}`)
  } catch {
    return
  }
  if (document.body) next()
  else document.addEventListener('DOMContentLoaded', next)
})()
