/** The name and the address of "Acme Cloud <status@acme.example>" or of a bare address. Null: it is neither. */
export function parseMailbox(text: string): { name: string; address: string } | null {
  const [, shown = '', address = ''] = /^([^<>\r\n]*)<([^<>]+)>$/.exec(text.trim()) ?? [null, '', text.trim()]
  if (!/^[^\s@<>,]+@[^\s@<>,]+$/.test(address)) return null
  return { name: shown.trim().replace(/^"(.*)"$/, '$1'), address }
}
