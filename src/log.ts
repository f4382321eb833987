// One log: JSON lines in logs/, short lines on stderr, secrets masked in both.

import { mkdirSync } from 'node:fs'
import { Writable } from 'node:stream'
import { createLogger, format, type Logger, transports } from 'winston'
import DailyRotateFile from 'winston-daily-rotate-file'
import { maskTokens } from './model/mask-tokens.ts'

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** Fields first, then a fixed sentence. */
export interface Log {
  error(fields: object, message: string): void
  warn(fields: object, message: string): void
  info(fields: object, message: string): void
  debug(fields: object, message: string): void
  /** For the file only: people see it elsewhere. */
  note(fields: object, message: string): void
  child(fields: object): Log
}

export interface OpenLogOptions {
  dir: string
  level: LogLevel
  /** Values that must never be written. */
  secrets: readonly string[]
  /** Where short lines go; stderr unless a progress display owns the terminal. */
  print?: (line: string) => void
}

const SECRET_KEY = /token|secret|authorization|api-?key|password|signature|cookie/i

/** Opens `dir/orchestrator.log` (rotated at 10 MB, ten files kept) and the short lines on stderr. */
export function openLog(options: OpenLogOptions): Log & { close(): Promise<void> } {
  mkdirSync(options.dir, { recursive: true })
  const mask = masker(options.secrets)
  const file = new DailyRotateFile({
    dirname: options.dir,
    filename: 'orchestrator',
    extension: '.log',
    datePattern: '',
    maxSize: '10m',
    maxFiles: 10,
    createSymlink: true,
    symlinkName: 'orchestrator.log',
    auditFile: `${options.dir}/.rotation.json`,
    format: format.combine(
      format.timestamp(),
      format.json({ replacer: (key, value) => (SECRET_KEY.test(key) ? '***' : value) }),
    ),
  })
  const print = options.print ?? (line => process.stderr.write(`${line}\n`))
  const logger = createLogger({
    level: options.level,
    format: format(info => maskInfo(info, mask))(),
    transports: [
      file,
      new transports.Stream({ stream: lineSink(print), format: format.combine(forPeople(), format.printf(shortLine)) }),
    ],
  })
  let isOpen = true
  return {
    ...wrap(logger, () => isOpen),
    close() {
      isOpen = false
      return new Promise(resolve => logger.on('finish', () => resolve()).end())
    },
  }
}

/** A log that writes nowhere, for callers that keep none. */
export const silentLog: Log = { error() {}, warn() {}, info() {}, debug() {}, note() {}, child: () => silentLog }

function wrap(logger: Logger, isOpen: () => boolean): Log {
  /** What is said after the end has no place any more. */
  const put = (entry: { level: LogLevel; message: string }) => {
    if (isOpen()) logger.log(entry)
  }
  const at = (level: LogLevel) => (fields: object, message: string) => put({ ...plain(fields), level, message })
  return {
    error: at('error'),
    warn: at('warn'),
    info: at('info'),
    debug: at('debug'),
    note: (fields, message) => put({ ...plain(fields), ...FOR_FILE, level: 'info', message }),
    child: fields => wrap(logger.child(plain(fields)), isOpen),
  }
}

const FILE_ONLY = Symbol('file only')
const FOR_FILE = { [FILE_ONLY]: true }
const forPeople = format(info => (info[FILE_ONLY] ? false : info))

/** Errors do not survive JSON by themselves. */
function plain(fields: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      value instanceof Error ? { name: value.name, message: value.message, stack: value.stack } : value,
    ]),
  )
}

function shortLine(info: Record<string, unknown>): string {
  const { level, message, timestamp: _time, ...fields } = info
  const shown = Object.entries(fields).flatMap(([key, value]) => (isShort(value) ? [`${key}=${value}`] : []))
  return [level === 'info' ? '' : `${level}: `, message, shown.length ? ` (${shown.join(', ')})` : ''].join('')
}

const isShort = (value: unknown) => typeof value === 'number' || (typeof value === 'string' && value.length <= 200)

function masker(secrets: readonly string[]): (text: string) => string {
  const known = secrets.filter(secret => secret.length >= 6)
  return text => known.reduce((masked, secret) => masked.replaceAll(secret, '***'), maskTokens(text))
}

function maskInfo<T extends Record<string | symbol, unknown>>(info: T, mask: (text: string) => string): T {
  const masked = (value: unknown): unknown => {
    if (typeof value === 'string') return mask(value)
    if (Array.isArray(value)) return value.map(masked)
    if (value && typeof value === 'object')
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, masked(inner)]))
    return value
  }
  for (const key of Object.keys(info)) if (key !== 'level') Object.assign(info, { [key]: masked(info[key]) })
  return info
}

function lineSink(print: (line: string) => void) {
  return new WritableLines(print)
}

class WritableLines extends Writable {
  readonly #print: (line: string) => void
  constructor(print: (line: string) => void) {
    super()
    this.#print = print
  }
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#print(chunk.toString().trimEnd())
    done()
  }
}
