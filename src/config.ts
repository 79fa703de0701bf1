import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { z } from 'zod'
import * as value from './config-values.ts'

/** What the environment says, read once. Null: not given. */
export type Config = z.output<typeof settings>

/** Every mistake in the environment, one a line. */
export class ConfigMistakes extends Error {
  readonly mistakes: readonly string[]
  constructor(mistakes: readonly string[]) {
    super(
      `the environment has ${mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`}:\n  ${mistakes.join('\n  ')}`,
    )
    this.mistakes = mistakes
  }
}

/** Reads this process's environment; prints every mistake at once and ends with 2. */
export function readConfig(): Config {
  try {
    return loadConfig(process.env, (path) => readFileSync(path, 'utf8'), process.stderr.isTTY)
  } catch (error) {
    if (!(error instanceof ConfigMistakes)) throw error
    process.stderr.write(`Upfront does not start: ${error.message}\n`)
    process.exit(2)
  }
}

/** For `${NAME}` in a configuration file. */
export const environment = (name: string): string | undefined => process.env[name]

type Environment = Record<string, string | undefined>

/** Throws `ConfigMistakes` with all of them. Secrets are never part of a message. */
export function loadConfig(env: Environment, readFile: (path: string) => string, terminal = false): Config {
  const { values, mistakes } = withFiles(env, readFile)
  const parsed = settings.safeParse({ LOG_FORMAT: terminal ? 'text' : 'json', ...values })
  for (const issue of parsed.error?.issues ?? []) mistakes.push(sentence(String(issue.path[0]), issue.message, values))
  mistakes.push(...halfBucket(values))
  if (parsed.success && hasNoBucket(parsed.data)) {
    mistakes.push('PUBLISH_S3_URL: expected the bucket in its path, or PUBLISH_S3_STYLE=host where the host names it')
  }
  if (parsed.success && sameHost(parsed.data)) {
    mistakes.push('UPFRONT_CONSOLE_URL: expected a host of its own, found that of UPFRONT_URL')
  }
  if (values.BOUNCE_LISTEN && !values.BOUNCE_DOMAIN) {
    mistakes.push('BOUNCE_DOMAIN: expected the domain whose mail comes back here, since BOUNCE_LISTEN is given')
  }
  if (parsed.success && parsed.data.tls && !parsed.data.url?.startsWith('https:')) {
    mistakes.push('TLS_PORT: expected UPFRONT_URL with https:// beside it')
  }
  if (!parsed.success || mistakes.length > 0) throw new ConfigMistakes(mistakes)
  return parsed.data
}

/** The address of every link where UPFRONT_URL is not given, once the port is known. */
export function baseUrl(config: Pick<Config, 'url' | 'host'>, port: number): string {
  if (config.url) return config.url
  const everywhere = config.host === '0.0.0.0' || config.host === '::'
  const host = everywhere ? 'localhost' : config.host.includes(':') ? `[${config.host}]` : config.host
  return `http://${host}:${port}`
}

const root = join(import.meta.dirname, '..')

const settings = z
  .object({
    DATABASE_URL: value.databaseUrl.nullable().default(null),
    UPFRONT_DATA_DIR: z
      .string()
      .transform((path) => resolve(path))
      .default(join(root, 'data')),
    HOST: value.host.default('127.0.0.1'),
    PORT: value.port.default(3000),
    UPFRONT_URL: value.webOrigin.nullable().default(null),
    UPFRONT_SECRET: value.secret.nullable().default(null),
    UPFRONT_ADMIN_TOKEN: value.token.nullable().default(null),
    UPFRONT_CONFIG: z
      .string()
      .transform((path) => resolve(path))
      .nullable()
      .default(null),
    UPFRONT_ROLES: value.roleList.default([...value.roles]),
    SMTP_URL: value.smtpUrl.nullable().default(null),
    MAIL_FROM: value.mailbox.nullable().default(null),
    BOUNCE_LISTEN: value.hostAndPort.nullable().default(null),
    BOUNCE_DOMAIN: value.domain.nullable().default(null),
    OUTBOUND_ALLOW: value.outboundAllow.default([]),
    TRUSTED_PROXIES: value.trustedProxies.default([]),
    UPFRONT_CONSOLE_URL: value.webOrigin.nullable().default(null),
    TLS_PORT: value.port.nullable().default(null),
    ACME_DIRECTORY_URL: value.secureAddress.default('https://acme-v02.api.letsencrypt.org/directory'),
    ACME_EMAIL: value.address.nullable().default(null),
    PUBLISH_FOLDER: value.absoluteFolder.nullable().default(null),
    PUBLISH_S3_URL: value.bucketUrl.nullable().default(null),
    PUBLISH_S3_STYLE: value.oneOf('path', 'host').nullable().default(null),
    PUBLISH_S3_REGION: z.string().default('us-east-1'),
    PUBLISH_S3_KEY_ID: z.string().nullable().default(null),
    PUBLISH_S3_SECRET: z.string().nullable().default(null),
    PUBLISH_WAIT: value.seconds.default(5),
    MESSAGES_PER_HOUR: value.messagesPerHour.default(10),
    LOG_LEVEL: value.oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent').default('info'),
    LOG_FORMAT: value.oneOf('json', 'text'),
  })
  .transform((env) => ({
    databaseUrl: env.DATABASE_URL,
    dataDir: env.UPFRONT_DATA_DIR,
    host: env.HOST,
    port: env.PORT,
    /** Without a slash at its end. `baseUrl` gives the default, which needs the port. */
    url: env.UPFRONT_URL,
    /** As given; `masterKey` makes the key. */
    secret: env.UPFRONT_SECRET,
    adminToken: env.UPFRONT_ADMIN_TOKEN,
    configFile: env.UPFRONT_CONFIG,
    roles: env.UPFRONT_ROLES,
    smtpUrl: env.SMTP_URL,
    mailFrom: env.MAIL_FROM ?? (env.SMTP_URL ? `status@${mailHost(env.UPFRONT_URL)}` : null),
    /** Where mail that comes back is taken, and for which domain. Null: it goes to the mail server's own mailbox. */
    bounces: env.BOUNCE_LISTEN && env.BOUNCE_DOMAIN ? { ...env.BOUNCE_LISTEN, domain: env.BOUNCE_DOMAIN } : null,
    /** The domain alone may be given where another process listens. */
    bounceDomain: env.BOUNCE_DOMAIN,
    /** For `readAllowList`. */
    outboundAllow: env.OUTBOUND_ALLOW,
    trustedProxies: env.TRUSTED_PROXIES,
    consoleUrl: env.UPFRONT_CONSOLE_URL,
    /** Null: a proxy does it, or nobody. */
    tls:
      env.TLS_PORT === null ? null : { port: env.TLS_PORT, directory: env.ACME_DIRECTORY_URL, email: env.ACME_EMAIL },
    /** A folder that another machine serves. */
    publishFolder: env.PUBLISH_FOLDER,
    bucket: bucketOf(env),
    /** How many seconds those who are to be told wait for the page, at most. */
    publishWait: env.PUBLISH_WAIT,
    messagesPerHour: env.MESSAGES_PER_HOUR,
    logLevel: env.LOG_LEVEL,
    logFormat: env.LOG_FORMAT,
  }))

type BucketEnv = {
  [name in 'URL' | 'KEY_ID' | 'SECRET' as `PUBLISH_S3_${name}`]: string | null
} & { PUBLISH_S3_STYLE: 'path' | 'host' | null; PUBLISH_S3_REGION: string }

/** Null where none is named. Amazon's addresses tell their style: https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html */
function bucketOf(env: BucketEnv) {
  const { PUBLISH_S3_URL: url, PUBLISH_S3_KEY_ID: keyId, PUBLISH_S3_SECRET: secret } = env
  if (!url || !keyId || !secret) return null
  const guessed = /^[^.]+(\.[^.]+)*\.s3[.-]/.test(new URL(url).hostname) ? 'host' : 'path'
  return { url, keyId, secret, region: env.PUBLISH_S3_REGION, style: env.PUBLISH_S3_STYLE ?? guessed } as const
}

/** A bucket is named with all that it takes to write into it. */
function halfBucket(values: Record<string, string>): string[] {
  const names = ['PUBLISH_S3_URL', 'PUBLISH_S3_KEY_ID', 'PUBLISH_S3_SECRET']
  const missing = names.filter((name) => !values[name])
  if (missing.length === 0 || missing.length === names.length) return []
  return missing.map((name) => `${name}: expected a value, since ${names.find((one) => values[one])} is given`)
}

/** A sender for those who named a mail server only: the host of the pages. */
function mailHost(url: string | null): string {
  const host = url ? new URL(url).hostname : 'localhost'
  return /^[\d.]+$|^\[/.test(host) ? 'localhost' : host
}

const secrets = ['DATABASE_URL', 'UPFRONT_SECRET', 'UPFRONT_ADMIN_TOKEN', 'SMTP_URL', 'PUBLISH_S3_SECRET']

/** Secrets may stand in a file that NAME_FILE names. An empty value counts as not given: compose files write those. */
function withFiles(env: Environment, readFile: (path: string) => string) {
  const values: Record<string, string> = {}
  const mistakes: string[] = []
  for (const [name, value] of Object.entries(env)) if (value) values[name] = value
  for (const name of secrets) {
    const path = values[`${name}_FILE`]
    if (!path) continue
    if (values[name]) mistakes.push(`${name}: expected a value or ${name}_FILE, found both`)
    try {
      const content = readFile(path).trim()
      if (content) values[name] = content
      else mistakes.push(`${name}_FILE: expected a file with the value, found that ${path} is empty`)
    } catch (error) {
      mistakes.push(`${name}_FILE: expected a file with the value, found ${(error as Error).message}`)
    }
  }
  return { values, mistakes }
}

function sentence(name: string, expected: string, values: Record<string, string>): string {
  const found = secrets.includes(name) ? 'something else (not shown)' : JSON.stringify(values[name]?.slice(0, 100))
  return `${name}: expected ${expected}, found ${found}`
}

const sameHost = ({ url, consoleUrl }: Config) =>
  url !== null && consoleUrl !== null && new URL(url).host === new URL(consoleUrl).host

const hasNoBucket = ({ bucket }: Config) => bucket?.style === 'path' && new URL(bucket.url).pathname === '/'
