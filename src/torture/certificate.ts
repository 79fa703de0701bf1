import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

export type Certificate = { cert: Buffer; key: Buffer; file: string }

/** For 127.0.0.1, signed by itself; `file` is what NODE_EXTRA_CA_CERTS takes. */
export async function ownCertificate(folder: string): Promise<Certificate> {
  const [cert, key] = [join(folder, 'vendor.crt'), join(folder, 'vendor.key')]
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-keyout', key]
  await promisify(execFile)('openssl', ['req', '-x509', ...made, '-out', cert, ...subject])
  return { cert: await readFile(cert), key: await readFile(key), file: cert }
}
