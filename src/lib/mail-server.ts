/**
 * Whether it is the address of a mail server, `smtp://user:password@host:port` or `smtps://…`. What a query says would go
 * to the library that sends, which takes proxies, logs and files from there: only what is about TLS and names may stand in it.
 */
export function isMailServer(text: string): boolean {
  const url = URL.parse(text)
  if ((url?.protocol !== 'smtp:' && url?.protocol !== 'smtps:') || !/^(\[[\da-f:.]+\]|[\w.-]+)$/i.test(url.hostname))
    return false
  return !/[\s\p{Cc}\\]/u.test(text) && [...url.searchParams.keys()].every((name) => inQuery.has(name))
}

/** https://nodemailer.com/smtp */
const inQuery = new Set([
  'name',
  'requireTLS',
  'ignoreTLS',
  'tls.rejectUnauthorized',
  'tls.servername',
  'tls.minVersion',
  'tls.maxVersion',
  'tls.ciphers',
])
