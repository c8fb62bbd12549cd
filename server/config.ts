import { isIP } from 'node:net'
import { resolve } from 'node:path'
import type { S3Settings } from '#adapters/blobs/s3-client.ts'
import { hostOf } from '#adapters/web/open-address.ts'
import { faultOfPassword, MIN_PASSWORD_LENGTH } from './identity/password-rules.ts'

/** The settings of one server process (architecture 7). */
export type Config = {
  dataFolder: string
  bucketsFolder: string
  /** The store that holds the files; null: `bucketsFolder` does. */
  s3: S3Settings | null
  host: string
  port: number
  /** Address in mails, in signed addresses and in the service catalogue; without a trailing slash. */
  publicUrl: string
  /** Addresses and ranges whose word about the address of a client is taken; of nobody else. */
  trustedProxies: string[]
  databaseUrl: string | null
  smtpUrl: string | null
  mailFrom: string
  /** Whether labelers are told of rejected entries by mail (D42). */
  rejectionMails: boolean
  /** Whether the console is handed out, and built when it has to be. */
  console: boolean
  /** In bytes. */
  largestUpload: number
  /** Hosts at which manifests may name files, as `hostOf` spells them (reliability S1). */
  importHosts: string[]
  roles: { serve: boolean; work: boolean }
  /** Taken on the first start only. */
  firstAccount: { user_name: string; password: string | null; project_id: string | null }
}

type Setting = { name: string; default: string; meaning: string }

/** For `muster serve --help`. */
export const SETTINGS: readonly Setting[] = [
  { name: 'MUSTER_DATA', default: './data', meaning: 'folder for the SQLite file, the key and the local buckets' },
  { name: 'MUSTER_HOST', default: '127.0.0.1', meaning: 'address on which to listen' },
  { name: 'MUSTER_PORT', default: '8080', meaning: 'port on which to listen, 0 = any free one' },
  {
    name: 'MUSTER_PUBLIC_URL',
    default: 'from the two above',
    meaning: 'address in mails and in the service catalogue',
  },
  {
    name: 'MUSTER_TRUSTED_PROXIES',
    default: 'none',
    meaning: 'addresses or ranges, with commas between, whose X-Forwarded-For is believed',
  },
  { name: 'DATABASE_URL', default: 'unset', meaning: 'postgres://… ; unset = SQLite in MUSTER_DATA/muster.db' },
  {
    name: 'MUSTER_BUCKETS',
    default: 'MUSTER_DATA/buckets',
    meaning: 'folder whose folders are the buckets, or s3 for an S3-compatible store',
  },
  { name: 'MUSTER_S3_ENDPOINT', default: 'unset', meaning: 'with s3: its address, such as https://s3.example.com' },
  { name: 'MUSTER_S3_REGION', default: 'us-east-1', meaning: 'with s3: its region' },
  {
    name: 'MUSTER_S3_PUBLIC_ENDPOINT',
    default: 'unset',
    meaning: 'with s3: its address for browsers, which then read pictures and sounds there; see the guide',
  },
  { name: 'MUSTER_S3_ACCESS_KEY', default: 'unset', meaning: 'with s3: the access key' },
  { name: 'MUSTER_S3_SECRET_KEY', default: 'unset', meaning: 'with s3: the secret key' },
  { name: 'SMTP_URL', default: 'unset', meaning: 'smtp://… or smtps://… ; unset = no mail is sent' },
  { name: 'MUSTER_MAIL_FROM', default: 'muster@localhost', meaning: 'sender of the mails' },
  { name: 'MUSTER_REJECTION_MAILS', default: 'on', meaning: 'mail labelers about rejected entries: on, off' },
  { name: 'MUSTER_ADMIN_USER', default: 'admin', meaning: 'owner account made on the first start' },
  {
    name: 'MUSTER_ADMIN_PASSWORD',
    default: 'random, printed once',
    meaning: `its password, at least ${MIN_PASSWORD_LENGTH} characters`,
  },
  { name: 'MUSTER_PROJECT_ID', default: 'random', meaning: 'id of the project made on the first start' },
  { name: 'MUSTER_CONSOLE', default: 'on', meaning: 'the console for browsers at /, built when it has to be: on, off' },
  {
    name: 'MUSTER_LARGEST_UPLOAD',
    default: '5120',
    meaning: 'largest file that is uploaded, in MiB; images have 25 MiB at most',
  },
  {
    name: 'MUSTER_IMPORT_HOSTS',
    default: 'none',
    meaning: 'hosts at which manifests may name files, with commas between: files.example.com, 10.0.0.5:9000',
  },
  { name: 'MUSTER_ROLES', default: 'serve,work', meaning: 'what this process does: answer calls, run jobs' },
]

