import type { IncomingMessage, ServerResponse } from 'node:http'
import type { KeptAccess } from '../access/kept.ts'
import { recognise } from '../access/reader-of.ts'
import type { Reader } from '../audiences/reader.ts'
import type { Events } from './events.ts'
import { chooseLanguage } from './languages/choose.ts'
import { pathIn } from './languages/documents.ts'
import { inLanguage, missingIn } from './reader-language.ts'
import type { Search } from './search/answer.ts'
import type { Entry } from './site/entry.ts'
import { createPrivate, createTurnedAway } from './site/private.ts'
import type { Site } from './site/site.ts'
import type { View } from './views.ts'
import { type Asked, write } from './write-answer.ts'

export type GateOptions = {
  /** Null: anybody reads the page, and nobody signs in. */
  accessOf: (site: Site) => KeptAccess | null
  /** What a reader may see of a page. Everything when absent. */
  viewFor?: (site: Site, reader: Reader) => View | Promise<View>
  secret: Buffer
  now: () => Date
  /** Whose request it is, through the proxies we trust. */
  clientOf: (req: IncomingMessage) => string
  /** The router's paths, below the page's prefix. */
  routed: (path: string) => boolean
  /** Hears which private feed was read. */
  used?: (feed: string) => void
  events: Events
}

/** Where somebody wants to go. */
export type Going = {
  site: Site
  /** Below the page. */
  path: string
  /** With the page's prefix. */
  full: string
  query: string
  asked: Asked
}

export type AtTheGate = Going & {
  /** Answers `/search` from what the reader may see. */
  search?: Search | undefined
  req: IncomingMessage
  res: ServerResponse
}

/** `open`: the answer is the one that everybody gets. `shared`: the same, while others get another. */
export type Free = 'open' | 'shared'

export type Gate = {
  /** Who asks does not matter, by what they say of themselves; null where it may. */
  free: (going: Going) => Free | null
  /** The same for everybody else, once `free` has said nothing. `routed`: the router answers. */
  pass: (at: AtTheGate) => 'shared' | 'answered' | 'routed'
}

/** Lets readers in, or shows them the door. Needs no database: a page is read while there is none. */
export function createGate({ accessOf, viewFor = (site) => site, ...options }: GateOptions): Gate {
  const { secret, now, clientOf, routed, used, events } = options
  const ownAnswer = createPrivate()
  const turnedAway = createTurnedAway()

  function free(going: Going): Free | null {
    const { site, path, asked } = going
    const access = accessOf(site)
    if (!access) return 'open'
    if (access.private || asked.cookie !== undefined || (routed(path) && !isOfThePage(site, path))) return null
    return isForPrograms(path) && tokenIn(going) !== null ? null : 'shared'
  }

  function pass(at: AtTheGate): ReturnType<Gate['pass']> {
    const { site, path, full, asked, req, res } = at
    const access = accessOf(site)
    if (!access) return 'shared'
    if (routed(path) && !isOfThePage(site, path)) return 'routed'
    const token = isForPrograms(path) ? tokenIn(at) : null
    const known = recognise(secret, access, {
      cookie: asked.cookie,
      token,
      ip: clientOf(req),
      now: now().getTime(),
    })
    if (!known.reader.admitted || (token !== null && !known.feed)) {
      void turnAway(at)
      return 'answered'
    }
    if (!access.private && !known.session && !known.feed) return 'shared'
    if (known.feed) used?.(known.feed.id)
    const prefix = full.slice(0, full.length - path.length)
    if (known.session && isDoor(path)) return redirect(res, `${prefix}/sign-in/you`)
    const view = viewFor(site, known.reader)
    if (view === site && !access.private) return 'shared'
    if (view instanceof Promise)
      view.then(
        (made) => answer(at, made, prefix),
        () => notNow(res),
      )
    else answer(at, view, prefix)
    return 'answered'
  }

  function answer(came: AtTheGate, view: View, prefix: string) {
    const { site, search, req, res } = came
    // What only some may see was not found in anybody's languages.
    const languages = site.languages()
    const path = languages ? inLanguage(view, languages, came.path, came.asked) : came.path
    const at = { ...came, path }
    if (path === '/events') events.open(view, req, res, false)
    else if (search && path.endsWith('/search') && view.has(path))
      search.open(ownView(view), { slug: site.slug, path }, req, res)
    else show(at, view, prefix)
  }

  /** The files that an answer is made of, as their reader would get them: it takes over their headers. */
  function ownView(view: View): Pick<View, 'find'> {
    const find = async (path: string) => {
      const entry = await view.find(path)
      return entry && ownAnswer(entry)
    }
    return { find }
  }

  function show(at: AtTheGate, view: View, prefix: string) {
    const entry = view.hot(at.path)
    if (entry) write(ownAnswer(entry), at.asked, at.req.method!, at.res)
    else void showLater(at, view, prefix)
  }

  async function showLater({ site, path, asked, req, res }: AtTheGate, view: View, prefix: string) {
    const entry = view.has(path) ? await found(view, path) : null
    if (entry) return write(ownAnswer(entry), asked, req.method!, res)
    const plain = path.replace(/(\/index)?\.html$/, '').replace(/\/$/, '') || '/'
    if (plain !== path && plain !== '/404' && view.has(plain)) return redirect(res, prefix + plain)
    const missing = await found(view, missingIn(site.languages(), path, asked))
    if (missing) write(ownAnswer(missing), asked, req.method!, res)
    else notNow(res)
  }

  /** The same bytes for every path, whether it exists or not: programs are told in a line, people where to sign in. */
  async function turnAway({ site, path, asked, req, res }: AtTheGate) {
    const door = await found(site, doorIn(site, asked.language))
    // Whether there is something at the path in the reader's language must not show in the headers either.
    const same = { ...asked, negotiated: false }
    const asset = path.startsWith('/assets/') && door && isOfTheDoor(door, path) ? await found(site, path) : null
    if (asset) write(asset, same, req.method!, res)
    else if (isForPrograms(path)) {
      res.writeHead(401, programsAnswer)
      res.end(req.method === 'HEAD' ? undefined : programsText)
    } else if (door) write(turnedAway(door), same, req.method!, res)
    else notNow(res)
  }

  return { free, pass }
}

