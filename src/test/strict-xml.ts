/** Reads XML for tests, and throws where a strict parser would: forbidden characters, stray marks, elements left open. */
export function readXml(text: string) {
  const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(text)
  if (forbidden) throw new Error(`forbidden character at ${forbidden.index}`)
  const open: { name: string; from: number }[] = []
  const found: { name: string; text: string }[] = []
  const pieces =
    /<\?xml [^>]*\?>|<(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+="(?:[^<&"]|&(?:amp|lt|gt|quot|#39);)*")*)\s*(\/?)>|[^<]+/gy
  let end = 0
  for (const match of text.matchAll(pieces)) {
    end = match.index + match[0].length
    const [whole, closing, name, , empty] = match
    if (!name) {
      if (/&(?!(amp|lt|gt|quot|#39);)/.test(whole)) throw new Error(`stray & in ${whole}`)
    } else if (closing) {
      const last = open.pop()
      if (last?.name !== name) throw new Error(`</${name}> closes <${last?.name}>`)
      found.push({ name, text: unescaped(text.slice(last.from, match.index)) })
    } else if (!empty) open.push({ name, from: end })
  }
  if (end !== text.length) throw new Error(`not XML at ${end}: ${text.slice(end, end + 40)}`)
  if (open.length > 0) throw new Error(`<${open[0]!.name}> is left open`)
  return { texts: (name: string) => found.filter((one) => one.name === name).map((one) => one.text) }
}

const unescaped = (text: string) => text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => marks[name]!)

const marks: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