/** Reads the settings; returns them or one line for each setting that is wrong. */
export function readConfig(env: Record<string, string | undefined>): { config: Config } | { problems: string[] } {
  const problems: string[] = []
  const text = (name: string) => env[name]?.trim() || null

  const dataFolder = resolve(text('MUSTER_DATA') ?? './data')
  const host = text('MUSTER_HOST') ?? '127.0.0.1'
  const portText = text('MUSTER_PORT') ?? '8080'
  const port = Number(portText)
  if (!/^\d{1,5}$/.test(portText) || port > 65_535) {
    problems.push(`MUSTER_PORT must be a number from 0 to 65535, not "${portText}"`)
  }
  const publicUrl = text('MUSTER_PUBLIC_URL')
  if (publicUrl && !/^https?:$/.test(protocolOf(publicUrl))) {
    problems.push(`MUSTER_PUBLIC_URL must be an address such as https://muster.example.com, not "${publicUrl}"`)
  } else if (publicUrl && /[?#]/.test(publicUrl)) {
    // Paths are added to its end.
    problems.push(`MUSTER_PUBLIC_URL must have no query and no fragment: "${publicUrl}"`)
  }
  const trustedProxies = listOf(text('MUSTER_TRUSTED_PROXIES'))
  const badProxy = trustedProxies.find((proxy) => !isAddressOrRange(proxy))
  if (badProxy !== undefined) {
    problems.push(
      `MUSTER_TRUSTED_PROXIES takes addresses such as 10.0.0.1 and ranges such as 10.0.0.0/8, not "${badProxy}"`,
    )
  }
  const databaseUrl = text('DATABASE_URL')
  if (databaseUrl && !/^postgres(ql)?:$/.test(protocolOf(databaseUrl))) {
    problems.push('DATABASE_URL must begin with postgres://; leave it out to use SQLite')
  }
  const buckets = text('MUSTER_BUCKETS')
  const address = publicUrl?.replace(/\/+$/, '') ?? localAddress(host, port)
  const s3 = buckets === 's3' ? readS3Settings(text, address, problems) : null
  const smtpUrl = text('SMTP_URL')
  if (smtpUrl && !/^smtps?:$/.test(protocolOf(smtpUrl))) {
    problems.push('SMTP_URL must begin with smtp:// or smtps://')
  }
  const isOn = (name: string) => {
    const word = text(name) ?? 'on'
    if (word !== 'on' && word !== 'off') problems.push(`${name} must be on or off, not "${word}"`)
    return word === 'on'
  }
  const rejectionMails = isOn('MUSTER_REJECTION_MAILS')
  const hasConsole = isOn('MUSTER_CONSOLE')
  const password = env.MUSTER_ADMIN_PASSWORD || null
  const passwordFault = password && faultOfPassword(password)
  if (passwordFault) problems.push(`MUSTER_ADMIN_PASSWORD is refused: ${passwordFault}`)
  const project_id = text('MUSTER_PROJECT_ID')
  if (project_id && !/^[A-Za-z0-9_-]{1,64}$/.test(project_id)) {
    problems.push('MUSTER_PROJECT_ID may hold letters, digits, - and _, at most 64')
  }
  const largestUpload = text('MUSTER_LARGEST_UPLOAD') ?? '5120'
  if (!/^[1-9]\d{0,8}$/.test(largestUpload)) {
    problems.push(`MUSTER_LARGEST_UPLOAD must be a number of MiB, not "${largestUpload}"`)
  }
  const importHosts = listOf(text('MUSTER_IMPORT_HOSTS'))
  const badHost = importHosts.find((one) => !isHost(one))
  if (badHost !== undefined) {
    problems.push(`MUSTER_IMPORT_HOSTS takes hosts such as files.example.com and 10.0.0.5:9000, not "${badHost}"`)
  }
  const roles = (text('MUSTER_ROLES') ?? 'serve,work').split(',').map((role) => role.trim())
  const unknownRole = roles.find((role) => role !== 'serve' && role !== 'work')
  if (unknownRole !== undefined) problems.push(`MUSTER_ROLES knows serve and work, not "${unknownRole}"`)
  else if (!databaseUrl && !(roles.includes('serve') && roles.includes('work'))) {
    problems.push('MUSTER_ROLES must be serve,work on SQLite, which one process uses alone; see DATABASE_URL')
  }

  if (problems.length > 0) return { problems }
  return {
    config: {
      dataFolder,
      bucketsFolder: resolve((s3 ? null : buckets) ?? `${dataFolder}/buckets`),
      s3,
      host,
      port,
      publicUrl: address,
      trustedProxies,
      databaseUrl,
      smtpUrl,
      mailFrom: text('MUSTER_MAIL_FROM') ?? 'muster@localhost',
      rejectionMails,
      console: hasConsole,
      largestUpload: Number(largestUpload) * 2 ** 20,
      importHosts: importHosts.map((one) => one.toLowerCase()),
      roles: { serve: roles.includes('serve'), work: roles.includes('work') },
      firstAccount: { user_name: text('MUSTER_ADMIN_USER') ?? 'admin', password, project_id },
    },
  }
}

function listOf(text: string | null): string[] {
  return text?.split(',').map((one) => one.trim()) ?? []
}

/** A host as addresses of http and https spell it, with its port where that is not the usual one. */
function isHost(text: string): boolean {
  const spelled = text.toLowerCase()
  return /^[\w.:[\]-]+$/.test(spelled) && ['http', 'https'].some((scheme) => hostOf(`${scheme}://${text}/`) === spelled)
}

/** What is wrong is said without what was given: an address may hold a password, and a key may stand in the wrong place. */
function readS3Settings(text: (name: string) => string | null, publicUrl: string, problems: string[]): S3Settings {
  const demand = (name: string) => {
    const value = text(name)
    if (!value) problems.push(`${name} must be set with MUSTER_BUCKETS=s3`)
    return value ?? ''
  }
  const endpoint = demand('MUSTER_S3_ENDPOINT')
  if (endpoint && !isEndpoint(endpoint)) {
    problems.push(
      'MUSTER_S3_ENDPOINT must be an address such as https://s3.example.com, without user, query and fragment',
    )
  }
  const region = text('MUSTER_S3_REGION') ?? 'us-east-1'
  if (!/^[A-Za-z0-9-]{1,63}$/.test(region)) problems.push('MUSTER_S3_REGION may hold letters, digits and -, at most 63')
  const publicEndpoint = text('MUSTER_S3_PUBLIC_ENDPOINT') ?? undefined
  const fault = publicEndpoint === undefined ? undefined : faultOfPublicEndpoint(publicEndpoint, publicUrl)
  if (fault !== undefined) problems.push(`MUSTER_S3_PUBLIC_ENDPOINT ${fault}`)
  return {
    endpoint,
    publicEndpoint,
    region,
    accessKey: demand('MUSTER_S3_ACCESS_KEY'),
    secretKey: demand('MUSTER_S3_SECRET_KEY'),
  }
}

function isEndpoint(address: string): boolean {
  return /^https?:$/.test(protocolOf(address)) && !/[?#@]/.test(address)
}

/** As the end of a sentence about it. */
function faultOfPublicEndpoint(address: string, publicUrl: string): string | undefined {
  if (!isEndpoint(address)) {
    return 'must be an address such as https://s3.example.com, without user, query and fragment'
  }
  if (protocolOf(publicUrl) === 'https:' && protocolOf(address) !== 'https:') {
    return 'must begin with https://, for browsers load nothing else into a page with TLS'
  }
  // A file that is a page would act there for whoever opens it.
  if (URL.canParse(publicUrl) && new URL(publicUrl).origin === new URL(address).origin) {
    return 'must have another host or port than MUSTER_PUBLIC_URL: files are not to lie beside the console'
  }
  return undefined
}

/** How a browser on this machine reaches the server; "every address" is none that one could go to. */
export function localAddress(host: string, port: number): string {
  if (host === '0.0.0.0' || host === '::') return `http://localhost:${port}`
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

function protocolOf(address: string): string {
  return URL.canParse(address) ? new URL(address).protocol : ''
}

/** `10.0.0.1`, `10.0.0.0/8`, `fd00::/8`; a range of length 0 would be everybody. */
function isAddressOrRange(text: string): boolean {
  const [, address = '', length] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const bits = isIP(address) === 4 ? 32 : 128
  return isIP(address) !== 0 && (length === undefined || (Number(length) >= 1 && Number(length) <= bits))
}