const found = async (view: View, path: string) => view.hot(path) ?? (await view.find(path).catch(() => null))

/** Paths of the router's that are published files all the same. Which assets there are tells nothing: hashes name them. */
const isOfThePage = (site: Site, path: string) =>
  path === '/subscribe' || path === '/sign-in' || (path.startsWith('/assets/') && site.has(path))

/** What feed readers, calendars and programs ask for, and people do not look at. */
const isForPrograms = (path: string) =>
  /\.(json|rss|atom|ics|svg|js|xml|txt|png)$/.test(path) || /^\/(api\/|events$|embed$)/.test(path)

const isDoor = (path: string) => /^(\/[a-z-]{2,12})?\/sign-in$/i.test(path)

/** The sign-in page in the reader's language, whatever the path. */
function doorIn(site: Site, accepted: string | undefined): string {
  const languages = site.languages()
  if (!languages) return '/sign-in'
  const lang = chooseLanguage(languages.offered, languages.own, accepted)
  const path = pathIn(lang, '/sign-in')
  return lang !== languages.own && site.has(path) ? path : '/sign-in'
}

/** What the sign-in page is made of, and fonts that its style sheet may name. */
const isOfTheDoor = (door: Entry, path: string) => /\.woff2?$/.test(path) || door.bodies.plain.includes(path)

function tokenIn({ path, query, asked }: Going): string | null {
  if (path === '/embed') return null
  const [, bearer] = /^Bearer +([\x21-\x7e]{1,200}) *$/i.exec(asked.authorization ?? '') ?? []
  return bearer ?? (query.includes('token=') ? new URLSearchParams(query).get('token') : null)
}

const programsText = 'Sign in, or use the address of a private feed.\n'
const programsAnswer = [
  ...['Content-Type', 'text/plain; charset=utf-8', 'Content-Length', String(programsText.length)],
  ...['Cache-Control', 'private, no-store', 'Vary', 'Cookie, Authorization', 'WWW-Authenticate', 'Bearer'],
  ...['X-Content-Type-Options', 'nosniff', 'Cross-Origin-Resource-Policy', 'same-origin'],
]

function redirect(res: ServerResponse, to: string): 'answered' {
  res.writeHead(303, ['Location', to, 'Cache-Control', 'private, no-store', 'Content-Length', '0'])
  res.end()
  return 'answered'
}

function notNow(res: ServerResponse) {
  res.writeHead(503, ['Content-Type', 'text/plain; charset=utf-8', 'Retry-After', '10', 'Cache-Control', 'no-store'])
  res.end('This page is being prepared. Please try once more in a moment.\n')
}
