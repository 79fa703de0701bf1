export type Component = { name: string; properties: Map<string, string[]>; parts: Component[] }

/** Reads a calendar for tests, and throws wherever it is not as RFC 5545 demands. */
export function readCalendar(file: string): { events: Event[] } {
  const root = treeOf(unfolded(file))
  demand(root, { once: ['PRODID', 'VERSION'], atMost: ['CALSCALE', 'METHOD', 'NAME'] })
  check(root.parts.length > 0, 'a calendar holds at least one component (3.6)')
  return { events: root.parts.filter(({ name }) => name === 'VEVENT').map(eventOf) }
}

export type Event = ReturnType<typeof eventOf>

/** Section 3.1: lines end with CRLF and have 75 octets at most; those that begin with a space continue. */
function unfolded(file: string): string[] {
  check(file.isWellFormed() && file.endsWith('\r\n'), 'the file ends with CRLF')
  const lines = file.slice(0, -2).split('\r\n')
  for (const line of lines) {
    check(!/[\u0000-\u0008\u000a-\u001f\u007f]/.test(line), `control character in ${JSON.stringify(line)}`)
    check(Buffer.byteLength(line) <= 75, `more than 75 octets: ${line}`)
    check(line.length > 0, 'an empty line')
  }
  return lines.join('\r\n').replaceAll('\r\n ', '').split('\r\n')
}

function treeOf(lines: string[]): Component {
  const root: Component = { name: '', properties: new Map(), parts: [] }
  const open = [root]
  for (const line of lines) {
    const [, name = '', value = ''] =
      /^([A-Za-z0-9-]+)(?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*:(.*)$/s.exec(line) ?? []
    check(name !== '', `not a content line: ${line}`)
    const inside = open.at(-1)!
    if (name === 'BEGIN') {
      const part: Component = { name: value, properties: new Map(), parts: [] }
      inside.parts.push(part)
      open.push(part)
    } else if (name === 'END') {
      check(inside.name === value, `END:${value} closes ${inside.name}`)
      open.pop()
    } else inside.properties.set(name, [...(inside.properties.get(name) ?? []), value])
  }
  check(open.length === 1 && root.properties.size === 0, 'what is begun is ended, and all lies within')
  check(root.parts.length === 1 && root.parts[0]!.name === 'VCALENDAR', 'one VCALENDAR')
  return root.parts[0]!
}

/** Section 3.6.1. */
function eventOf(part: Component) {
  const once = ['UID', 'DTSTAMP', 'DTSTART', 'SUMMARY', 'DESCRIPTION', 'STATUS', 'SEQUENCE', 'URL']
  demand(part, { once, atMost: ['DTEND', 'CREATED', 'LAST-MODIFIED', 'TRANSP'] })
  const raw = (name: string) => part.properties.get(name)?.[0] ?? null
  const [start, end] = [instant(raw('DTSTART')!), raw('DTEND') === null ? null : instant(raw('DTEND')!)]
  check(end === null || end > start, 'DTEND is later than DTSTART')
  for (const name of ['DTSTAMP', 'CREATED', 'LAST-MODIFIED']) if (raw(name) !== null) instant(raw(name)!)
  check(/^(TENTATIVE|CONFIRMED|CANCELLED)$/.test(raw('STATUS')!), 'STATUS of an event')
  check(/^\d{1,10}$/.test(raw('SEQUENCE')!), 'SEQUENCE is an integer')
  return {
    uid: words(raw('UID')!),
    start,
    end,
    summary: words(raw('SUMMARY')!),
    description: words(raw('DESCRIPTION')!),
    status: raw('STATUS')!,
    sequence: Number(raw('SEQUENCE')),
    url: new URL(raw('URL')!).href,
  }
}

function demand({ name, properties }: Component, { once, atMost }: { once: string[]; atMost: string[] }) {
  for (const one of once) check(properties.get(one)?.length === 1, `${name} has one ${one}`)
  for (const one of atMost) check((properties.get(one)?.length ?? 0) <= 1, `${name} has ${one} once at most`)
}

/** Section 3.3.5, form 2. */
function instant(value: string): string {
  const [, y, m, d, h, min, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(value) ?? []
  check(y !== undefined, `not an instant: ${value}`)
  return new Date(`${y}-${m}-${d}T${h}:${min}:${s}Z`).toISOString()
}

/** Section 3.3.11. */
function words(value: string): string {
  check(/^(?:[^\\;,]|\\[\\;,nN])*$/.test(value), `not escaped: ${value}`)
  return value.replace(/\\([\\;,nN])/g, (_, mark: string) => (/n/i.test(mark) ? '\n' : mark))
}

function check(holds: boolean, what: string) {
  if (!holds) throw new Error(what)
}
