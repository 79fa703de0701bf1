import { connect } from 'node:net'
import { baseUrl } from '../config.ts'
import type { Check, Finding } from './doctor.ts'

export const checkNode: Check = async () => {
  const version = process.versions.node
  if (Number.parseInt(version, 10) >= 26) return [{ state: 'ok', found: `Node ${version}` }]
  return [{ state: 'fail', found: `Node ${version}`, todo: 'run "npm ci", which brings Node 26, and use bin/upfront' }]
}

export const checkSecret: Check = async ({ config }) => {
  if (config.secret) return [{ state: 'ok', found: 'master key from UPFRONT_SECRET' }]
  if (!config.databaseUrl)
    return [{ state: 'ok', found: 'master key in the data folder: back it up with the database' }]
  const todo = 'set UPFRONT_SECRET: every process needs the same, and without it the settings cannot be decrypted'
  return [
    { state: 'warn', found: 'an external database, and a master key in the data folder of this machine alone', todo },
  ]
}

export const checkAddresses: Check = async ({ config }) => {
  const base = baseUrl(config, config.port)
  if (!config.url) {
    return [{ state: 'warn', found: `links lead to ${base}`, todo: 'set UPFRONT_URL to the address that readers use' }]
  }
  const findings: Finding[] = [{ state: 'ok', found: `links lead to ${base}` }]
  if (base.startsWith('http:') && !/\/\/(localhost|127\.)/.test(base)) {
    findings.push({ state: 'warn', found: 'UPFRONT_URL is not https', todo: 'put a proxy with a certificate in front' })
  }
  return findings
}

export const checkMail: Check = async ({ config }) => {
  if (!config.smtpUrl) return [{ state: 'warn', found: 'no mail can leave', todo: 'set SMTP_URL and MAIL_FROM' }]
  const { hostname, port, protocol } = new URL(config.smtpUrl)
  const number = Number(port || (protocol === 'smtps:' ? 465 : 587))
  const failure = await reach(hostname.replace(/^\[|\]$/g, ''), number)
  const where = `the mail server ${hostname}:${number}`
  if (failure) return [{ state: 'fail', found: `${where} does not answer: ${failure}`, todo: 'check SMTP_URL' }]
  return [{ state: 'ok', found: `${where} answers; mail comes from ${config.mailFrom}` }]
}

/** Why a TCP connection cannot be made; null when it can. */
function reach(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 3000 })
    const end = (failure: string | null) => {
      socket.destroy()
      resolve(failure)
    }
    socket.once('connect', () => end(null))
    socket.once('timeout', () => end('no answer within 3 s'))
    socket.once('error', (error) => end(error.message))
  })
}
