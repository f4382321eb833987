// The closed set of failures. A failure's class, not its wording, decides what happens next.

export const ERROR_CLASSES = ['Transient', 'Limited', 'Environment', 'Input', 'Refused', 'Poison'] as const
export type ErrorClass = (typeof ERROR_CLASSES)[number]

interface FaultOptions {
  cause?: unknown
  /** Facts for the log; never secrets. */
  fields?: Record<string, unknown>
}

/** The base of all expected failures. `message` is a sentence a person understands. */
export abstract class Fault extends Error {
  abstract readonly errorClass: ErrorClass
  readonly fields: Record<string, unknown>
  constructor(message: string, options: FaultOptions = {}) {
    super(message, { cause: options.cause })
    this.name = new.target.name
    this.fields = options.fields ?? {}
  }
}

/** May work when tried again: a time-out, a 5xx, a cut connection. */
export class Transient extends Fault {
  readonly errorClass = 'Transient'
}

/** A service asks us to wait until `until` (epoch ms). Costs no attempt. */
export class Limited extends Fault {
  readonly errorClass = 'Limited'
  readonly until: number
  constructor(message: string, until: number, options: FaultOptions = {}) {
    super(message, options)
    this.until = until
  }
}

/** The surroundings are not fit: a program is missing, the disk is full, a service is away. Work waits, rows stay as they are. */
export class Environment extends Fault {
  readonly errorClass = 'Environment'
}

/** Tags written to a row's `Audio Processing` when its input is at fault. */
export const ERROR_TAGS = [
  'SC_404',
  'SC_Geo_Blocked',
  'Download_Failed',
  'Conversion_Failed',
  'Eagle_Import_Failed',
  'Metadata_Failed',
  'Unknown_Error',
  'Not_Audio',
  'Corrupt_Audio',
  'Too_Long',
  'Too_Big',
  'DRM',
  'Preview_Only',
  'Needs_Login',
  'No_Source',
  'Not_Allowed',
  'Duplicate',
  'Needs_Review',
] as const
export type ErrorTag = (typeof ERROR_TAGS)[number]

/** Permanent for this input: the row gets `tag` and the reason, and comes back only when its input changes. */
export class InputFault extends Fault {
  readonly errorClass = 'Input'
  readonly tag: ErrorTag
  constructor(message: string, tag: ErrorTag, options: FaultOptions = {}) {
    super(message, options)
    this.tag = tag
  }
}

/** Security says no: nothing was sent, nothing will be retried. */
export class Refused extends Fault {
  readonly errorClass = 'Refused'
}

/** Started three times without an end. */
export class Poison extends Fault {
  readonly errorClass = 'Poison'
}

/** The person's configuration is wrong: exit 78. */
export class ConfigFault extends Error {
  override name = 'ConfigFault'
}

/** The person's command line is wrong: exit 2. */
export class UsageFault extends Error {
  override name = 'UsageFault'
}

/** Another instance holds `var/`: exit 75. */
export class BusyFault extends Error {
  override name = 'BusyFault'
}

export const isFault = (error: unknown): error is Fault => error instanceof Fault

/** What the system, a library or a service calls an error, such as ENOENT; '' where it has no such name. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** The same; where it has none, that of the first one that it gathers or is caused by. */
export function rootCodeOf(error: unknown): string {
  if (codeOf(error) !== '' || !(error instanceof Error)) return codeOf(error)
  return rootCodeOf(error instanceof AggregateError ? error.errors[0] : error.cause)
}

/** Whoever answers cannot prove who it is. */
export const isCertificateCode = (code: string): boolean =>
  /^(CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA)/.test(code)

/** The message of whatever was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
